package ledger

import (
	"slices"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// another reports that o, which stands at an address of d now, is not the document d:
// portals give the address of one document to the next, and put a notice where one was.
// A title or number that was corrected makes no other document.
func (d Document) another(o Document) bool {
	if !d.known() || o == (Document{}) {
		return false
	}
	day := d.Written != 0 && d.Written == o.Written
	switch {
	case d.Number != "" && d.Number == o.Number:
		return false
	case d.Number != "" && o.Number != "":
		return d.Title != o.Title || !day
	}
	return !day && !alike(d.Title, o.Title)
}

// alikeShare is how much of two titles must agree where one is the other corrected, or
// the same thing a year on.
const alikeShare = 0.6

// alike reports that two titles share most of their pairs of neighbouring letters.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	left, right := pairs(a), pairs(b)
	if len(left) == 0 || len(right) == 0 {
		return false
	}
	common := 0
	for i, k := 0, 0; i < len(left) && k < len(right); {
		switch c := slices.Compare(left[i][:], right[k][:]); {
		case c == 0:
			common++
			i++
			k++
		case c < 0:
			i++
		default:
			k++
		}
	}
	return float64(2*common) >= alikeShare*float64(len(left)+len(right))
}

// pairs returns the pairs of neighbouring letters of a title, sorted.
func pairs(s string) [][2]rune {
	var out [][2]rune
	letters := []rune(s)
	for i := 1; i < len(letters); i++ {
		out = append(out, [2]rune{letters[i-1], letters[i]})
	}
	slices.SortFunc(out, func(a, b [2]rune) int { return slices.Compare(a[:], b[:]) })
	return out
}

// Settling lists, of the addresses of items that a run may settle, those that showed a
// page: a fold must know what. pages is what the run saw of them.
func Settling(items []Item, pages map[string]*site.Page, asOf calendar.Day) []string {
	s := Sight{Pages: pages}
	var out []string
	for i := range items {
		it := &items[i]
		if !IsPage(it.Subject) || it.Check == "links" || it.State.Closed() && !it.expired(asOf) {
			continue
		}
		for _, a := range it.Addresses() {
			if p := s.at(a); p != nil && p.OK() {
				out = append(out, p.URL)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// expired reports that the item is excused, and not any more on a day.
func (it *Item) expired(day calendar.Day) bool {
	return it.State == Exempt && it.Excuse.Until != 0 && day > it.Excuse.Until
}

// shown is the document that the page at an address shows, as far as that was read.
func (s *Sight) shown(address string) Document {
	if d, ok := s.Documents[address]; ok {
		return d
	}
	if p := s.at(address); p != nil {
		return s.Documents[p.URL]
	}
	return Document{}
}

// taken reports that another document stands at an address of an item.
func (s *Sight) taken(address string, it *Item) bool {
	return it.Has(address) && it.Check != "links" && it.Last.Document.another(s.shown(address))
}

// takenFate is the fate of a defect at whose address another document stands. What was
// not to be public is gone with the document.
func (s *Sight) takenFate(f *rules.Finding, p *site.Page, n nature) fate {
	o := s.shown(p.URL)
	if n.withdrawn && o.known() && s.whole(f) {
		return fate{mended: true, why: "该网址现在登载其他内容，且本次没有在其他网页上看到同一问题", evidence: proof(p, "该网址现在登载的是："+Clip(o.Title))}
	}
	return unsure("待核实：该网址现在登载的不是原来的文件（%s），须由人核实", Clip(o.Title))
}
