package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

// testAbandoned leaves a store open with pages queued, as a hung process would.
func testAbandoned(t *testing.T, address string) {
	left := begin(t, open(t, address), "a")
	must(t, left.Put(t.Context(), page("http://a/1", "one")))
	must(t, left.flush(t.Context()))
	for i := range 50 {
		must(t, left.Put(t.Context(), page(fmt.Sprintf("http://a/queued%d", i), "queued")))
	}
	s := open(t, address)
	run, ok, err := s.UnfinishedRun(t.Context(), "k")
	must(t, err)
	if !ok || run.ID != "r1" {
		t.Fatalf("unfinished run %q, %t", run.ID, ok)
	}
	sn, err := s.BeginSnapshot(t.Context(), "r1", site.Target{ID: "a"}, day.Add(time.Hour))
	must(t, err)
	if got := sn.Meta().Started; !got.Equal(day) {
		t.Errorf("started %v, want that of the beginning, %v", got, day)
	}
	must(t, sn.Put(t.Context(), page("http://a/2", "two")))
	have := map[string]string{}
	for _, p := range pagesOf(t, sn) {
		have[p.URL] = string(p.Body)
	}
	if have["http://a/1"] != "one" || have["http://a/2"] != "two" {
		t.Errorf("pages %v", have)
	}
}

// crawlForever is what the killed process does: it puts pages, some with equal
// bodies, and tells how many are surely written.
func crawlForever(address string) error {
	ctx := context.Background()
	s, err := Open(ctx, address, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err := s.CreateRun(ctx, audit.Run{ID: "r1", Started: day, Key: "k"}); err != nil {
		return err
	}
	sn, err := s.BeginSnapshot(ctx, "r1", site.Target{ID: "a"}, day)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := sn.Put(ctx, page(fmt.Sprintf("http://a/%07d", i), childBody(i))); err != nil {
			return err
		}
		if i%300 == 299 {
			if err := sn.flush(ctx); err != nil {
				return err
			}
			fmt.Println(i + 1)
		}
	}
}

func childBody(i int) string { return strings.Repeat(fmt.Sprintf("<li>%d</li>", i/3), 200) }

func testKilled(t *testing.T, address string) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "GOVAUDIT_STORE_CHILD="+address)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	written, lines := 0, bufio.NewScanner(out)
	for i := 0; i < 4 && lines.Scan(); i++ {
		_, err := fmt.Sscan(lines.Text(), &written)
		must(t, err)
	}
	must(t, child.Process.Kill()) // SIGKILL, somewhere in the next group
	_ = child.Wait()
	if written < 1200 {
		t.Fatalf("the process wrote %d pages before it was killed", written)
	}

	s := open(t, address)
	if _, ok, err := s.UnfinishedRun(t.Context(), "k"); err != nil || !ok {
		t.Fatalf("unfinished run: %t, %v", ok, err)
	}
	sn := begin(t, s, "a")
	n := 0
	for _, p := range pagesOf(t, sn) {
		if want := fmt.Sprintf("http://a/%07d", n); p.URL != want || string(p.Body) != childBody(n) {
			t.Fatalf("page %d is %s with %d bytes of body", n, p.URL, len(p.Body))
		}
		n++
	}
	if n < written {
		t.Errorf("%d pages, but %d were written", n, written)
	}
	for i := range n + 10 { // the crawl goes on
		must(t, sn.Put(t.Context(), page(fmt.Sprintf("http://a/%07d", i), childBody(i))))
	}
	must(t, sn.Finish(t.Context(), site.Snapshot{Complete: true}))
	if got := len(pagesOf(t, sn)); got != n+10 {
		t.Errorf("%d pages at the end, want %d", got, n+10)
	}
}

func testConcurrent(t *testing.T, address string) {
	s := open(t, address)
	const sites, pages = 8, 300
	var wg sync.WaitGroup
	for i := range sites {
		sn := begin(t, s, fmt.Sprintf("s%d", i))
		for half := range 2 {
			wg.Go(func() {
				for j := half; j < pages; j += 2 {
					if err := sn.Put(t.Context(), page(fmt.Sprintf("http://s%d/%04d", i, j), fmt.Sprintf("body %d", j%50))); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	for i := range sites {
		sn, err := s.Snapshot(t.Context(), "r1", fmt.Sprintf("s%d", i))
		must(t, err)
		got := pagesOf(t, sn)
		if len(got) != pages {
			t.Errorf("site %d: %d pages, want %d", i, len(got), pages)
		}
		for j, p := range got {
			if want := fmt.Sprintf("body %d", j%50); string(p.Body) != want {
				t.Errorf("%s: %q, want %q", p.URL, p.Body, want)
			}
		}
	}
	if n := count(t, s, "SELECT count(*) FROM bodies"); n != 50 {
		t.Errorf("%d bodies, want 50", n)
	}
}

func testTwoStores(t *testing.T, address string) {
	stores := []*Store{open(t, address), open(t, address)}
	var wg sync.WaitGroup
	for i, s := range stores {
		sn := begin(t, s, fmt.Sprintf("s%d", i))
		order := rand.New(rand.NewPCG(uint64(i), 0)).Perm(2000)
		wg.Go(func() {
			for _, j := range order {
				if err := sn.Put(t.Context(), page(fmt.Sprintf("http://s%d/%d", i, j), fmt.Sprintf("body %d", j))); err != nil {
					t.Error(err)
					return
				}
			}
			if err := sn.Finish(t.Context(), site.Snapshot{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := count(t, stores[0], "SELECT count(*) FROM bodies"); n != 2000 {
		t.Errorf("%d bodies, want 2000", n)
	}
}

func testUnwritable(t *testing.T, address string) {
	s := open(t, address)
	lost, kept := begin(t, s, "lost"), begin(t, s, "kept")
	_, err := s.write.ExecContext(t.Context(), "DELETE FROM snapshots WHERE site = $1", "lost")
	must(t, err)
	for i := range 5 {
		must(t, lost.Put(t.Context(), page(fmt.Sprintf("http://lost/%d", i), "lost")))
		must(t, kept.Put(t.Context(), page(fmt.Sprintf("http://kept/%d", i), "kept")))
	}
	if got := len(pagesOf(t, kept)); got != 5 {
		t.Errorf("%d pages of the other snapshot, want 5", got)
	}
	if err := lost.Put(t.Context(), page("http://lost/next", "x")); err == nil {
		t.Error("Put does not tell that earlier pages were lost")
	}
	if err := lost.Finish(t.Context(), site.Snapshot{}); err == nil {
		t.Error("Finish does not tell that pages were lost")
	}
}

func testBackPressure(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	// Nothing is written as long as this transaction is open.
	tx, err := s.write.BeginTx(t.Context(), nil)
	must(t, err)
	_, err = tx.ExecContext(t.Context(), "UPDATE snapshots SET site = $1 WHERE id = $2", "a", sn.id)
	must(t, err)
	_, err = tx.ExecContext(t.Context(), "DELETE FROM snapshots WHERE id = $1", sn.id)
	must(t, err)
	noise := make([]byte, 1<<20)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	random := rand.NewChaCha8([32]byte{2})
	n := 0
	for ; err == nil && n < 100; n++ {
		random.Read(noise)
		err = sn.Put(ctx, &site.Page{URL: fmt.Sprintf("http://a/%d", n), Body: noise})
	}
	must(t, tx.Rollback())
	if !errors.Is(err, context.DeadlineExceeded) || n < 8 || n > 17 {
		t.Errorf("%d MB queued, then %v; want about 16 MB and a timeout", n, err)
	}
	if got := len(pagesOf(t, sn)); got != n-1 {
		t.Errorf("%d pages written afterwards, want %d", got, n-1)
	}
}

func testCancelled(t *testing.T, address string) {
	sn := begin(t, open(t, address), "a")
	ctx, cancel := context.WithCancel(t.Context())
	must(t, sn.Put(ctx, page("http://a/1", "one")))
	cancel()
	for _, err := range sn.Pages(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("pages: %v", err)
		}
	}
	// What was put before is written all the same.
	if got := pagesOf(t, sn); len(got) != 1 {
		t.Errorf("%d pages, want 1", len(got))
	}
}

func TestCloseWritesWhatIsQueued(t *testing.T) {
	address := "sqlite:" + t.TempDir() + "/test.db"
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	must(t, err)
	sn := begin(t, s, "a")
	for i := range 1000 {
		must(t, sn.Put(t.Context(), page(fmt.Sprintf("http://a/%d", i), "x")))
	}
	must(t, s.Close())
	if err := sn.Put(t.Context(), page("http://a/late", "y")); !errors.Is(err, ErrClosed) {
		t.Errorf("put after Close: %v", err)
	}
	if got := len(pagesOf(t, begin(t, open(t, address), "a"))); got != 1000 {
		t.Errorf("%d pages, want 1000", got)
	}
}
