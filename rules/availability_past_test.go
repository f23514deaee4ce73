package rules

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/site"
)

// judgePast judges a site with what was recorded before.
func judgePast(t *testing.T, with, text string, past Past) Finding {
	t.Helper()
	lib, err := NewLibrary(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 政府信息公开条例}\nrules:\n" +
		"  - id: r\n    title: 规则\n    check: availability\n    basis: [{document: 条例, status: 读}]\n    points: 1\n    remedy: 改正\n    with: " + with + "\n"
	if err := lib.Add("test", "test.yaml", []byte(pack)); err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("test")
	if err != nil {
		t.Fatal(err)
	}
	s := sitetest.Load(t, text)
	return Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Past: past, Log: slog.New(slog.DiscardHandler)}, sets...)[0]
}

// morningOf is eight o'clock in Beijing.
func morningOf(d calendar.Day) time.Time {
	return time.Unix(int64(d)*86400, 0).In(time.FixedZone("CST", 8*3600))
}

func TestHomeUnchangedOverSnapshots(t *testing.T) {
	const with = `{judge: [home_unchanged]}`
	rows := []string{"全县经济工作会议召开部署重点任务|2026-02-01", "县领导调研乡村振兴工作进展情况|2026-01-20", "示例县举办春季招聘会活动现场火热|2026-01-18", "全县教育工作会议在县城召开|2026-01-10", "县政府召开第一次全体会议|2026-01-05"}
	now := homeOf("", rows...)
	// pastHome is the home page as a snapshot of April saw it; the day of judgement
	// is 2026-04-10.
	pastHome := func(month, day int, text string) PastHome {
		f := sitetest.Load(t, text).Facts[0]
		h := NewPastHome(f)
		h.Seen = morningOf(calendar.MustDay(2026, month, day))
		return h
	}
	other := homeOf("", append([]string{"县委常委会召开会议研究当前工作|2026-01-25"}, rows[1:]...)...)
	script := homeOf(`<ul id="tz"></ul><script>$.ajax({url:"/api/list?c=9",success:function(d){$("#tz").html(d)}})</script>`, rows...)
	tests := []struct {
		name string
		past []PastHome
		now  string
		want string
	}{
		{"the same over a fortnight, seen every week", []PastHome{pastHome(3, 27, now), pastHome(4, 3, now)}, now, "fail home_unchanged"},
		{"thirteen days are no fortnight", []PastHome{pastHome(3, 28, now), pastHome(4, 3, now)}, now, "unknown"},
		{"another entry before and after is a change", []PastHome{pastHome(3, 27, now), pastHome(4, 3, other)}, now, "pass"},
		{"another entry a fortnight ago is a change", []PastHome{pastHome(3, 27, other), pastHome(4, 3, now)}, now, "pass"},
		{"a change before the fortnight does not count", []PastHome{pastHome(3, 13, other), pastHome(3, 27, now), pastHome(4, 3, now)}, now, "fail home_unchanged"},
		{"seen only at both ends is for a person", []PastHome{pastHome(3, 27, now)}, now, "review home_unchanged"},
		{"more than a week without a look is for a person", []PastHome{pastHome(3, 27, now), pastHome(3, 28, now)}, now, "review home_unchanged"},
		{"nothing recorded says nothing", nil, now, "unknown"},
		{"a script fills it now", []PastHome{pastHome(3, 27, now), pastHome(4, 3, now)}, script, "unknown"},
		{"a script filled it then", []PastHome{pastHome(3, 27, now), pastHome(4, 3, script)}, now, "unknown"},
		{"nothing but navigation", []PastHome{pastHome(3, 27, homeOf("")), pastHome(4, 3, homeOf(""))}, homeOf(""), "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgePast(t, with, tt.now, Past{Homes: tt.past}), tt.want) })
	}
}

func TestVisitsRecordedBefore(t *testing.T) {
	const with = `{judge: [unreachable]}`
	up := county("", "", "")
	// Hourly probes of the seven days before the day of judgement, and two of its
	// first hours.
	probes := func(vain int) []site.Visit {
		all := visits(8, 24, vain, site.FailTimeout)
		return all[:len(all)-22]
	}
	tests := []struct {
		name string
		past []site.Visit
		want string
	}{
		// 2 of 24 are 8.3 %, 1 of 24 is 4.2 %.
		{"a week of probes with two a day in vain", probes(2), "fail unreachable"},
		{"a week with one a day in vain", probes(1), "pass"},
		{"six days of probes are no week", probes(2)[48:], "pass"},
		{"nothing recorded", nil, "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgePast(t, with, withVisits(t, true, nil, up), Past{Visits: tt.past}), tt.want)
		})
	}
}

func TestHomeEntriesAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 2 * maxEntries {
		fmt.Fprintf(&b, `<li><a href="/x/%d.html">关于第%d号事项的公告内容</a><span>2026-01-02</span></li>`, i, i)
	}
	f := sitetest.Load(t, "-- / --\n<html><body><ul>"+b.String()+"</ul></body></html>\n").Facts[0]
	if n := len(HomeEntries(f)); n != maxEntries {
		t.Errorf("%d entries are kept, want %d", n, maxEntries)
	}
}
