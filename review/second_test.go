package review

import (
	"testing"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// TestSecond reads what one person wrote in a workbook against what waits for a second.
func TestSecond(t *testing.T) {
	day := calendar.MustDay(2026, 4, 10)
	at := time.Date(2026, 4, 10, 2, 0, 0, 0, time.UTC)
	key := Key{Site: "a", Rule: "n/opens", Code: "unreachable", Subject: "www.a.gov.cn"}
	said := func(by string, a Answer, with ...func(*Decision)) Decision {
		d := Decision{Key: key, Answer: a, Reason: "看过", By: by, At: at, Until: day.AddDate(1, 0, 0), Fingerprint: "f"}
		for _, f := range with {
			f(&d)
		}
		return d
	}
	other := func(d *Decision) { d.Fingerprint = "g" }
	over := func(d *Decision) { d.Until = day - 1 }
	shorter := func(d *Decision) { d.Until = day + 30 }
	book := func(d Decision) []Proposal { return []Proposal{{d, ByWorkbook(d.By)}} }
	console := func(d Decision, account string) []Proposal {
		d.By += "（" + account + "）"
		return []Proposal{{d, account}}
	}
	for _, tt := range []struct {
		name     string
		ordinary bool // one person is enough
		d        Decision
		waiting  []Proposal
		recorded []Decision
		want     string // decided, proposed, agreed, stale, known or wrong
		by       string // of what comes of it
	}{
		{"of an ordinary rule one person decides", true, said("张三", True), nil, nil, "decided", "张三"},
		{"a veto waits for a second person", false, said("张三", True), nil, nil, "proposed", "张三"},
		{"so does that it is not so", false, said("张三", False), nil, nil, "proposed", "张三"},
		{"and putting it off, which revokes", false, said("张三", Hold), nil, nil, "proposed", "张三"},
		{"the same workbook again is nothing new", false, said("张三", True), book(said("张三", True)), nil, "known", ""},
		{"who proposed may say otherwise, and still waits", false, said("张三", False), book(said("张三", True)), nil, "proposed", "张三"},
		{"a second person agrees", false, said("李四", True), book(said("张三", True)), nil, "agreed", "张三；复核：李四"},
		{"it lasts no longer than both say", false, said("李四", True, shorter), book(said("张三", True)), nil, "agreed", "张三；复核：李四"},
		{"a second person says otherwise", false, said("李四", False), book(said("张三", True)), nil, "wrong", ""},
		{"a second person agrees with what was proposed in the console", false, said("李四", True), console(said("张三", True), "zhang"), nil, "agreed", "张三（zhang）；复核：李四"},
		{"the same person by the name of the account is no second one", false, said("zhang", True), console(said("张三", True), "zhang"), nil, "known", ""},
		{"nor by the name that others see", false, said("张三", True), console(said("张三", True), "zhang"), nil, "known", ""},
		{"what was proposed of other evidence does not count", false, said("李四", True), book(said("张三", True, other)), nil, "stale", "李四"},
		{"nor what is over", false, said("李四", True), book(said("张三", True, over)), nil, "stale", "李四"},
		{"what both decided is on record", false, said("张三", True), nil, []Decision{said("张三；复核：李四", True)}, "known", ""},
		{"of the second one too", false, said("李四", True), nil, []Decision{said("张三（zhang）；复核：李四", True)}, "known", ""},
		{"not where a third person says so", false, said("王五", True), nil, []Decision{said("张三；复核：李四", True)}, "proposed", "王五"},
		{"not where one of them says otherwise now", false, said("张三", False), nil, []Decision{said("张三；复核：李四", True)}, "proposed", "张三"},
		{"what one person decided before two were asked is none of two", false, said("张三", True), nil, []Decision{said("张三", True)}, "proposed", "张三"},
	} {
		out, wrong := Second([]Decision{tt.d}, func(Key) bool { return !tt.ordinary }, tt.waiting, tt.recorded, day)
		got, by := "", ""
		switch {
		case len(wrong) == 1:
			got = "wrong"
		case len(out.Decided) == 1:
			got, by = "decided", out.Decided[0].By
		case len(out.Agreed) == 1:
			got, by = "agreed", out.Agreed[0].Became.By
			if until := out.Agreed[0].Became.Until; until != min(tt.d.Until, tt.waiting[0].Until) {
				t.Errorf("%s: until %s", tt.name, until)
			}
		case len(out.Stale) == 1 && len(out.Proposed) == 1:
			got, by = "stale", out.Proposed[0].By
		case len(out.Proposed) == 1:
			got, by = "proposed", out.Proposed[0].By
		case out.Known == 1:
			got = "known"
		}
		if got != tt.want || by != tt.by {
			t.Errorf("%s: %s by %q, want %s by %q", tt.name, got, by, tt.want, tt.by)
		}
	}
}
