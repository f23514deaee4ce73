package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// 400 units stand for 104 points.
func TestWaterfallLeadsFromFullMarksToThePoints(t *testing.T) {
	c := waterfall("w", scoring.Score{Start: 100, Points: 97, Low: 89, High: 104, Max: 104, Lines: []scoring.Line{
		{Title: "年报", Lost: 7, Max: 10}, {Title: "指南", Max: 5}, {Title: "IPv6", Lost: -4, Max: 4},
	}})
	want := []bar{
		{Label: "满分", Value: "100", Segs: []segment{{0, 384.6, "base"}}},
		{Label: "年报", Value: "−7", Y: 38, Segs: []segment{{357.7, 26.9, "fail"}}},
		{Label: "IPv6", Value: "+4", Y: 76, Segs: []segment{{357.7, 15.4, "pass"}}},
		{Label: "得分", Value: "97", Y: 114, Segs: []segment{{0, 373.1, "total"}}},
		{Label: "全部核实后，可能在这个区间", Value: "89–104", Y: 152, Segs: []segment{{342.3, 57.7, "open"}}},
	}
	if diff := cmp.Diff(want, c.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestAWaterfallOfManyStepsSumsUpTheRest(t *testing.T) {
	s := scoring.Score{Start: 100, Points: 60, Low: 60, High: 60, Max: 100}
	for range 40 {
		s.Lines = append(s.Lines, scoring.Line{Title: "一项", Lost: 1, Max: 1})
	}
	rows := waterfall("w", s).Rows
	if len(rows) != 33 || rows[31].Label != "其余 10 项" || rows[31].Value != "−10" {
		t.Errorf("%d rows, the last step is %+v", len(rows), rows[len(rows)-2])
	}
}

func TestNoBarLeavesTheDrawing(t *testing.T) {
	for name, s := range map[string]scoring.Score{
		"nothing at all":     {},
		"more lost than had": {Start: 10, Lines: []scoring.Line{{Title: "a", Lost: 50}, {Title: "b", Lost: -40}}},
		"a tiny loss":        {Start: 100, Points: 99.99, Low: 99.99, High: 99.99, Lines: []scoring.Line{{Title: "a", Lost: 0.01}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, row := range waterfall("w", s).Rows {
				for _, g := range row.Segs {
					if g.X < 0 || g.W < 0 || g.X+g.W > chartWidth+0.1 {
						t.Errorf("%s: %+v", row.Label, g)
					}
				}
			}
		})
	}
}

func TestLabelsMakeRoomForTheValue(t *testing.T) {
	c := newChart("c", "t", 1)
	c.add("一个非常长的检查项名称，长到一行之内无论如何也写不下来的那一种", "12 个网站 345 处")
	if w := width(c.Rows[0].Label) + width(c.Rows[0].Value); w > chartWidth/14.5 {
		t.Errorf("label and value are %.1f characters wide: %q", w, c.Rows[0].Label)
	}
}

func TestPlacesShowTies(t *testing.T) {
	r := sample(t)
	places := func() map[string]string {
		out := map[string]string{}
		k := newRanker(newBook(r.Sets), "national", 0)
		for _, s := range r.Results.Sites {
			k.add(s, "")
		}
		for _, row := range k.ranking().Rows {
			out[row.Name] = row.Place
		}
		return out
	}
	want := map[string]string{"江州市人民政府": "1", "古江县人民政府": "2", "南坪镇人民政府": "不排名", "云岭省人民政府": "不排名"}
	if diff := cmp.Diff(want, places()); diff != "" {
		t.Error("with a veto: ", diff)
	}
	county := r.Results.Sites[0]
	county.Findings[2].Outcome, county.Findings[2].Defects = rules.Pass, nil
	county.Findings[0].Outcome = rules.Review // 100 − 10 + 4 to 104: overlaps 89 to 97
	county.Scores[0] = scoring.Compute(r.Sets[0], county.Findings)
	want["江州市人民政府"], want["古江县人民政府"] = "1–2", "1–2"
	if diff := cmp.Diff(want, places()); diff != "" {
		t.Error("with overlapping intervals: ", diff)
	}
}
