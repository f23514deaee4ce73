package web

import (
	"fmt"
	"strings"
)

// line is a drawing of points over time: the line, its lowest and highest as a band,
// and breaks where two points must not be joined.
type line struct {
	ID, Title, Text string
	Paths           []string // polylines between breaks
	Bands           []string // polygons of the same stretches
	Dots            []lineDot
	Breaks          []float64 // where upright lines stand
	Ticks           []lineTick
}

type lineDot struct {
	X, Y         float64
	Label, Value string
	First, Last  bool // labelled below
}

type lineTick struct {
	Y     float64
	Label string
}

// linePoint is one value in time.
type linePoint struct {
	Label          string // a day
	Value          float64
	Low, High      float64
	Break          bool // it must not be joined with the one before
	Missing        bool // there is no value: the line is broken around it
	ValueWithWords string
}

// The drawing is 400 wide and 190 high.
const (
	lineLeft, lineRight = 34.0, 392.0
	lineTop, lineGround = 10.0, 160.0
)

// newLine draws on a scale from 0 to most; nil where there is nothing to draw.
func newLine(id, title string, most float64, points []linePoint) *line {
	l := &line{ID: id, Title: title}
	most = max(most, 1e-6)
	y := func(v float64) float64 {
		return tenth(lineGround - min(max(v/most, 0), 1)*(lineGround-lineTop))
	}
	for _, part := range []float64{0, 0.5, 1} {
		l.Ticks = append(l.Ticks, lineTick{y(most * part), fmt.Sprintf("%g", tenth(most*part))})
	}
	var path, lows, highs []string
	flush := func() {
		if len(path) > 1 {
			l.Paths = append(l.Paths, strings.Join(path, " "))
			for i := len(lows) - 1; i >= 0; i-- {
				highs = append(highs, lows[i])
			}
			l.Bands = append(l.Bands, strings.Join(highs, " "))
		}
		path, lows, highs = nil, nil, nil
	}
	var words []string
	for i, p := range points {
		x := (lineLeft + lineRight) / 2
		if len(points) > 1 {
			x = tenth(lineLeft + 8 + (lineRight-lineLeft-16)*float64(i)/float64(len(points)-1))
		}
		if p.Break && i > 0 {
			flush()
			l.Breaks = append(l.Breaks, tenth(x-(lineRight-lineLeft-16)/float64(max(len(points)-1, 1))/2))
		}
		if p.Missing {
			flush()
			continue
		}
		path = append(path, fmt.Sprintf("%g,%g", x, y(p.Value)))
		lows = append(lows, fmt.Sprintf("%g,%g", x, y(p.Low)))
		highs = append(highs, fmt.Sprintf("%g,%g", x, y(p.High)))
		l.Dots = append(l.Dots, lineDot{X: x, Y: y(p.Value), Label: p.Label, Value: p.ValueWithWords})
		words = append(words, p.Label+" "+p.ValueWithWords)
	}
	flush()
	if len(l.Dots) == 0 {
		return nil
	}
	l.Dots[0].First, l.Dots[len(l.Dots)-1].Last = true, len(l.Dots) > 1
	l.Text = strings.Join(words, "，")
	return l
}
