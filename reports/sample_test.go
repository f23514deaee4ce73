package reports

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
	"github.com/govaudit/govaudit/site"
)

const sum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

// seen is 09:30 in Beijing.
var seen = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)

func shipped(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Load(os.DirFS("../configs/calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sampleSet is a small pack with every kind of rule: priced by code, priced whole,
// a veto, a bonus and advice.
func sampleSet() *rules.Set {
	basis := []rules.Basis{{Document: "条例", Item: "第四十九条", Quote: "应当在每年1月31日前", Status: rules.Read}}
	return &rules.Set{
		ID: "national", Title: "全国通用", Version: "2026.1",
		Documents: map[string]rules.Document{"条例": {Title: "中华人民共和国政府信息公开条例", Number: "国务院令第711号"}},
		Scoring: rules.Scoring{Model: "deduction", Max: 100, PassFrom: 60, Failed: "不合格", BonusMax: 10, BonusAbove: 80,
			Grades: []rules.Grade{{Name: "优秀", From: 90}, {Name: "合格", From: 60}}},
		Rules: []*rules.Rule{
			{Pack: "national", ID: "annual-report", Title: "按期公布年度报告", Check: "annual_report", Basis: basis, Points: 10,
				Deduct: map[string]float64{"late": 3, "default": 4}, Remedy: "补齐后重新公布。", Due: 15,
				Examples: []rules.Example{{Defect: "四月才公布", Fine: "一月三十日公布"}}},
			{Pack: "national", ID: "guide", Title: "公布公开指南", Check: "column", Basis: basis, Points: 5, Remedy: "编制并公布指南。"},
			{Pack: "national", ID: "opens", Title: "网站可以访问", Check: "availability", Basis: basis, Points: 60, Veto: true, Remedy: "恢复访问。"},
			{Pack: "national", ID: "ipv6", Title: "支持 IPv6", Check: "ipv6", Basis: basis, Points: 4, Bonus: true, Remedy: "改造。"},
			{Pack: "national", ID: "county-only", Title: "县级专项", Check: "column", Basis: basis, Remedy: "设立。"},
		},
	}
}

func evidenceOf(quote string) []rules.Evidence {
	return []rules.Evidence{{URL: "http://www.jiangzhou.gov.cn/nb/", Seen: seen, Quote: quote, SHA256: sum}}
}

func failing(code, subject, message string) rules.Defect {
	return rules.Defect{Code: code, Outcome: rules.Fail, Subject: subject, Message: message, Evidence: evidenceOf("2026-04-13")}
}

// sample is a run over four sites: one with defects, one seen in part, one that
// never answered, one below a veto.
func sample(t testing.TB) Report {
	t.Helper()
	set := sampleSet()
	all := func(o rules.Outcome, reason string) []rules.Finding {
		var out []rules.Finding
		for _, r := range set.Rules {
			out = append(out, rules.Finding{Rule: r.FullID(), Check: r.Check, Outcome: o, Reason: reason})
		}
		return out
	}
	jiangzhou := all(rules.Pass, "已看到")
	jiangzhou[0] = rules.Finding{Rule: "national/annual-report", Check: "annual_report", Clauses: []string{"条例/49"}, Outcome: rules.Fail, Confidence: 1, Reason: "报告晚于期限。",
		Defects: []rules.Defect{
			failing("late", "http://www.jiangzhou.gov.cn/nb/1.html", "年度报告于 2026-04-13 公布，晚于期限"),
			failing("part_missing", "http://www.jiangzhou.gov.cn/nb/1.html", "缺第六部分"),
			{Code: "copied", Outcome: rules.Review, Subject: "http://www.jiangzhou.gov.cn/nb/1.html", Message: "与上年雷同", Evidence: evidenceOf("一、总体情况")},
		}}
	jiangzhou[1] = rules.Finding{Rule: "national/guide", Check: "column", Outcome: rules.Review, Proposed: rules.Fail, Confidence: 0.7, Reason: "栏目名不明确。",
		Defects: []rules.Defect{{Code: "missing", Outcome: rules.Review, Subject: "公开指南", Message: "未见指南", Evidence: evidenceOf("政务公开")}}}
	jiangzhou[4].Outcome = rules.Exempt
	vetoed := all(rules.Pass, "已看到")
	vetoed[2] = rules.Finding{Rule: "national/opens", Check: "availability", Outcome: rules.Fail, Reason: "多次打不开",
		Defects: []rules.Defect{failing("unreachable", "www.gujiang.gov.cn", "首页打不开")}}
	sites := []*audit.Site{
		{ID: "gujiang", Name: "古江县人民政府", URL: "http://www.gujiang.gov.cn/", Level: site.County, Department: "古江县人民政府办公室", State: audit.Audited,
			Crawl: audit.Crawl{Pages: 80, Complete: true}, Findings: vetoed},
		{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市人民政府办公室", Code: "5401000001", State: audit.Audited,
			Crawl: audit.Crawl{Pages: 812, Failed: 3, Complete: true}, Findings: jiangzhou,
			Coverage: &audit.Coverage{Discovered: 840, Fetched: 812, Requests: 901, Foreign: 77, Skipped: []audit.Count{{What: "depth", N: 25}}, Failed: []audit.Count{{What: "gone", N: 2}, {What: "timeout", N: 1}},
				Missed: []audit.Miss{{URL: "http://www.jiangzhou.gov.cn/dp/", Failure: site.FailTimeout, Name: "城市运行大屏", From: "http://www.jiangzhou.gov.cn/"}, {URL: "http://www.jiangzhou.gov.cn/old.html", Failure: site.FailGone, Status: 404}},
				Columns: []audit.Branch{
					{Name: "政府信息公开", URL: "http://www.jiangzhou.gov.cn/xxgk/", Level: 1, Lists: 1},
					{Name: "政策文件", URL: "http://www.jiangzhou.gov.cn/xxgk/zcwj/", Level: 2, Lists: 3, Rows: 45, Seen: 41, Failed: 4, Newest: calendar.MustDay(2026, 4, 2)}},
				More: 6, Before: &audit.Earlier{Finished: seen.Add(-48 * time.Hour), Pages: 1300, Complete: true}, Alert: "这次只看到 812 个网页，比上一次（1300 个）少 37%"}},
		{ID: "nanping", Name: "南坪镇人民政府", URL: "http://www.nanping.gov.cn/", Level: site.Town, State: audit.Partial,
			Crawl: audit.Crawl{Pages: 3000, Stopped: "达到页数上限 3000"}, Findings: all(rules.Unknown, "抓取不完整")},
		{ID: "yunling", Name: "云岭省人民政府", URL: "http://www.yunling.gov.cn/", Level: site.Province, Department: "云岭省人民政府办公厅", State: audit.Unreachable,
			Crawl: audit.Crawl{Failed: 1, Stopped: "首页没有打开"}, Findings: all(rules.Unknown, "网站没有打开")},
	}
	for _, s := range sites {
		s.Scores = []scoring.Score{scoring.Compute(set, s.Findings)}
	}
	return Report{
		Results: audit.Results{Schema: audit.ResultsSchema, Sites: sites, Run: audit.Run{
			ID: "20260410-1", AsOf: time.Date(2026, 4, 10, 0, 0, 0, 0, beijing), Started: seen, Finished: seen.Add(time.Minute), Program: "govaudit 0.1",
			Packs: []audit.PackRef{{ID: "national", Version: "2026.1", SHA256: sum}}}},
		Sets: []*rules.Set{set}, Calendar: shipped(t), Zone: beijing,
	}
}

// attacks are texts a page could contain to get at who reads a report.
var attacks = []string{
	`<script>alert(1)</script>`, `</title></style></textarea><img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' onmouseover='alert(1)`,
	`=HYPERLINK("http://evil.example/","点我")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "=1\x00+1", "{{.Run}}", "<!--", "]]>",
	"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "http://a.example/\"onclick=alert(1)", "vbscript:x", "http://user:pass@evil.example/",
	"\u202Egnp.exe\u202C", "零\u200B宽\uFEFF", "\x00\x1b[31m控制\x07", "\xff\xfe坏", "../../etc/passwd", `C:\con`, strings.Repeat("长", 40_000), "http://a.example/" + strings.Repeat("x", 5000), "",
}

// hostile is a run whose every outside text is an attack, one site per attack.
func hostile(t testing.TB) Report {
	t.Helper()
	r := sample(t)
	var sites []*audit.Site
	for i, x := range attacks {
		f := []rules.Finding{
			{Rule: "national/guide", Check: "column", Clauses: []string{x}, Outcome: rules.Fail, Confidence: 1, Reason: x,
				Defects: []rules.Defect{{Code: "missing", Outcome: rules.Fail, Subject: x, Message: x, Evidence: []rules.Evidence{{URL: x, Seen: seen, Quote: x, SHA256: sum}}}}},
			{Rule: "national/annual-report", Check: "annual_report", Outcome: rules.Review, Proposed: rules.Fail, Confidence: 0.5, Reason: x,
				Defects: []rules.Defect{{Code: "copied", Outcome: rules.Review, Subject: x, Message: x, Evidence: []rules.Evidence{{URL: x, Seen: seen, Quote: x}}}}},
			{Rule: "gone/" + x + ".", Check: x, Outcome: rules.Pass, Reason: x, Seen: []rules.Evidence{{URL: x, Seen: seen, Quote: x, SHA256: sum}}},
			{Rule: "national/ipv6", Check: "ipv6", Outcome: rules.Unknown, Reason: x},
			{Rule: "national/county-only", Check: "column", Outcome: rules.Exempt, Reason: x},
		}
		said := &rules.Verdict{Outcome: rules.Fail, By: x, At: seen, Reason: x, Until: "2026-12-31"}
		f[1].Decided, f[1].Defects[0].Decided = said, said
		f[3].Decided = &rules.Verdict{By: x, At: seen, Reason: x, Until: "2026-12-31", Lapsed: x}
		s := &audit.Site{ID: fmt.Sprintf("site-%02d", i), Name: x, URL: x, Level: site.City, Department: x, Code: x, State: audit.Partial, Crawl: audit.Crawl{Pages: 1, Stopped: x}, Findings: f,
			Coverage: &audit.Coverage{Discovered: 1, Fetched: 1, Skipped: []audit.Count{{What: x, N: 1}}, Failed: []audit.Count{{What: x, N: 1}},
				Missed:  []audit.Miss{{URL: x, Failure: site.Failure(x), Name: x, From: x}},
				Columns: []audit.Branch{{Name: x, URL: x, Level: 99, Failure: site.Failure(x)}}, Alert: x}}
		s.Scores = []scoring.Score{scoring.Compute(r.Sets[0], f)}
		s.Scores[0].Grade = x
		s.Scores[0].Lines = append(s.Scores[0].Lines, scoring.Line{Title: x, Lost: 0.5, Max: 1})
		sites = append(sites, s)
	}
	r.Results.Sites = sites
	return r
}

// written writes the report and returns every file by its path below the folder.
func written(t testing.TB, r Report) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	files, err := Write(filepath.Join(dir, "out"), r)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(filepath.Join(dir, "out"), path)
		out[filepath.ToSlash(rel)] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(files) {
		t.Errorf("%d files in the folder, %d reported", len(out), len(files))
	}
	return out
}
