package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

// menuPage is a page whose menu, 20 KB, is that of its site.
func menuPage(name string, n int) []byte {
	var b strings.Builder
	b.WriteString("<html><body><ul>")
	for i := range 400 {
		fmt.Fprintf(&b, `<li><a href="/%s/%d/%d.html">栏目%d</a></li>`, name, i*i*7919%10007, i, i*31)
	}
	fmt.Fprintf(&b, "</ul><p>第 %d 号文件 %s</p></body></html>", n, strings.Repeat(fmt.Sprint(n*n), 40))
	return []byte(b.String())
}

func TestPackedBodiesComeBack(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	prime := newPrimer(menuPage("a", 0))
	for name, body := range map[string][]byte{
		"a page of the site": menuPage("a", 7), "a page of another": menuPage("b", 7), "one byte": {0x28}, "text that looks like a zstd frame": []byte("\x28\xb5\x2f\xfd<p>"),
		"zeros": make([]byte, 300_000), "longer than any primer": bytes.Repeat(menuPage("c", 1), 40),
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range []*primer{nil, prime} {
				data := c.pack(body, p)
				if sum, ok := primerOf(data); ok != (p != nil) || ok && sum != p.sum {
					t.Errorf("the packed bytes name primer %x, %v", sum, ok)
				}
				got, err := c.unpack(data, p)
				if err != nil || !bytes.Equal(got, body) {
					t.Errorf("%d bytes came back as %d: %v", len(body), len(got), err)
				}
			}
		})
	}
	if plain, primed := len(c.pack(menuPage("a", 7), nil)), len(c.pack(menuPage("a", 7), prime)); primed*4 > plain {
		t.Errorf("with a primer %d bytes, without %d: it should be far less", primed, plain)
	}
}

// zstdFrame is "<html>old</html>" as earlier versions packed it.
var zstdFrame = []byte{0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, 0x81, 0x00, 0x00, '<', 'h', 't', 'm', 'l', '>', 'o', 'l', 'd', '<', '/', 'h', 't', 'm', 'l', '>', 0, 0, 0, 0}

func TestDamageIsNoticed(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	prime := newPrimer(menuPage("a", 0))
	for _, p := range []*primer{nil, prime} {
		data := c.pack(menuPage("a", 7), p)
		if p != nil {
			if _, err := c.unpack(data, nil); !errors.Is(err, errPrimer) {
				t.Errorf("unpacked without its primer: %v", err)
			}
		}
		head := plainHead
		if p != nil {
			head = primeHead
		}
		for i := head - sumSize; i < len(data); i += 1 + len(data)/97 {
			bad := bytes.Clone(data)
			bad[i] ^= 0x40
			if got, err := c.unpack(bad, p); err == nil && bytes.Equal(got, menuPage("a", 7)) == false {
				t.Errorf("byte %d changed, and another body came back without a word", i)
			}
		}
		for n := range min(len(data), 60) {
			if _, err := c.unpack(data[:n], p); err == nil {
				t.Errorf("cut to %d bytes, and nothing was said", n)
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	c, err := newCodec()
	if err != nil {
		f.Fatal(err)
	}
	prime := newPrimer(menuPage("a", 0))
	f.Add([]byte{})
	f.Add(zstdFrame)
	f.Add(c.pack([]byte("<p>a"), nil))
	f.Add(c.pack([]byte("<p>a"), prime))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, ok := primerOf(data)
		p := prime
		if !ok {
			p = nil
		}
		if body, err := c.unpack(data, p); err == nil && len(body) > maxBody {
			t.Errorf("%d bytes from %d", len(body), len(data))
		}
	})
}

// testPrimer writes pages of one site in two runs, removes the first run, and reads
// the second with a store opened anew.
func testPrimer(t *testing.T, address string) {
	ctx := t.Context()
	at := day
	write := func(s *Store, id string, from int) {
		must(t, s.CreateRun(ctx, audit.Run{ID: id, Key: id, AsOf: at, Started: at}))
		sn, err := s.BeginSnapshot(ctx, id, site.Target{ID: "a", URL: "http://a.gov.cn/"}, at)
		must(t, err)
		for i := from; i < from+40; i++ {
			must(t, sn.Put(ctx, &site.Page{URL: fmt.Sprintf("http://a.gov.cn/%d.html", i), Status: 200, Body: menuPage("a", i)}))
		}
		must(t, sn.Finish(ctx, site.Snapshot{Alive: true, Started: at, Finished: at}))
		must(t, s.FinishRun(ctx, id, at.Add(time.Minute)))
		at = at.Add(time.Hour)
	}
	first := open(t, address)
	write(first, "first", 0)
	write(first, "second", 100)
	letGo(t, first, "first", "a")

	s := open(t, address)
	sn, err := s.Snapshot(ctx, "second", "a")
	must(t, err)
	n := 0
	for p, err := range sn.Pages(ctx) {
		must(t, err)
		var i int
		if _, err := fmt.Sscanf(p.URL, "http://a.gov.cn/%d.html", &i); err != nil || !bytes.Equal(p.Body, menuPage("a", i)) {
			t.Errorf("%s came back with %d bytes (%v)", p.URL, len(p.Body), err)
		}
		n++
	}
	primers, size := count(t, s, "SELECT COUNT(*) FROM primers"), count(t, s, "SELECT MAX(LENGTH(data)) FROM bodies")
	if n != 40 || primers != 1 || size > len(menuPage("a", 1))/8 {
		t.Errorf("%d pages, %d primers, bodies of up to %d bytes: want 40, one for both runs, and packed in its words", n, primers, size)
	}
}

// testPoorPrimer writes pages of a site whose first page is unlike all others: after
// a while they are packed in the words of one of their own. A file that is no page
// changes nothing.
func testPoorPrimer(t *testing.T, address string) {
	ctx := t.Context()
	s := open(t, address)
	sn := begin(t, s, "a")
	put := func(i int, body []byte) {
		must(t, sn.Put(ctx, &site.Page{URL: fmt.Sprintf("http://a.gov.cn/%03d", i), Status: 200, Body: body}))
	}
	unlike := []byte("<html>")
	for i := 0; len(unlike) < 20_000; i++ {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		unlike = append(unlike, hex.EncodeToString(sum[:])...)
	}
	put(0, unlike)
	for i := 1; i <= poorMost; i++ {
		put(i, menuPage("a", i))
	}
	noise := make([]byte, 8<<10)
	for i := range noise {
		noise[i] = byte(i * i >> 3)
	}
	put(500, append([]byte("%PDF-1.4\x00"), noise...))
	for i := range 20 {
		put(600+i, menuPage("a", 600+i))
	}
	for _, p := range pagesOf(t, sn) {
		if len(p.Body) == 0 {
			t.Errorf("%s came back empty", p.URL)
		}
	}
	if n := count(t, s, "SELECT COUNT(*) FROM primers"); n != 2 {
		t.Errorf("%d primers: want that of the first page and one in its place", n)
	}
}
