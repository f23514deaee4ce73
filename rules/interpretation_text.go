package rules

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
)

// judgeElements judges whether the texts that explain a document, taken
// together, have the elements asked for. What is said in pictures or sound
// cannot be read and is not judged.
func (n *interpretation) judgeElements(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) == 0 || len(n.Elements) == 0 {
		return nil, ""
	}
	var all strings.Builder
	var ev []Evidence
	runes := 0
	for _, e := range p.sure {
		if e.beyondText() {
			return nil, "" // what it shows cannot be read
		}
		text, err := b.c.Portal.Text(e.page())
		if err != nil {
			return nil, "解读正文未能读取：" + e.page().URL
		}
		runes += utf8.RuneCountInString(text)
		all.WriteString(extract.Fold(text))
		ev = append(ev, Quote(e.page(), opening(text)))
	}
	var absent []string
	for _, g := range n.Elements {
		if wordIn(all.String(), g.Words) == "" {
			absent = append(absent, g.Name)
		}
	}
	if len(absent) == 0 {
		return nil, ""
	}
	d := p.defect("elements_missing", Review, "的解读缺少要素："+strings.Join(absent, "、"), append([]Evidence{p.evidence()}, ev...)...)
	if len(absent) == len(n.Elements) && !whyMade.MatchString(all.String()) && !whatMade.MatchString(all.String()) && runes >= n.MinText && p.elsewhere == "" && len(p.maybe) == 0 && b.c.Portal.Snapshot.Complete {
		d.Outcome = Fail
	}
	return d, ""
}

// whyMade are words by which a text may tell why a document was made, beside those of the
// elements.
var whyMade = regexp.MustCompile(`由来|缘起|缘由|初衷|考虑|为何|为什么|为啥|原因|现状|形势|随着|近年|作用|亟需|亟待|有利于|有助于|以便|保障|解决|上位法|修订|修改|(?:^|[^分作成认视称])为\p{Han}{3,14},`)

// whatMade are ways in which a text may tell what a document does without the words of the
// elements: it counts points, or asks and answers.
var whatMade = regexp.MustCompile(`一是[^。]{2,200}二是|问[:：][^。]{2,200}答[:：]|(?:变化|不同|不一样|变了|区别|亮点|看点|新规)[^。]{0,12}[?？]|[?？][^。]{0,80}一是`)

// opening is the beginning of a text, as a quote.
func opening(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}

// judgeCopied judges whether the interpretations repeat the document word for
// word (不得照抄文件, seed 004). Only where every text does is it certain.
func (n *interpretation) judgeCopied(b *policyBook, p *policy) (*Defect, string) {
	if len(p.sure) == 0 {
		return nil, ""
	}
	doc, err := b.c.Portal.Text(p.page())
	if err != nil {
		return nil, "文件正文未能读取：" + p.page().URL
	}
	source := gramsOf(doc)
	var worst *explainer
	var share, least float64 = 0, 1
	texts := 0
	for _, e := range p.sure {
		text, err := b.c.Portal.Text(e.page())
		if err != nil {
			return nil, "解读正文未能读取：" + e.page().URL
		}
		said := sentences(text)
		if utf8.RuneCountInString(letters(said)) < n.MinCopied {
			continue
		}
		s := source.share(said)
		texts++
		if s > share || worst == nil {
			share, worst = s, e
		}
		least = min(least, s)
	}
	if worst == nil || share < n.CopiedReview {
		return nil, ""
	}
	text, err := b.c.Portal.Text(worst.page())
	if err != nil {
		return nil, "解读正文未能读取：" + worst.page().URL
	}
	d := p.defect("copied", Review, fmt.Sprintf("的解读《%s》有 %.0f%% 的文字与文件原文相同", shortTitle(worst.doc.Title), 100*share),
		Quote(p.page(), opening(doc)), Quote(worst.page(), opening(text)))
	if least >= n.CopiedFail && texts == len(p.sure) {
		d.Outcome = Fail
	}
	return d, ""
}

// sentences returns the lines of a text that say something. Names of files and of pages
// that the document and what explains it both lead to are copied from nowhere.
func sentences(text string) string {
	var said strings.Builder
	for line := range strings.Lines(text) {
		if strings.ContainsAny(line, "，。；！？,;!?") {
			said.WriteString(line)
		}
	}
	return said.String()
}

// gram is the length, in runes, of the pieces in which texts are compared: long
// enough that common phrases do not count.
const gram = 8

// maxGrams bounds the text compared, in runes.
const maxGrams = 60000

// grams holds the pieces of a text by their hash.
type grams map[uint64]struct{}

func gramsOf(text string) grams {
	g := grams{}
	eachGram(text, func(h uint64) { g[h] = struct{}{} })
	return g
}

// share returns the part of text's pieces that are in g; 0 for a text too short
// to have any.
func (g grams) share(text string) float64 {
	all, same := 0, 0
	eachGram(text, func(h uint64) {
		all++
		if _, ok := g[h]; ok {
			same++
		}
	})
	if all == 0 {
		return 0
	}
	return float64(same) / float64(all)
}

// eachGram calls f with the hash of every piece of the letters and digits of a
// text, which it reads once.
func eachGram(text string, f func(uint64)) {
	const base = 1099511628211
	var top uint64 = 1
	for range gram - 1 {
		top *= base
	}
	var window [gram]rune
	var hash uint64
	n := 0
	for _, r := range letters(text) {
		if n >= gram {
			hash -= uint64(window[n%gram]) * top
		}
		hash = hash*base + uint64(r)
		window[n%gram] = r
		n++
		if n >= gram {
			f(hash)
		}
		if n >= maxGrams {
			return
		}
	}
}

// letters returns the folded letters and digits of a text.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, extract.Fold(text))
}
