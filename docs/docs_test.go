// Package docs holds the documents for people; its tests keep them true.
package docs

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/internal/sitetest"
	"github.com/govaudit/govaudit/rules"
)

var update = flag.Bool("update", false, "write rules.zh.md anew from the built-in packs; read the difference")

func builtin(t *testing.T) *rules.Library {
	t.Helper()
	lib, err := rules.NewLibrary(configs.Packs())
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// TestRulesPagesAreFresh compares rules.zh.md, the page of each pack and
// coverage.zh.md with what the program says of its rules.
func TestRulesPagesAreFresh(t *testing.T) {
	pages, err := rulesPages(builtin(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		holds(t, name, pages[name])
	}
	have, err := filepath.Glob("rules/*.zh.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range have {
		if _, ok := pages[filepath.ToSlash(name)]; !ok {
			t.Errorf("docs/%s belongs to no pack: delete it", name)
		}
	}
}

// holds compares a page with what it should be, or writes it.
func holds(t *testing.T, name string, want []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("docs/%s is not what the packs say; run go test ./docs -update (-want +got):\n%s", name, diff)
	}
}

// TestConditionsPageIsFresh compares conditions.zh.md with the names that
// conditions may really use.
func TestConditionsPageIsFresh(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(conditionsHead)
	if err := condition.WriteVocabulary(&b); err != nil {
		t.Fatal(err)
	}
	holds(t, "conditions.zh.md", b.Bytes())
}

const conditionsHead = `# 条件里可用的名称

不写 Go 也能写一项新检查：规则写 ` + "`check: expression`" + `，用 CEL（一种只能计算、不能循环不休也不能访问外部的表达式语言）写出应当成立的条件；
任何规则还可以用 ` + "`when`" + ` 写一个适用条件（只能用 ` + "`site`" + `），不成立时该规则不适用。写错名称、类型不合，` + "`govaudit rules check`" + ` 会指出行列。

` + "```yaml" + `
- id: pdf-beside-rules
  title: 规范性文件提供 PDF 版本
  check: expression
  basis: [{document: 示例要点, item: 三（二）, status: 读}]
  points: 2
  deduct: {default: 0.5}
  remedy: 在文件页附上 PDF 版本。
  when: site.level in ["city", "county"]
  with:
    over: documents            # site、columns、documents、pages；默认 site
    where: doc.number.contains("规") && doc.published >= "2026-01-01"
    expect: doc.attachments.exists(a, a.contains_any([".pdf", "PDF"]))
    message: 规范性文件没有 PDF 版本
` + "```" + `

| 设置 | 含义 |
|---|---|
| ` + "`over`" + ` | 对什么逐个判断 |
| ` + "`where`" + ` | 只看其中符合这个条件的；不写为全部 |
| ` + "`expect`" + ` | 应当成立的条件；不成立即为问题（代码 violated） |
| ` + "`message`" + ` | 问题的说明 |
| ` + "`any`" + ` | 只要有一个成立即可；一个也没有时是整个站点的问题 |
| ` + "`partial`" + ` | 网站没有看完也照样判断（条件与没看到的页面无关时才写） |

一次计算有工作量上限，超过上限、字典里没有的键、读不出的日期，都记为未知，不会算作问题。要由人来定的，照常写 ` + "`review: [violated]`" + `。
`

const generated = "本页由 `go test ./docs -update` 从内置规则包生成，请勿手改。\n\n"

// rulesPages writes the list of packs, a page of rules for each, and which rule
// covers which duty.
func rulesPages(lib *rules.Library) (map[string][]byte, error) {
	sets, err := lib.Sets(lib.Builtin()...)
	if err != nil {
		return nil, err
	}
	sets = rules.BasesFirst(sets)
	out := map[string][]byte{}
	var index bytes.Buffer
	index.WriteString("# 内置规则\n\n" + generated +
		"`govaudit rules list 规则包`、`govaudit rules show 规则`、`govaudit rules coverage` 显示同样的内容。\n\n" +
		"核实等级：【读】读到原文；【节】据节选或官方引文；【测】据真实网页量测；【转】二手转述；【忆】凭记忆。后两种不计分。\n\n" +
		"其余各包都在全国通用规则上增改，没有提到的规则照旧。五份文件的 621 条要求由哪条规则覆盖，见 [coverage.zh.md](coverage.zh.md)。\n\n" +
		"| 规则包 | 标题 | 版本 | 自有规则 | 说明 |\n|---|---|---|---|---|\n")
	for _, s := range sets {
		page, n, err := packPage(s, sets)
		if err != nil {
			return nil, err
		}
		name := "rules/" + s.ID + ".zh.md"
		out[name] = page
		fmt.Fprintf(&index, "| [`%s`](%s) | %s | %s | %d | %s |\n", s.ID, name, s.Title, s.Version, n, strings.ReplaceAll(s.Note, "\n", " "))
	}
	out["rules.zh.md"] = index.Bytes()
	out["coverage.zh.md"], err = coveragePage(sets)
	return out, err
}

// packPage explains the rules that a pack has of its own, and counts them.
func packPage(s *rules.Set, sets []*rules.Set) ([]byte, int, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# `%s`：%s\n\n%s", s.ID, s.Title, generated)
	if s.Note != "" {
		fmt.Fprintf(&b, "%s\n\n", s.Note)
	}
	n := 0
	for _, r := range s.Rules {
		if r.Pack != s.ID {
			continue
		}
		n++
		fmt.Fprintf(&b, "## %s\n\n```text\n", r.FullID())
		if err := rules.Show(&b, r.FullID(), sets...); err != nil {
			return nil, 0, err
		}
		b.WriteString("```\n\n")
	}
	return bytes.TrimRight(b.Bytes(), "\n"), n, nil
}

func coveragePage(sets []*rules.Set) ([]byte, error) {
	lists, err := rules.Duties(configs.Duties())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("# 要求与规则对照\n\n" + generated + "```text\n")
	if err := rules.Cover(lists, sets...).Write(&b, true); err != nil {
		return nil, err
	}
	b.WriteString("```\n")
	return b.Bytes(), nil
}

// city is a small portal whose menu has extra; files follow.
func city(extra, files string) string {
	return `-- snapshot.json --
{"target": {"id": "shi", "name": "示例市人民政府", "url": "http://www.shi.gov.cn/", "level": "city"}}
-- / --
<html><head><title>示例市人民政府</title></head><body><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li>` + extra + `</ul>
<div class="main"><p>示例市人民政府门户网站，欢迎广大市民查阅政府信息、办理政务服务、提出意见和建议。</p></div></body></html>
-- /zwgk/ --
<html><head><title>政务公开</title></head><body><h1>政务公开</h1><p>本栏目公开示例市人民政府的各类政府信息，方便公众查阅。</p></body></html>
-- /zwfw/ --
<html><head><title>政务服务</title></head><body><h1>政务服务</h1><p>市政务服务中心地址：示例市人民路1号，工作日上午八点半至下午五点半办理各类事项。</p></body></html>
-- /hdjl/ --
<html><head><title>互动交流</title></head><body><h1>互动交流</h1><p>欢迎通过市长信箱反映问题、提出建议，我们将在五个工作日内予以答复。</p></body></html>
` + files
}

const (
	entry  = `<li><a href="/wd/">你问我答</a></li>`
	fresh  = `<li><a href="/wd/1.html">灵活就业人员怎样参加职工养老保险？</a><span>2026-02-10</span></li>`
	old    = `<li><a href="/wd/1.html">灵活就业人员怎样参加职工养老保险？</a><span>2026-01-09</span></li>`
	answer = "-- /wd/1.html --\n<html><head><title>灵活就业人员怎样参加职工养老保险？</title></head><body><h1>灵活就业人员怎样参加职工养老保险？</h1><p>可以持身份证到户籍所在地或者就业地的社会保险经办机构办理，也可以在网上办理。</p></body></html>\n"
)

func questions(rows string) string {
	return "-- /wd/ --\n<html><head><title>你问我答</title></head><body><h1>你问我答</h1><ul class=\"list\">" + rows + "</ul></body></html>\n" + answer
}

// TestExamplePack judges by examples/my-city.yaml, the pack that CONTRIBUTING.md
// explains. The day of judgement is 2026-04-10; three months before is 2026-01-10.
func TestExamplePack(t *testing.T) {
	sets, err := builtin(t).Sets("examples/my-city.yaml")
	if err != nil {
		t.Fatal(err)
	}
	notices := sets[0].Rule("my-city/notices")
	if notices == nil || sets[0].Rule("national/notices") != nil {
		t.Fatal("the patch did not replace national/notices by my-city/notices")
	}
	if notices.Points != 2 || notices.With.Child("max_age").Text() != "3 months" || len(notices.With.Child("names").Items()) < 10 {
		t.Errorf("the patched rule is %+v: want the new period over the inherited points and names", notices)
	}
	if sets[0].Rule("national/guide") == nil {
		t.Error("an inherited rule is gone")
	}
	tests := []struct{ name, site, want string }{
		{"a column under an accepted name with a fresh row", city(entry, questions(fresh)), "pass"},
		{"a row three months and a day old", city(entry, questions(old)), "fail stale"},
		{"no such column on a site seen whole", city("", ""), "fail missing"},
		{"a column that does not answer", city(entry, "-- /wd/ --\nFailure: timeout\n\n"), "unknown"},
		{"a near name is for a person", city(`<li><a href="/zx/">政策咨询</a></li>`, strings.NewReplacer("/wd/", "/zx/", "你问我答", "政策咨询").Replace(questions(fresh))), "review missing"},
		{"a department is not asked", strings.Replace(city("", ""), `"city"`, `"department", "of": "city"`, 1), "exempt"},
		{"before the document is in force", strings.Replace(city("", ""), `{"target"`, `{"as_of": "2026-02-28", "target"`, 1), "exempt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sitetest.Load(t, tt.site)
			c := &rules.Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}
			for _, f := range rules.Judge(c, sets...) {
				if f.Rule != "my-city/policy-qa" {
					continue
				}
				got := string(f.Outcome)
				for _, d := range f.Defects {
					got += " " + d.Code
				}
				if got != tt.want {
					t.Errorf("got %s, want %s: %s %+v", got, tt.want, f.Reason, f.Defects)
				}
				return
			}
			t.Error("the rule was not judged")
		})
	}
}
