package reports

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// chart is a list of bars drawn as inline SVG: per row a line of words and a bar
// below it, so that it reads the same on a telephone and on paper. Bars start at
// zero and share one scale.
type chart struct {
	ID    string // unique on its page: names the title for screen readers
	Title string
	Text  string // what the chart says, in words
	Rows  []bar
	to    float64 // the right end of the scale
}

// bar is one row; Segs lie on the scale of the chart.
type bar struct {
	Label, Value string
	Segs         []segment
	Y            int
}

// segment is a part of a bar, in the units of the drawing.
type segment struct {
	X, W  float64
	Class string
}

// The drawing: narrow enough that its words stay legible on a telephone.
const (
	chartWidth = 400
	rowHeight  = 38
)

// Height is the height of the drawing.
func (c chart) Height() int { return len(c.Rows)*rowHeight + 4 }

// Width is the width of the drawing.
func (chart) Width() int { return chartWidth }

// newChart draws on a scale from 0 to most.
func newChart(id, title string, most float64) *chart {
	return &chart{ID: id, Title: title, to: max(most, 1e-6)}
}

// span is a part of a bar in the units of what is shown.
type span struct {
	from, to float64
	class    string
}

func (c *chart) add(label, value string, spans ...span) {
	b := bar{Label: clip(clean(label), labelRunes(label, value)), Value: value, Y: len(c.Rows) * rowHeight}
	for _, s := range spans {
		from, to := c.x(min(s.from, s.to)), c.x(max(s.from, s.to))
		if s.from != s.to {
			to = max(to, from+1.5) // a small part is still seen
		}
		b.Segs = append(b.Segs, segment{X: from, W: tenth(min(to, chartWidth) - from), Class: s.class})
	}
	c.Rows = append(c.Rows, b)
}

func (c *chart) x(v float64) float64 {
	return tenth(min(max(v/c.to, 0), 1) * chartWidth)
}

func tenth(f float64) float64 { return math.Round(f*10) / 10 }

// labelRunes is how many characters of the label fit beside the value.
func labelRunes(label, value string) int {
	room := chartWidth/14.5 - width(value) - 1
	if w := width(label); w <= room {
		return len(label)
	}
	n := 0
	for _, r := range label {
		room -= width(string(r))
		if room < 1 {
			break
		}
		n++
	}
	return max(n, 1)
}

// width estimates a text's width in characters as wide as Chinese ones.
func width(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2E80 {
			w += 0.6
		} else {
			w++
		}
	}
	return w
}

// mostSteps bounds the waterfall; the table beside it has every line.
const mostSteps = 30

// waterfall shows how a score came about: full marks, every step that cost or
// gave back, and what is left.
func waterfall(id string, s scoring.Score) *chart {
	peak, at := max(s.Start, s.High), s.Start
	for _, l := range s.Lines {
		at -= l.Lost
		peak = max(peak, at)
	}
	c := newChart(id, "得分是怎样来的", peak)
	c.add("满分", points(s.Start), span{0, s.Start, "base"})
	at = s.Start
	steps, rest := 0, 0.0
	for _, l := range s.Lines {
		if l.Lost == 0 {
			continue
		}
		if steps++; steps > mostSteps {
			rest += l.Lost
			continue
		}
		c.step(l.Title, at, l.Lost)
		at -= l.Lost
	}
	if steps > mostSteps {
		c.step(fmt.Sprintf("其余 %d 项", steps-mostSteps), at, rest)
	}
	reached := "得分"
	if !given(s) {
		reached = "目前（未评定）"
	}
	c.add(reached, points(s.Points), span{0, s.Points, "total"})
	if s.Low != s.High {
		c.add("全部核实后，可能在这个区间", points(s.Low)+"–"+points(s.High), span{s.Low, s.High, "open"})
	}
	c.Text = fmt.Sprintf("从满分 %s 起，逐项扣分或加分，得 %s 分。", points(s.Start), points(s.Points))
	return c
}

func (c *chart) step(label string, at, lost float64) {
	value, class := "−"+points(lost), "fail"
	if lost < 0 {
		value, class = "+"+points(-lost), "pass"
	}
	c.add(label, value, span{at, at - lost, class})
}

// tally is how many findings have each outcome.
type tally map[rules.Outcome]int

func (t tally) total() (n int) {
	for _, o := range outcomes {
		n += t[o]
	}
	return n
}

// N returns how many have the outcome.
func (t tally) N(outcome string) int { return t[rules.Outcome(outcome)] }

// Words lists the outcomes that occur.
func (t tally) Words() string {
	var parts []string
	for _, o := range outcomes {
		if t[o] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", shortWord(o), t[o]))
		}
	}
	return cmp.Or(strings.Join(parts, " · "), "无")
}

// marks is Words by shape, for little room.
func (t tally) marks() string {
	var parts []string
	for _, o := range outcomes {
		if t[o] > 0 {
			parts = append(parts, fmt.Sprint(outcomeMark(o)+" ", t[o]))
		}
	}
	return strings.Join(parts, " · ")
}

// addTally adds a row of outcomes, one after the other; each row fills the scale
// by its own total.
func (c *chart) addTally(label string, t tally) {
	var spans []span
	at, all := 0.0, max(float64(t.total()), 1)
	for _, o := range outcomes {
		if n := float64(t[o]) / all * c.to; n > 0 {
			spans = append(spans, span{at, at + n, string(o)})
			at += n
		}
	}
	c.add(label, t.marks(), spans...)
}
