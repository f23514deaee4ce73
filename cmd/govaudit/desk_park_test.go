package main

import (
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// TestItemsGoAndComeBackWithTheirSite takes a site out in the console and another out of
// the configuration, and puts both back.
func TestItemsGoAndComeBackWithTheirSite(t *testing.T) {
	ctx := t.Context()
	st := openStore(t, filepath.Join(t.TempDir(), "park.db"))
	defer st.Close()
	library, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	own := site.Target{ID: "own", URL: "http://own.gov.cn/", Level: site.City}
	added := site.Target{ID: "added", URL: "http://added.gov.cn/", Level: site.County}
	w := &workbench{store: st, library: library, config: &configs.Config{Packs: []string{"national"}, Sites: []site.Target{own}}, env: env{Now: time.Now}}
	d := &desk{workbench: w, told: slog.New(slog.DiscardHandler)}
	if err := d.AddSites(ctx, []site.Target{added}, "张三"); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 4, 10, 2, 0, 0, 0, time.UTC)
	open := func(siteID, page string, words ...func(ledger.Item) (ledger.Event, error)) {
		key := review.Key{Site: siteID, Rule: "national/privacy", Code: "id_number", Subject: "http://" + siteID + ".gov.cn/" + page}
		id := ledger.NewID(key, 0)
		c := ledger.Change{Events: []ledger.Event{{Item: id, N: 1, Kind: ledger.EventOpened, At: at, Run: "r1", To: ledger.Open, Why: "问题", Due: calendar.MustDay(2026, 4, 20),
			Opening: &ledger.Opening{Key: key, Check: "privacy", Department: "甲局", Severity: ledger.Minor}}}}
		for _, say := range words {
			it, err := c.After()
			if err != nil {
				t.Fatal(err)
			}
			e, err := say(it)
			if err != nil {
				t.Fatal(err)
			}
			c.Events = append(c.Events, e)
		}
		if err := st.AppendEvents(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	notify := func(it ledger.Item) (ledger.Event, error) {
		return ledger.Notify(it, "李四", at, calendar.MustDay(2026, 4, 24), "电话")
	}
	answer := func(it ledger.Item) (ledger.Event, error) {
		return ledger.Answer(it, site.Target{URL: "http://added.gov.cn/"}, at, ledger.Reply{Kind: ledger.Mended, Done: "已改", Link: "http://added.gov.cn/1", By: "王五"})
	}
	withdraw := func(it ledger.Item) (ledger.Event, error) {
		return ledger.Withdraw(it, "李四", at, "栏目已撤销")
	}
	falseAlarm := func(it ledger.Item) (ledger.Event, error) { return ledger.NoDefect(it, "李四", at, "看过") }
	open("added", "1", notify, answer)
	open("added", "2", notify)
	open("added", "3", withdraw)
	open("added", "4", falseAlarm)
	open("own", "5")
	stand := func() string {
		items, err := st.Items(ctx, store.ItemFilter{})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, it := range items {
			out = append(out, it.Subject[len(it.Subject)-1:]+" "+string(it.State))
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	const all = "1 answered, 2 notified, 3 lapsed, 4 false_alarm, 5 open"
	step := func(what string, err error, want string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if got := stand(); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	step("nothing is taken out", d.parkSites(ctx), all)
	step("a site is taken out in the console", d.RetireSite(ctx, "added", "张三"), "1 lapsed, 2 lapsed, 3 lapsed, 4 false_alarm, 5 open")
	step("the next start finds nothing new", d.parkSites(ctx), "1 lapsed, 2 lapsed, 3 lapsed, 4 false_alarm, 5 open")
	step("it is put back", d.RestoreSite(ctx, "added"), all)
	w.config.Sites = nil
	step("a site is gone from the configuration at a start", d.parkSites(ctx), "1 answered, 2 notified, 3 lapsed, 4 false_alarm, 5 lapsed")
	w.config.Sites = []site.Target{own}
	step("and is back at the next", d.parkSites(ctx), all)
	items, err := st.Items(ctx, store.ItemFilter{States: []ledger.State{ledger.Answered}})
	if err != nil || len(items) != 1 || items[0].Reply == nil || items[0].Due != calendar.MustDay(2026, 4, 24) || !items[0].Fixed {
		t.Errorf("the answer, or the day that was told, is lost: %+v, %v", items, err)
	}
	events, err := st.Events(ctx, items[0].ID)
	if err != nil || len(events) != 5 || !strings.Contains(events[3].Why, "张三 停止") || events[3].By != system {
		t.Errorf("nothing says who took the site out: %+v, %v", events, err)
	}
}
