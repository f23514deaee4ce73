package scoring

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Entry is one site in a ranking.
type Entry struct {
	ID    string
	Score Score
}

// Place is where a site stands. Best and Worst are the ranks it may have once
// everything is decided: they differ where its interval overlaps another's, and
// then nobody can say who is ahead. Both are 0 for a site that is not ranked.
type Place struct {
	ID          string
	Best, Worst int
}

// Tied reports that the place is shared.
func (p Place) Tied() bool { return p.Best != p.Worst }

// Ranked reports that enough was observed to rank the site.
func (p Place) Ranked() bool { return p.Best > 0 }

// Ranked reports that enough was observed for s to be compared with others.
func (s Score) Ranked() bool { return s.decided() }

// Rank ranks sites of one pack. A site is ahead of another only for certain: it
// was not vetoed and the other was, or both or neither were and its Low exceeds
// the other's High. Best is one more than the sites certainly ahead; Worst leaves
// room for those certainly behind. A site of which more than a quarter of full marks
// is undecided is not ranked and stands last. The places are ordered by Best,
// then Worst, then Points, then ID, whatever the order of the entries.
func Rank(entries []Entry) []Place {
	points := map[string]float64{}
	var places []Place
	var classes [2][]Entry // not vetoed, vetoed
	for _, e := range entries {
		points[e.ID] = e.Score.Points
		switch {
		case !e.Score.decided():
			places = append(places, Place{ID: e.ID})
		case len(e.Score.Vetoes) == 0:
			classes[0] = append(classes[0], e)
		default:
			classes[1] = append(classes[1], e)
		}
	}
	places = append(places, rankClass(classes[0], 0)...)
	places = append(places, rankClass(classes[1], len(classes[0]))...)
	slices.SortFunc(places, func(a, b Place) int {
		if a.Ranked() != b.Ranked() {
			return cmp.Compare(b.Best, a.Best) // 0 last
		}
		return cmp.Or(cmp.Compare(a.Best, b.Best), cmp.Compare(a.Worst, b.Worst), cmp.Compare(points[b.ID], points[a.ID]), strings.Compare(a.ID, b.ID))
	})
	return places
}

// rankClass ranks sites of which all or none were vetoed, behind others.
func rankClass(list []Entry, behind int) []Place {
	lows, highs := make([]float64, len(list)), make([]float64, len(list))
	for i, e := range list {
		lows[i], highs[i] = e.Score.Low, e.Score.High
	}
	slices.Sort(lows)
	slices.Sort(highs)
	var out []Place
	for _, e := range list {
		ahead := len(lows) - sort.Search(len(lows), func(i int) bool { return lows[i] > e.Score.High })
		after := sort.SearchFloat64s(highs, e.Score.Low) // highs below its low
		out = append(out, Place{e.ID, behind + 1 + ahead, behind + len(list) - after})
	}
	return out
}
