package rules

import (
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
)

// interpretation judges whether policy documents have their interpretations
// (政策解读): there at all, linked from the document and back to it, published in
// time, with the elements asked for, not copied from the document, and in more
// than text (regulations.md §6.3 JD-01 to JD-05).
//
//	check: interpretation
//	with:
//	  codes: [late]
//	  max_gap: 5
//	  hint_gap: 3
type interpretation struct {
	policyScope `yaml:",inline"`
	// Codes are the defects this rule looks for; empty: all.
	Codes []string `yaml:"codes"`
	// Since is the first day of publication from which a document needs one.
	Since calendar.Day `yaml:"since"`
	// MaxGap is the number of working days between the publication of a document
	// and of its interpretation above which it is late for certain; HintGap the
	// number above which a person decides.
	MaxGap  int `yaml:"max_gap"`
	HintGap int `yaml:"hint_gap"`
	// Elements are the parts an interpretation must have, each a group of words of
	// which one must occur.
	Elements []elementGroup `yaml:"elements"`
	// MinText is the number of characters below which a text is too short to be
	// judged for its elements.
	MinText int `yaml:"min_text"`
	// CopiedFail and CopiedReview are the shares of an interpretation's text found
	// word for word in the document, from which it is copied, or may be.
	CopiedFail   float64 `yaml:"copied_fail"`
	CopiedReview float64 `yaml:"copied_review"`
	// MinCopied is the number of characters an interpretation must have to be
	// compared.
	MinCopied int `yaml:"min_copied"`
	// TextOnlyShare is the share of a site's interpreted documents that may have
	// text only before it is the manner of the site, on which a person decides.
	TextOnlyShare float64 `yaml:"text_only_share"`
}

// elementGroup is one element of an interpretation.
type elementGroup struct {
	Name  string   `yaml:"name,required"`
	Words []string `yaml:"words"`
}

func newInterpretation() *interpretation {
	return &interpretation{
		policyScope: newPolicyScope(),
		Since:       calendar.MustDay(2019, 5, 1), MaxGap: 5, HintGap: 3,
		MinText: 100, CopiedFail: 0.9, CopiedReview: 0.6, MinCopied: 200, TextOnlyShare: 0.5,
		Elements: []elementGroup{
			{"背景依据", []string{"背景", "依据", "根据", "起草", "出台", "制定", "必要性", "为贯彻", "为落实", "为深入"}},
			{"目的意义", []string{"目的", "意义", "目标", "旨在", "为了", "为进一步", "为规范", "为加强", "为推进", "为促进"}},
			{"主要内容", []string{"主要内容", "内容", "举措", "措施", "要点", "重点", "亮点", "任务", "条款", "明确", "规定"}},
		},
	}
}

func (n *interpretation) validate() error {
	n.policyScope = n.folded()
	for i := range n.Elements {
		g := &n.Elements[i]
		if len(g.Words) == 0 {
			g.Words = []string{g.Name}
		}
		g.Words = foldAll(g.Words)
	}
	if n.HintGap > n.MaxGap {
		return fmt.Errorf("hint_gap: %d 大于 max_gap %d", n.HintGap, n.MaxGap)
	}
	if n.CopiedReview > n.CopiedFail {
		return fmt.Errorf("copied_review: %g 大于 copied_fail %g", n.CopiedReview, n.CopiedFail)
	}
	return knownCodes("interpretation", n.Codes)
}

// Judge implements [Check].
func (n *interpretation) Judge(c *Case) Judgement {
	b := n.book(c)
	if len(b.policies) == 0 {
		if why := n.view(c).unreadColumn(c.Portal); why != "" {
			return Judgement{Unknown: why}
		}
		if c.documentsSeen() {
			return Judgement{Exempt: "站内未见 " + n.Since.String() + " 以来需要解读的政策文件"}
		}
		return Judgement{Unknown: "采集不完整，已见页面中没有需要解读的政策文件"}
	}
	var out []Defect
	var doubts []string
	steps := []struct {
		code  string
		judge func(*policyBook, *policy) (*Defect, string)
	}{
		{"missing", n.judgeMissing}, {"not_linked_forward", n.judgeForward}, {"not_linked_back", n.judgeBack}, {"late", n.judgeLate},
		{"elements_missing", n.judgeElements}, {"copied", n.judgeCopied}, {"text_only", n.judgeTextOnly},
	}
	for _, p := range b.policies {
		if instead(c, p.doc) {
			doubts = append(doubts, unshownWords(p.page()))
			continue
		}
		for _, s := range steps {
			if !wants(n.Codes, s.code) {
				continue
			}
			d, doubt := s.judge(b, p)
			if d != nil {
				out = append(out, *d)
			}
			if doubt != "" {
				doubts = append(doubts, doubt)
			}
		}
	}
	return n.conclude(b, out, doubts)
}

func (n *interpretation) conclude(b *policyBook, out []Defect, doubts []string) Judgement {
	j := Judgement{Defects: out, Examined: len(b.policies)}
	interpreted := 0
	for _, p := range b.policies {
		if len(p.sure) == 0 {
			continue
		}
		interpreted++
		if len(j.Seen) < 4 {
			j.Seen = append(j.Seen, Quote(p.page(), p.doc.Title), Quote(p.sure[0].page(), p.sure[0].doc.Title))
		}
	}
	switch {
	case len(out) > 0:
	case len(doubts) > 0:
		j.Unknown = doubts[0]
	case b.unshown != nil:
		j.Unknown = unshownWords(b.unshown)
	case !b.c.documentsSeen():
		j.Unknown = "已查政策文件未发现问题；采集不完整（" + b.c.Portal.Snapshot.Stopped + "）"
	default:
		j.Reason = fmt.Sprintf("应查政策文件 %d 件，其中 %d 件找到解读，未发现本项所查的问题", len(b.policies), interpreted)
	}
	return j
}

// defect is a defect of a policy document; its subject is the document's page.
func (p *policy) defect(code string, o Outcome, message string, evidence ...Evidence) *Defect {
	return &Defect{Code: code, Outcome: o, Subject: p.page().URL, Message: "《" + shortTitle(p.doc.Title) + "》" + message, Evidence: evidence}
}

func (p *policy) evidence() Evidence {
	quote := p.doc.Title
	if p.number != "" {
		quote += " " + p.number
	}
	return Quote(p.page(), quote)
}

func (e *explainer) evidence() Evidence { return Quote(e.page(), e.doc.Title) }

// scripted quotes why the relations of a page cannot be read without a browser.
func scripted(f *extract.Facts) string { return f.Signals.RelatedByScript }

// byDay orders interpretations by the day they were published.
func byDay(list []*explainer) []*explainer {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b *explainer) int { return int(dayOf(a.doc)) - int(dayOf(b.doc)) })
	return out
}
