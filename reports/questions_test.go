package reports

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// asking is the sample with a duty that no page shows.
func asking(t testing.TB) Report {
	r := sample(t)
	set := r.Sets[0]
	set.Rules = append(set.Rules, &rules.Rule{Pack: "national", ID: "secrecy", Title: "建立保密审查制度", Check: "manual", Points: 2, Remedy: "建立制度。", Due: 20})
	s := r.Results.Sites[1]
	s.Findings = append(s.Findings, rules.Finding{Rule: "national/secrecy", Check: "manual", Outcome: rules.Unknown, Reason: "网站上看不出来，须由人工录入：是否建立了保密审查制度。"})
	s.Scores = []scoring.Score{scoring.Compute(set, s.Findings)}
	return r
}

func exported(t testing.TB, r Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := writeQuestions(&b, r, seen); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAQuestionIsARow(t *testing.T) {
	f := open(t, exported(t, asking(t)))
	rows := table(t, f, askedSheet)
	if len(rows) != 3 {
		t.Fatalf("%d rows, want two doubtful defects and the duty that no page shows", len(rows))
	}
	want := map[string]string{
		"网站": "江州市人民政府", "规则编号": "national/annual-report", "指标": "按期公布年度报告", "条款": "条例/49",
		"依据（文号+条款）": "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：“应当在每年1月31日前”", "检查": "年度报告", "问题类别": rules.CodeMeaning("annual_report", "copied") + "（copied）",
		"对象": "http://www.jiangzhou.gov.cn/nb/1.html", "须决定的情况": "与上年雷同", "程序倾向": "", "把握": "",
		"证据网址": "http://www.jiangzhou.gov.cn/nb/", "证据摘录": "一、总体情况", "抓取时间": "2026-04-10 09:30:00", "已有决定": "",
		"结论": "", "理由": "", "决定人": "", "有效期至": "2027-04-10",
	}
	mark := rows[0]["标识（请勿改动）"]
	delete(rows[0], "标识（请勿改动）")
	if diff := cmp.Diff(want, rows[0]); diff != "" {
		t.Error(diff)
	}
	if len(mark) < 60 || mark == rows[1]["标识（请勿改动）"] {
		t.Errorf("mark %q", mark)
	}
	if got := rows[1]["程序倾向"] + rows[1]["把握"]; got != "不合格70%" {
		t.Errorf("the program's proposal is %q", got)
	}
	if got := rows[2]["检查"] + "：" + rows[2]["须决定的情况"]; got != "人工检查：网站上看不出来，须由人工录入：是否建立了保密审查制度。" {
		t.Errorf("the manual duty reads %q", got)
	}
	if unseen := table(t, f, unseenSheet); len(unseen) != 10 {
		t.Errorf("%d rows of what could not be observed, want those of two sites", len(unseen))
	}
}

func TestQuestionsAreReadyToAnswer(t *testing.T) {
	f := open(t, exported(t, asking(t)))
	lists, err := f.GetDataValidations(askedSheet)
	if err != nil || len(lists) != 2 {
		t.Fatalf("%d validations, %v", len(lists), err)
	}
	if lists[0].Formula1 != `"属实（不合格）,不属实（合格）,不适用,暂缓"` || lists[0].Sqref != "P2:P4" {
		t.Errorf("drop-down: %+v", lists[0])
	}
	// 2026-04-10 is day 46122 of spreadsheets.
	if lists[1].Type != "date" || lists[1].Operator != "greaterThanOrEqual" || lists[1].Formula1 != "46122" || lists[1].Sqref != "S2:S4" {
		t.Errorf("date: %+v", lists[1])
	}
	p, err := f.GetSheetProtection(askedSheet)
	if err != nil || !p.AutoFilter || p.InsertColumns || p.FormatCells {
		t.Errorf("protection %+v, %v", p, err)
	}
	for at, open := range map[string]bool{"I2": false, "O2": false, "P2": true, "Q2": true, "R2": true, "S2": true, "T2": false} {
		id, err := f.GetCellStyle(askedSheet, at)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := style.Protection != nil && !style.Protection.Locked; got != open {
			t.Errorf("%s is open: %t, want %t", at, got, open)
		}
	}
	if visible, err := f.GetColVisible(askedSheet, "T"); err != nil || visible {
		t.Errorf("the mark is shown, %v", err)
	}
	if visible, err := f.GetSheetVisible(originSheet); err != nil || visible {
		t.Errorf("the origin is shown, %v", err)
	}
	if ok, link, err := f.GetCellHyperLink(askedSheet, "H2"); err != nil || !ok || link != "http://www.jiangzhou.gov.cn/nb/1.html" {
		t.Errorf("the subject links to %q, %v", link, err)
	}
	if ok, link, err := f.GetCellHyperLink(askedSheet, "L3"); err != nil || !ok || link != "http://www.jiangzhou.gov.cn/nb/" {
		t.Errorf("the evidence links to %q, %v", link, err)
	}
}

func TestWhatWasDecidedIsShownToTheNext(t *testing.T) {
	r := asking(t)
	said := &rules.Verdict{Outcome: rules.Pass, By: "张三", At: seen, Reason: "已核对", Until: "2026-12-31"}
	r.Results.Sites[1].Findings[1].Defects[0].Decided = said
	r.Results.Sites[1].Findings[5].Decided = &rules.Verdict{By: "李四", Lapsed: "李四 于 2025-01-01 作出的决定已失效"}
	rows := table(t, open(t, exported(t, r)), askedSheet)
	if got := rows[1]["已有决定"]; got != "不属实（合格）：张三，2026-04-10 决定，有效期至 2026-12-31。理由：已核对" {
		t.Errorf("%q", got)
	}
	if got := rows[2]["已有决定"]; got != "李四 于 2025-01-01 作出的决定已失效" {
		t.Errorf("%q", got)
	}
}

func TestNoQuestionIsAFormula(t *testing.T) {
	f := open(t, exported(t, hostile(t)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for k := range row {
				at, _ := excelize.CoordinatesToCellName(k+1, i+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, at, formula)
				}
				if ok, link, _ := f.GetCellHyperLink(sheet, at); ok && (!strings.HasPrefix(link, "http") || len(link) > 2079) {
					t.Errorf("%s!%s links to %.60q", sheet, at, link)
				}
			}
		}
	}
}

// decidedSample is the sample after people decided: one doubt is so, one is not, and
// the duty that no page shows is not met.
func decidedSample(t testing.TB) Report {
	r := asking(t)
	verdict := func(o rules.Outcome) *rules.Verdict {
		return &rules.Verdict{Outcome: o, By: "张三", At: seen, Reason: "已核对原文", Until: "2026-12-31"}
	}
	s := r.Results.Sites[1]
	s.Findings[0].Defects[2].Decided, s.Findings[0].Decided = verdict(rules.Fail), verdict(rules.Fail)
	s.Findings[1].Defects[0].Decided, s.Findings[1].Decided = verdict(rules.Pass), verdict(rules.Pass)
	s.Findings[5].Decided = verdict(rules.Fail)
	s.Scores = []scoring.Score{scoring.Compute(r.Sets[0], s.Findings)}
	return r
}

// The annual report loses 3 + 4 for certain and its last 3 points to the copied part
// (price 4, but the rule has 10); the guide's doubt is cleared; the duty costs 2.
func TestReportsShowBothScores(t *testing.T) {
	files := written(t, decidedSample(t))
	if line := "97,87,97,104,优秀,,"; !bytes.Contains(files["summary.csv"], []byte(line)) {
		t.Errorf("summary.csv has lost the raw score %s\n%s", line, files["summary.csv"])
	}
	if line := ",92,92,92,优秀,\r\n"; !bytes.Contains(files["summary.csv"], []byte(line)) {
		t.Errorf("summary.csv has no decided score %s\n%s", line, files["summary.csv"])
	}
	page := string(files["sites/jiangzhou.html"])
	for _, want := range []string{"<b>97</b> 分", "计入人工决定后：</strong><b>92</b> 分，优秀", "属实（不合格）：张三，2026-04-10 决定，有效期至 2026-12-31。理由：已核对原文",
		"决定后为通过（张三，最近一次 2026-04-10）：已核对原文", "决定后扣 2 分", "决定后扣 10 分"} {
		if !strings.Contains(page, want) {
			t.Errorf("the site's page does not say %q", want)
		}
	}
	if page := string(files["report.html"]); !strings.Contains(page, `data-label="计入人工决定后"><b>92</b> 优秀`) {
		t.Error("report.html has no decided score")
	}
	for name, b := range written(t, sample(t)) {
		if strings.HasSuffix(name, ".html") && bytes.Contains(b, []byte("人工决定")) {
			t.Errorf("%s speaks of decisions where nobody decided", name)
		}
	}
}

// Too little is decided of a site that did not open to name a number, also then.
func TestAnUndecidedSiteIsGivenNoNumber(t *testing.T) {
	r := asking(t)
	s := r.Results.Sites[3]
	s.Findings[1].Decided = &rules.Verdict{Outcome: rules.Fail, By: "张三", At: seen, Reason: "已核对", Until: "2026-12-31"}
	s.Scores = []scoring.Score{scoring.Compute(r.Sets[0], s.Findings)}
	page := string(written(t, r)["sites/yunling.html"])
	if want := "计入人工决定后：</strong>未评定，区间 "; !strings.Contains(page, want) {
		t.Errorf("the page does not say %q", want)
	}
}

func TestRectificationFollowsDecisions(t *testing.T) {
	f := open(t, written(t, decidedSample(t))["rectification/江州市人民政府办公室.xlsx"])
	var got [][2]string
	for _, row := range table(t, f, mendSheet) {
		got = append(got, [2]string{row["规则编号"] + " " + row["问题描述"], row["扣分"]})
	}
	note := "（人工决定：属实（不合格）：张三，2026-04-10 决定，有效期至 2026-12-31。理由：已核对原文）"
	want := [][2]string{
		{"national/annual-report 年度报告于 2026-04-13 公布，晚于期限", "3"},
		{"national/annual-report 缺第六部分", "4"},
		{"national/annual-report 与上年雷同" + note, "3"},
		{"national/secrecy 网站上看不出来，须由人工录入：是否建立了保密审查制度。" + note, "2"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if left := table(t, f, reviewSheet); len(left) != 0 {
		t.Errorf("still to verify: %v", left)
	}
}

func TestADecidedRunFollowsTheSchema(t *testing.T) {
	r := decidedSample(t)
	r.Results.Sites[1].Findings[2].Decided = &rules.Verdict{By: "张三", At: seen, Until: "2026-01-01", Lapsed: "已过"}
	validate(t, written(t, r)["results.json"])
}

func TestTheSameQuestionsGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(exported(t, asking(t)), exported(t, asking(t))) {
		t.Error("two exports differ")
	}
}

func TestAFileOfQuestionsIsReplacedWhole(t *testing.T) {
	path := t.TempDir() + "/deep/review.xlsx"
	n, err := WriteQuestions(path, asking(t), seen.Add(time.Hour))
	if err != nil || n.Asked != 3 || n.Unseen != 10 || n.Cut != 0 {
		t.Errorf("%+v, %v", n, err)
	}
}
