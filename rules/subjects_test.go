package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/internal/sitetest"
)

// compiled are the packs of the documents that came in one compilation.
var compiled = []string{"county-opinion", "anhui-25", "jiedao-plan", "xinbei-2020", "hohhot-speech", "linhai-centre", "wugang", "wenling-2007", "chengxiang-2013", "zhenjiang-credit"}

// local are the packs of the documents that came one by one.
var local = []string{"shucheng-2021", "nantong-2021", "xinzhuang", "shandong-2018"}

// subjectLine is one line of a table of subjects.
type subjectLine struct{ rule, answers, alike string }

func subjectLines(t *testing.T, file string) []subjectLine {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []subjectLine
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("%q has not three columns", line)
		}
		out = append(out, subjectLine{f[0], f[1], f[2]})
	}
	return out
}

// TestSubjects proves of every rule that looks for a subject that its settings
// find what a portal would show, and find nothing on a portal that shows only
// what looks like it: with settings that match nothing, or anything, it fails.
func TestSubjects(t *testing.T) {
	t.Run("compiled", func(t *testing.T) { testSubjects(t, "subjects.tsv", compiled) })
	t.Run("local", func(t *testing.T) { testSubjects(t, "subjects-local.tsv", local) })
}

func testSubjects(t *testing.T, file string, packs []string) {
	l, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	rows := subjectLines(t, file)
	cal := testCalendar(t)
	for _, id := range packs {
		sets, err := l.Sets(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range sets[0].Rules {
			k, ok := r.check.(*disclosure)
			if !ok || r.Pack != id {
				continue
			}
			i := slices.IndexFunc(rows, func(row subjectLine) bool { return row.rule == r.FullID() })
			if i < 0 {
				t.Errorf("%s has no line in testdata/%s", r.FullID(), file)
				continue
			}
			row := rows[i]
			rows = slices.Delete(rows, i, i+1)
			t.Run(row.rule, func(t *testing.T) {
				t.Parallel()
				if j := k.Judge(subjectCase(cal, subjectSite(t, ""))); !surelyMissing(j) {
					t.Errorf("on a portal without it: %s", toldBy(j))
				}
				if j := k.Judge(subjectCase(cal, subjectSite(t, row.answers))); len(j.Defects) > 0 || j.Unknown != "" {
					t.Errorf("on a portal with %s: %s", row.answers, toldBy(j))
				}
				if j := k.Judge(subjectCase(cal, subjectSite(t, row.alike))); len(j.Defects) == 0 || j.Defects[0].Code != "missing" {
					t.Errorf("on a portal with %s only: %s", row.alike, toldBy(j))
				}
			})
		}
	}
	for _, row := range rows {
		t.Errorf("%s is no rule that looks for a subject", row.rule)
	}
}

func surelyMissing(j Judgement) bool {
	return len(j.Defects) == 1 && j.Defects[0].Code == "missing" && j.Defects[0].Outcome == Fail
}

func toldBy(j Judgement) string {
	out := "reason " + j.Reason + ", unknown " + j.Unknown
	for _, d := range j.Defects {
		out += fmt.Sprintf("\n%s %s %s", d.Outcome, d.Code, d.Message)
	}
	return out
}

func subjectCase(cal *calendar.Calendar, s *sitetest.Site) *Case {
	return &Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Calendar: cal}
}

// plainMenu leads to what no rule asks for.
const plainMenu = `<li><a href="/">首页</a></li><li><a href="/yw/">要闻</a></li><li><a href="/ft/">风土人情</a></li><li><a href="/ls/">历史沿革</a></li><li><a href="/jd/">名胜古迹</a></li><li><a href="/mr/">名人典故</a></li><li><a href="/tc/">名优特产</a></li>`

// subjectSite is a small portal, seen whole, that shows what the answers say and
// nothing else of substance.
func subjectSite(t *testing.T, answers string) *sitetest.Site {
	t.Helper()
	return sitetest.Load(t, subjectPages(answers, "", ""))
}

// subjectPages is the text of such a portal, with more entries of the menu and
// more pages.
func subjectPages(answers, more, pages string) string {
	const day = "2026-03-20" // three weeks before the day of judgement
	var menu, news, files strings.Builder
	foot := ""
	page := func(path, title, body string) {
		fmt.Fprintf(&files, "-- %s --\n<html><head><title>%s-示例县</title></head><body><ul class=\"nav\">MENU</ul>%s</body></html>\n", path, title, body)
	}
	post := func(path, title, text string) {
		page(path, title, "<div class=\"article\"><h1>"+title+"</h1><div class=\"info\">发布时间："+day+"</div><div class=\"content\"><p>"+text+
			"</p><p>以上内容如有不明白的地方，请在上班的时候前来当面了解，我们会耐心解释，欢迎大家来访，也欢迎大家把身边的新鲜事、高兴事告诉我们，和亲朋好友一起分享。</p></div></div>")
	}
	for n, answer := range strings.Split(answers, " / ") {
		if answer == "" {
			continue
		}
		if line, ok := strings.CutPrefix(answer, "foot:"); ok {
			foot = `<div class="footer"><p>` + line + "</p></div>"
			continue
		}
		if name, ok := strings.CutPrefix(answer, "["); ok {
			name, count := strings.TrimSuffix(name, "]"), 2
			if of, many, ok := strings.Cut(name, "*"); ok {
				name = of
				fmt.Sscan(many, &count)
			}
			path := fmt.Sprintf("/c%d/", n)
			fmt.Fprintf(&menu, `<li><a href="%s">%s</a></li>`, path, name)
			var rows strings.Builder
			for i := range count {
				row := fmt.Sprintf("%s%d.html", path, i)
				title := fmt.Sprintf("示例县关于第%d号有关事宜的说明", i+1)
				fmt.Fprintf(&rows, `<li><a href="%s">%s</a><span>%s</span></li>`, row, title, day)
				post(row, title, "现就有关事宜说明如下。")
			}
			page(path, name, `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="`+path+`">`+name+`</a></div><div class="main"><h2>`+name+`</h2><ul class="list">`+rows.String()+"</ul></div>")
			continue
		}
		title, text, _ := strings.Cut(answer, "：：")
		path := fmt.Sprintf("/yw/a%d.html", n)
		fmt.Fprintf(&news, `<li><a href="%s">%s</a><span>%s</span></li>`, path, title, day)
		post(path, title, text)
	}
	page("/yw/", "要闻", `<div class="main"><h2>要闻</h2><ul class="list"><li><a href="/yw/x1.html">老街迎来一场春雪</a><span>2026-04-08</span></li><li><a href="/yw/x2.html">梅花山上梅花开</a><span>2026-04-07</span></li>`+news.String()+"</ul></div>")
	for _, c := range [][2]string{{"/ft/", "风土人情"}, {"/ls/", "历史沿革"}, {"/jd/", "名胜古迹"}, {"/mr/", "名人典故"}, {"/tc/", "名优特产"}} {
		page(c[0], c[1], `<div class="main"><p>示例县依山傍水，四季分明，自古就是鱼米之乡，城中有一条老街，街边是百年的老宅，每逢佳节，游人如织，热闹非凡。</p></div>`)
	}
	post("/yw/x1.html", "老街迎来一场春雪", "昨夜一场春雪，老街银装素裹，许多游人前来赏雪。")
	post("/yw/x2.html", "梅花山上梅花开", "梅花山上的梅花开了，红的白的，煞是好看。")
	home := "-- / --\n<html><head><title>示例县人民政府</title></head><body><ul class=\"nav\">MENU</ul><div class=\"main\"><h2>要闻</h2><ul><li><a href=\"/yw/x1.html\">老街迎来一场春雪</a><span>2026-04-08</span></li></ul></div>" + foot + "</body></html>\n"
	return strings.ReplaceAll(home+files.String()+pages, "MENU", plainMenu+menu.String()+more)
}
