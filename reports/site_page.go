package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// siteView is a page about one site.
type siteView struct {
	Site     *audit.Site
	Coverage string // how far could be looked, and what that means
	Counts   tally
	Scores   []scoreView
	Groups   []groupView
	Workbook string // the department's list, from here
}

// scoreView is one pack's score and how it came about.
type scoreView struct {
	scoring.Score
	Title  string
	Open   bool // undecided rules may change it
	Given  bool // enough was decided to name a number
	Vetoes []string
	Chart  *chart
	Quiet  int // lines that cost nothing
	// Barred are the vetoes that stand once people have decided.
	Barred []string
}

// groupView holds the findings of one outcome.
type groupView struct {
	Outcome  rules.Outcome
	Title    string
	Note     string
	Findings []findingView
}

// findingView is one finding in words.
type findingView struct {
	ID       string
	Outcome  rules.Outcome
	Title    string
	Rule     string
	Check    string
	Cost     string // 扣 3 分（最多扣 5 分）
	Because  string // the first thing wrong, in words
	Veto     bool
	Method   string // what was looked for and where
	Reason   string
	Decided  string // what people decided
	Proposed string
	Examined int
	Open     bool
	Basis    []authority
	Examples []rules.Example
	Remedy   string
	Note     string // of the rule, for the evaluator
	// Unverified tells of a figure that is only remembered and costs nothing.
	Unverified string
	Due        string
	Defects    []defectView
	Cut        int // defects not shown
	Seen       []evidenceView
}

type defectView struct {
	Outcome  rules.Outcome
	Means    string
	Message  string
	Subject  string
	Decided  string
	Evidence []evidenceView
	Cut      int
}

type evidenceView struct {
	URL, Seen, Quote, Hash string
}

// The page shows so many defects of a finding, and pieces of evidence of a
// defect; the workbook and results.json have all.
const (
	mostDefects  = 50
	mostEvidence = 6
)

func (r *Report) siteView(b book, s *audit.Site, workbook string) siteView {
	v := siteView{Site: s, Counts: tally{}, Coverage: coverage(s), Workbook: workbook}
	for i, c := range s.Scores {
		sv := scoreView{Score: c, Title: b.packTitle(c.Pack), Open: c.Low != c.High, Given: given(c), Chart: waterfall(fmt.Sprint("waterfall-", i), c)}
		for _, id := range c.Vetoes {
			sv.Vetoes = append(sv.Vetoes, b.title(id))
		}
		if c.Decided != nil {
			for _, id := range c.Decided.Vetoes {
				sv.Barred = append(sv.Barred, b.title(id))
			}
		}
		for _, l := range c.Lines {
			if l.Lost == 0 {
				sv.Quiet++
			}
		}
		v.Scores = append(v.Scores, sv)
	}
	v.Groups = []groupView{
		{Outcome: rules.Fail, Title: "不合格（确定）", Note: "证据确凿，可以直接用于通报和整改。"},
		{Outcome: rules.Review, Title: "待人工核实", Note: "已收集证据，须由人判断；核实之前不扣分。"},
		{Outcome: rules.Unknown, Title: "未能观察", Note: "这次没有看到足以判断的情况，不等于有问题，不扣分。"},
		{Outcome: rules.Pass, Title: "通过", Note: "看到了要求的内容。"},
		{Outcome: rules.Exempt, Title: "不适用", Note: "这些要求不约束本网站。"},
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		v.Counts[f.Outcome]++
		at := slices.IndexFunc(v.Groups, func(g groupView) bool { return g.Outcome == f.Outcome })
		if at >= 0 {
			v.Groups[at].Findings = append(v.Groups[at].Findings, r.findingView(b, f, fmt.Sprint("f", i+1)))
		}
	}
	return v
}

// given reports that the points mean something. Where too little was decided to
// grade a site, a large number would read as praise for what nobody saw.
func given(c scoring.Score) bool { return c.Grade != scoring.Undetermined }

// lostWords writes a step of the score: what was lost, or gained.
func lostWords(f float64) string {
	if f < 0 {
		return "加 " + points(-f)
	}
	return points(f)
}

// coverage explains in a sentence how far the site could be looked at.
func coverage(s *audit.Site) string {
	switch s.State {
	case audit.Unreachable:
		return "检查期间首页始终没有打开。可能是网站故障，也可能是网络不通，仅凭一次检查不能断定；除打不开这一事实本身外，其余项目都没有看到，一律记为“未能观察”，不扣分，也不参加排名。"
	case audit.Partial:
		return "只看了网站的一部分（" + cmp.Or(clip(clean(s.Crawl.Stopped), 200), "抓取未完成") + "）。没有看到的内容不作“缺失”认定，有关项目记为“未能观察”或“待人工核实”，不扣分。"
	}
	if !s.Crawl.Complete {
		return "抓取未覆盖网站的全部页面（" + cmp.Or(clip(clean(s.Crawl.Stopped), 200), "原因未记录") + "）。"
	}
	return "网站上能够到达的页面都已看过，“没有找到”即可认定为没有。"
}

func (r *Report) findingView(b book, f *rules.Finding, id string) findingView {
	v := findingView{ID: id, Outcome: f.Outcome, Title: b.title(f.Rule), Rule: f.Rule, Check: checkWord(f.Check), Cost: costWords(f, b.rules[f.Rule]),
		Reason: f.Reason, Examined: f.Examined, Open: f.Open, Basis: b.basis(f.Rule)}
	if f.Outcome == rules.Review && f.Proposed != "" {
		v.Proposed = proposalWord(f.Proposed)
		if f.Confidence > 0 {
			v.Proposed += fmt.Sprintf("（把握约 %.0f%%）", f.Confidence*100)
		}
	}
	if of := b.rules[f.Rule]; of.Rule != nil {
		v.Veto, v.Examples, v.Method, v.Note = of.Veto, of.Examples, of.Describe(), of.Note
		if of.Unverified > 0 {
			v.Unverified = fmt.Sprintf("原指标据回忆为 %g 分，未核实，不扣", of.Unverified)
		}
	}
	if f.Outcome == rules.Fail || f.Outcome == rules.Review {
		v.Remedy = b.remedy(f.Rule)
	}
	if f.Outcome == rules.Fail {
		days := b.due(f.Rule)
		last, note := r.deadline(calendar.DayOf(r.Results.Run.AsOf, r.Zone), days)
		v.Due = fmt.Sprintf("不晚于 %s（%d 个工作日）", last, days)
		if note != "" {
			v.Due = fmt.Sprintf("不晚于 %s（%d 个工作日，%s）", last, days, note)
		}
	}
	v.Because = because(f)
	v.Decided = findingWords(f, r.Zone)
	shown := f.Defects[:min(len(f.Defects), mostDefects)]
	v.Cut = len(f.Defects) - len(shown)
	for _, d := range shown {
		v.Defects = append(v.Defects, r.defectView(f.Check, d))
	}
	v.Seen, _ = r.evidence(f.Seen)
	return v
}

// because names what the points were lost for.
func because(f *rules.Finding) string {
	if f.Lost <= 0 {
		return ""
	}
	first, certain := "", 0
	for _, d := range f.Defects {
		if d.Outcome != rules.Fail {
			continue
		}
		if certain++; certain == 1 {
			first = cmp.Or(clean(d.Message), rules.CodeMeaning(f.Check, d.Code))
		}
	}
	first = strings.TrimRight(clip(first, 120), "。；")
	if certain > 1 && first != "" {
		first += fmt.Sprintf("，等共 %d 处", certain)
	}
	return first
}

func (r *Report) defectView(check string, d rules.Defect) defectView {
	v := defectView{Outcome: d.Outcome, Means: cmp.Or(rules.CodeMeaning(check, d.Code), clean(d.Code)), Message: d.Message, Subject: d.Subject, Decided: verdictWords(d.Decided, r.Zone)}
	v.Evidence, v.Cut = r.evidence(d.Evidence)
	return v
}

func (r *Report) evidence(list []rules.Evidence) ([]evidenceView, int) {
	shown := list[:min(len(list), mostEvidence)]
	var out []evidenceView
	for _, e := range shown {
		out = append(out, evidenceView{URL: e.URL, Seen: moment(e.Seen, r.Zone), Quote: e.Quote, Hash: e.SHA256})
	}
	return out, len(list) - len(shown)
}

// costWords says what a finding costs now, or may yet.
func costWords(f *rules.Finding, of rule) string {
	if of.Rule != nil && of.Bonus {
		return bonusWords(f)
	}
	switch {
	case f.Outcome == rules.Exempt:
		return "不计分"
	case f.Lost > 0:
		return fmt.Sprintf("扣 %s 分（最多扣 %s 分）", points(f.Lost), points(f.Max))
	case f.Max == 0 && of.Rule != nil && of.Veto:
		return "一项即不合格，不另扣分"
	case f.Max == 0:
		return "提示项，不计分"
	case f.Outcome == rules.Review || f.Outcome == rules.Unknown:
		return fmt.Sprintf("暂不扣分（涉及 %s 分）", points(f.Max))
	case f.Outcome == rules.Fail:
		return fmt.Sprintf("未扣分（最多 %s 分）", points(f.Max))
	}
	return fmt.Sprintf("未扣分（%s 分）", points(f.Max))
}

// bonusWords says what a bonus rule earned.
func bonusWords(f *rules.Finding) string {
	switch {
	case f.Lost < 0:
		return fmt.Sprintf("加 %s 分", points(-f.Lost))
	case f.Outcome == rules.Review || f.Outcome == rules.Unknown:
		return fmt.Sprintf("加分项，暂不加分（最多加 %s 分）", points(f.Max))
	}
	return "加分项，未加分"
}
