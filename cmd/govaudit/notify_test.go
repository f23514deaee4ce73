package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/courier"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/store"
)

const noticeSecret = "0123456789abcdef"

// hook is a webhook that notes what it is told.
type hook struct {
	mu     sync.Mutex
	told   []string
	status int
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	doc, err := io.ReadAll(r.Body)
	var got struct{ Subject string }
	if err != nil || json.Unmarshal(doc, &got) != nil || r.Header.Get("X-Govaudit-Signature") != "sha256="+courier.Sign([]byte(noticeSecret), r.Header.Get("X-Govaudit-Timestamp"), doc) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if h.status != 0 {
		w.WriteHeader(h.status)
		return
	}
	h.told = append(h.told, got.Subject)
}

func (h *hook) take() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := h.told
	h.told = nil
	return out
}

// notifyFixture is a config and a store with two items of 甲县政府办, of one of which it
// was notified.
func notifyFixture(t *testing.T) (config, db string, h *hook) {
	t.Helper()
	h = &hook{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	config, db = filepath.Join(dir, "c.yaml"), "sqlite:"+filepath.Join(dir, "c.db")
	text := "store: sqlite:c.db\nsites: [{id: jia, url: 'http://jia.gov.cn/', level: county, department: 甲县政府办}]\nserve: {public_url: 'https://g.cn/'}\n" +
		"notify: {webhook: {url: '" + server.URL + "/?key=geheim', secret_file: s.txt}, quiet: ''}\n"
	for name, data := range map[string]string{"c.yaml": text, "s.txt": noticeSecret + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := openTestStore(t, db)
	for i, told := range []bool{true, false} {
		it := ledger.Item{}
		key := review.Key{Site: "jia", Rule: "national/x", Code: "c", Subject: fmt.Sprint("http://jia.gov.cn/", i)}
		opened := ledger.Event{Item: ledger.NewID(key, 0), N: 1, Kind: ledger.EventOpened, At: notifyNow().AddDate(0, 0, -2), Run: "r", To: ledger.Open, Why: "发现", Due: calendar.MustDay(2026, 4, 20),
			Opening: &ledger.Opening{Key: key, Check: "x", Department: "甲县政府办", Severity: ledger.Minor}, Seen: &ledger.Sighting{Run: "r", SiteName: "甲县人民政府", Message: fmt.Sprint("问题", i)}}
		change := ledger.Change{Item: it, Events: []ledger.Event{opened}}
		it, err := change.After()
		if err == nil && told {
			var e ledger.Event
			if e, err = ledger.Notify(it, "张三", notifyNow().AddDate(0, 0, -1), calendar.MustDay(2026, 4, 30), "发出"); err == nil {
				change.Events = append(change.Events, e)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AppendEvents(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	return config, db, h
}

func openTestStore(t *testing.T, address string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// notifyNow is ten on a Friday.
func notifyNow() time.Time { return time.Date(2026, 4, 10, 2, 0, 0, 0, time.UTC) }

func runNotify(t *testing.T, now time.Time, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"notify"}, args...), env{Stdout: &out, Stderr: &out, Now: func() time.Time { return now }})
	return code, out.String()
}

func TestNotifyTellsEachThingOnce(t *testing.T) {
	config, _, h := notifyFixture(t)
	want := "【政务公开整改】新增 1（甲县政府办）"

	code, out := runNotify(t, notifyNow(), "--config", config, "--dry-run")
	if code != exitDone || !strings.Contains(out, want) || !strings.Contains(out, "问题0") || strings.Contains(out, "问题1") || !strings.Contains(out, "https://g.cn/items/ZG-") ||
		!strings.Contains(out, "甲县政府办 1 项") || strings.Contains(out, "geheim") {
		t.Errorf("dry run: %d\n%s", code, out)
	}
	if told := h.take(); len(told) != 0 {
		t.Errorf("a dry run sent %v", told)
	}
	if code, out = runNotify(t, notifyNow().AddDate(0, 0, 1), "--config", config); code != exitUsage || !strings.Contains(out, "不是工作日") {
		t.Errorf("on a Saturday: %d %s", code, out)
	}
	h.status = http.StatusInternalServerError
	if code, out = runNotify(t, notifyNow(), "--config", config); code != exitOurs || !strings.Contains(out, "未发出") || strings.Contains(out, "geheim") {
		t.Errorf("a webhook that is broken: %d %s", code, out)
	}
	h.status = 0
	if code, out = runNotify(t, notifyNow().Add(time.Second), "--config", config); code != exitDone || !strings.Contains(out, "已发出") {
		t.Errorf("%d %s", code, out)
	}
	if told := h.take(); len(told) != 1 || told[0] != want {
		t.Errorf("told %v, want %s", told, want)
	}
	if code, out = runNotify(t, notifyNow().Add(time.Hour), "--config", config); code != exitDone || !strings.Contains(out, "没有新的情况") || len(h.take()) != 0 {
		t.Errorf("once more: %d %s", code, out)
	}
}

// TestNotifyAfterAKill ends a process between the record of a notice and its mark.
func TestNotifyAfterAKill(t *testing.T) {
	config, db, h := notifyFixture(t)
	var n notice.Notice
	func() {
		w, err := openConfig(t.Context(), env{Stdout: io.Discard, Stderr: io.Discard, Now: notifyNow}, config)
		if err != nil {
			t.Fatal(err)
		}
		defer w.close()
		teller, err := w.teller(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p, err := teller.Plan(t.Context())
		if err != nil || len(p.Notices) != 1 {
			t.Fatalf("%v %+v", err, p)
		}
		n = p.Notices[0]
		if err := w.store.BeginNotice(t.Context(), n, n.Digest.Keys()); err != nil {
			t.Fatal(err)
		}
	}()
	code, out := runNotify(t, notifyNow().Add(time.Minute), "--config", config)
	if told := h.take(); code != exitDone || len(told) != 0 || !strings.Contains(out, "不知是否送到："+n.ID) || !strings.Contains(out, interrupted) {
		t.Errorf("%d, sent %v\n%s", code, told, out)
	}
	if code, out = runNotify(t, notifyNow(), "--config", config, "--received", "x"); code != exitUsage {
		t.Errorf("a notice that is none: %d %s", code, out)
	}
	if code, out = runNotify(t, notifyNow(), "--config", config, "--again", n.ID, "--by", "张三"); code != exitDone {
		t.Errorf("%d %s", code, out)
	}
	if code, out = runNotify(t, notifyNow().Add(2*time.Minute), "--config", config); code != exitDone || len(h.take()) != 1 {
		t.Errorf("after somebody said that it was not taken: %d %s", code, out)
	}
	got, err := openTestStore(t, db).Notice(t.Context(), n.ID)
	if err != nil || got.State != notice.Dropped || !strings.HasPrefix(got.Note, "张三：") {
		t.Errorf("%+v %v", got, err)
	}
}

// TestServeTellsWhenDue has the clock of serve come to nine.
func TestServeTellsWhenDue(t *testing.T) {
	config, db, h := notifyFixture(t)
	at := notifyNow().Add(-2 * time.Hour) // eight
	e := env{Stdout: io.Discard, Stderr: io.Discard, Now: func() time.Time { return at }}
	w, err := openConfig(t.Context(), e, config)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	d := &desk{workbench: w, told: slog.New(slog.DiscardHandler)}
	by, err := senders(w.config)
	if err != nil {
		t.Fatal(err)
	}
	look := func() {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		d.env.Now = func() time.Time { return at }
		done := make(chan error)
		go func() { done <- d.cry(ctx, by) }()
		s := openTestStore(t, db)
		for { // until the look is over
			since, err := s.NoticeRound(t.Context())
			if err != nil {
				t.Error(err)
			}
			if due := w.config.Notify.Due(since, at.In(w.config.Zone), w.calendar); !since.IsZero() && !due {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	look()
	if told := h.take(); len(told) != 0 {
		t.Errorf("at eight %v was told", told)
	}
	at = at.Add(3 * time.Hour) // eleven: nine was missed
	look()
	if told := h.take(); len(told) != 1 {
		t.Errorf("at eleven %v was told", told)
	}
	at = at.Add(time.Hour)
	look()
	if told := h.take(); len(told) != 0 {
		t.Errorf("at twelve %v was told", told)
	}
}

func TestSecretsAreOneLine(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string // "": refused
	}{{"geheim\n", "geheim"}, {"geheim\r\n", "geheim"}, {"ge heim", "ge heim"}, {"", ""}, {"\n", ""}, {"a\nb\n", ""}} {
		path := filepath.Join(t.TempDir(), "s")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readSecret(path)
		if (err == nil) != (tt.want != "") || err == nil && got != tt.want {
			t.Errorf("%q is read as %q, %v", tt.text, got, err)
		}
	}
}
