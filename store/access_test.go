package store

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/access"
)

var signedUp = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)

func testUsers(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	u := access.User{Name: "评估-1", Display: "张\x00三", Role: access.Department, Departments: []string{"江州市人民政府办公室", `a"b`}, MustChange: true, Epoch: 1, Created: signedUp}
	if err := s.AddUser(ctx, u, "h1"); err != nil {
		t.Fatal(err)
	}
	if err := s.AddUser(ctx, u, "h2"); !errors.Is(err, access.ErrTaken) {
		t.Errorf("added twice: %v", err)
	}
	if _, _, err := s.Account(ctx, "nobody"); !errors.Is(err, access.ErrNoUser) {
		t.Errorf("a user who is not there: %v", err)
	}
	u.Display = "张\uFFFD三"
	check := func(want access.User, wantHash string) {
		t.Helper()
		got, hash, err := s.Account(ctx, u.Name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || hash != wantHash {
			t.Errorf("hash %q, want %q; user (-want +got):\n%s", hash, wantHash, diff)
		}
		all, err := s.Users(ctx)
		if diff := cmp.Diff([]access.User{want}, all); err != nil || diff != "" {
			t.Errorf("%v, users (-want +got):\n%s", err, diff)
		}
	}
	check(u, "h1")

	changed := u
	changed.Role, changed.Departments, changed.Disabled, changed.MustChange = access.Evaluator, nil, true, false
	if err := s.PutUser(ctx, changed, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.PutUser(ctx, u, "h3"); !errors.Is(err, access.ErrChanged) {
		t.Errorf("an edit of what was changed meanwhile: %v", err)
	}
	changed.Epoch = 2
	check(changed, "h1")
	if err := s.PutUser(ctx, changed, "h4"); err != nil {
		t.Fatal(err)
	}
	if err := s.SignedIn(ctx, u.Name, "", signedUp.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	changed.Epoch, changed.SignedIn = 3, signedUp.Add(time.Hour)
	check(changed, "h4")
}

// testLastAdministrator has two demote each other at the same instant, again and again.
func testLastAdministrator(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	pair := []access.User{{Name: "jia", Role: access.Administrator, Epoch: 1}, {Name: "yi", Role: access.Administrator, Epoch: 1}}
	for _, u := range append(pair, access.User{Name: "ping", Role: access.Evaluator, Epoch: 1}) {
		if err := s.AddUser(ctx, u, "h"); err != nil {
			t.Fatal(err)
		}
	}
	for round := range 10 {
		var errs [2]error
		var both sync.WaitGroup
		for i, u := range pair {
			both.Go(func() {
				if u.Disabled = i == 0; !u.Disabled {
					u.Role = access.Evaluator
				}
				errs[i] = s.PutUser(ctx, u, "")
			})
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("round %d: %v and %v, want one of them refused", round, errs[0], errs[1])
		}
		for i, u := range pair {
			if errs[i] != nil {
				if !errors.Is(errs[i], access.ErrLast) {
					t.Errorf("round %d: %v", round, errs[i])
				}
				continue
			}
			now, _, err := s.Account(ctx, u.Name)
			if err != nil {
				t.Fatal(err)
			}
			now.Role, now.Disabled = access.Administrator, false
			if err := s.PutUser(ctx, now, ""); err != nil {
				t.Fatal(err)
			}
			pair[i].Epoch = now.Epoch + 1
		}
	}
	// Who never could administer is changed as before.
	if err := s.PutUser(ctx, access.User{Name: "ping", Role: access.Supervisor, Epoch: 1}, ""); err != nil {
		t.Error(err)
	}
}

func testTokens(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	tok := access.Token{ID: "abc", Purpose: "OA", Role: access.Supervisor, By: "admin", Created: signedUp, Until: signedUp.Add(time.Hour)}
	if err := s.AddToken(ctx, tok, "h"); err != nil {
		t.Fatal(err)
	}
	if err := s.UsedToken(ctx, "abc", signedUp.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := s.RevokeToken(ctx, "abc", signedUp.Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"abc", "none"} {
		if err := s.RevokeToken(ctx, id, signedUp); !errors.Is(err, access.ErrNoToken) {
			t.Errorf("revoke %s: %v", id, err)
		}
	}
	tok.Used, tok.Revoked = signedUp.Add(time.Minute), signedUp.Add(2*time.Minute)
	got, hash, err := s.Token(ctx, "abc")
	if diff := cmp.Diff(tok, got); err != nil || hash != "h" || diff != "" {
		t.Errorf("%v %q (-want +got):\n%s", err, hash, diff)
	}
	if _, _, err := s.Token(ctx, "none"); !errors.Is(err, access.ErrNoToken) {
		t.Errorf("a token that is not there: %v", err)
	}
	all, err := s.Tokens(ctx)
	if diff := cmp.Diff([]access.Token{tok}, all); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func testSessions(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	end := signedUp.Add(time.Hour)
	get := func(token string, now time.Time) string {
		t.Helper()
		data, err := s.Session(ctx, token, now)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, data := range []string{"first", "second"} {
		if err := s.PutSession(ctx, "a", []byte(data), end, signedUp); err != nil {
			t.Fatal(err)
		}
	}
	if got := get("a", end.Add(-time.Second)); got != "second" {
		t.Errorf("got %q", got)
	}
	if got := get("a", end); got != "" {
		t.Errorf("after its end: %q", got)
	}
	if err := s.PutSession(ctx, "b", []byte("b"), end.Add(time.Hour), end); err != nil {
		t.Fatal(err)
	}
	if got := get("a", signedUp); got != "" {
		t.Errorf("an expired one was not dropped: %q", got)
	}
	if err := s.DropSession(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	if got := get("b", signedUp); got != "" {
		t.Errorf("a dropped one: %q", got)
	}
}

func testOperations(t *testing.T, address string) {
	s := open(t, address)
	u := access.User{Name: "ping", Role: access.Evaluator, Epoch: 1, Created: signedUp}
	entry := func(what string) access.Entry {
		return access.Entry{At: signedUp, Who: "admin", From: "127.0.0.1", What: what, Object: "user ping", Before: "a\x00", After: strings.Repeat("长", 1000)}
	}
	ctx, line := access.WithEntry(t.Context(), entry("add"))
	if err := s.AddUser(ctx, u, "h"); err != nil || !line.Written() {
		t.Fatalf("%v, written %v", err, line.Written())
	}
	if err := s.SignedIn(ctx, "ping", "", signedUp); err != nil { // the line is written once only
		t.Fatal(err)
	}
	ctx, line = access.WithEntry(t.Context(), entry("again"))
	if err := s.AddUser(ctx, u, "h"); !errors.Is(err, access.ErrTaken) || line.Written() {
		t.Errorf("%v, written %v", err, line.Written())
	}
	other := entry("other")
	other.Who = "ping"
	if err := s.AppendEntry(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	words := func(who string, before int64, most int) (out []string) {
		t.Helper()
		list, err := s.Entries(t.Context(), who, before, most)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			out = append(out, e.What)
		}
		return out
	}
	if diff := cmp.Diff([]string{"other", "add"}, words("", 0, 10)); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"add"}, words("admin", 0, 10)); diff != "" {
		t.Errorf("of one (-want +got):\n%s", diff)
	}
	list, _ := s.Entries(t.Context(), "", 0, 1)
	if diff := cmp.Diff([]string{"add"}, words("", list[0].ID, 10)); diff != "" {
		t.Errorf("before the newest (-want +got):\n%s", diff)
	}
	list, _ = s.Entries(t.Context(), "admin", 0, 1)
	want := entry("add")
	want.ID, want.Before, want.After = list[0].ID, "a\uFFFD", strings.Repeat("长", 666)+"…"
	if diff := cmp.Diff(want, list[0]); diff != "" {
		t.Errorf("a line (-want +got):\n%s", diff)
	}
}
