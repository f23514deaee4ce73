package ledger

import (
	"maps"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// follow finds the items whose document has another address now: the old one is gone,
// leads elsewhere or shows another document, and of the defects of the same rule and
// code exactly one is about the same document. Where a document stands several times,
// the name of its file tells which is which; of items that cannot be told apart one
// that is open takes the defect.
func (f *folding) follow() {
	if f.Visit {
		return
	}
	to := map[*track][]int{}
	for _, t := range f.tracks {
		if t.mark != nil || !IsPage(t.was.Subject) {
			continue
		}
		away := f.away(t)
		for i, m := range f.left {
			if m.key.Rule == t.was.Rule && m.key.Code == t.was.Code && IsPage(m.key.Subject) && t.follows(&m, away) {
				to[t] = append(to[t], i)
			}
		}
	}
	taken := map[int]bool{}
	take := func(closed bool, meant func(t *track, i int) bool) {
		for _, t := range f.tracks {
			var list []int
			for _, i := range to[t] {
				if !taken[i] && meant(t, i) {
					list = append(list, i)
				}
			}
			if t.mark == nil && len(list) == 1 && t.was.State.Closed() == closed {
				m := f.left[list[0]]
				t.mark, t.moved, taken[list[0]] = &m, true, true
			}
		}
	}
	named := func(t *track, i int) bool { return fileOf(t.was.Subject) == fileOf(f.left[i].key.Subject) }
	anyhow := func(*track, int) bool { return true }
	take(false, named)
	take(true, named)
	take(false, anyhow)
	take(true, anyhow)
	left := f.left[:0:0]
	for i, m := range f.left {
		if !taken[i] {
			left = append(left, m)
		}
	}
	f.left = left
}

// fileOf is the end of an address: the file, with what is asked of it.
func fileOf(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// follows reports that a defect without an item is the one the item is about: at the
// address its document left for, on a further page of the document, or in what a site
// has one of.
func (t *track) follows(m *mark, away bool) bool {
	n := natureOf(t.was.Check, t.was.Code)
	switch same := t.was.Last.Document.same(m.sighting.Document); {
	case n.single, same && away:
		return true
	default:
		return same && n.alone && sameWords(t.was.Last.Evidence, m.sighting.Evidence)
	}
}

// sameWords reports that two lists of evidence quote the same.
func sameWords(a, b []rules.Evidence) bool {
	return len(a) > 0 && slices.EqualFunc(a, b, func(x, y rules.Evidence) bool {
		return strings.Join(strings.Fields(x.Quote), " ") == strings.Join(strings.Fields(y.Quote), " ")
	})
}

// away reports that the item's present address does not show its document any more.
// One that nothing leads to any more was not asked for.
func (f *folding) away(t *track) bool {
	return f.gone(t.was.Subject, &t.was)
}

// gone reports that an address does not show what it showed of an item. A visit has
// asked for all that it tells of.
func (s *Sight) gone(address string, it *Item) bool {
	p := s.at(address)
	return p == nil && !s.Visit || p != nil && (p.Failure.Definite() || s.taken(address, it) || p.OK() && !it.Has(p.Final) && p.Final != address && p.Final != twin(address))
}

// onlyMoved reports that the evidence which a person decided on says the same words
// as before, and that only addresses differ which show nothing any more: the site was
// built anew around the same contents.
func (f *folding) onlyMoved(t *track) bool {
	was, now := t.was.Last.Evidence, t.seen.Evidence
	if t.was.Last.Fingerprint != t.was.Excuse.Fingerprint || len(was) != len(now) || len(was) == 0 || len(was) >= mostEvidence {
		return false
	}
	for i := range was {
		if strings.Join(strings.Fields(was[i].Quote), " ") != strings.Join(strings.Fields(now[i].Quote), " ") {
			return false
		}
		if was[i].URL != now[i].URL && twin(was[i].URL) != now[i].URL && !f.gone(was[i].URL, &t.was) {
			return false
		}
	}
	return true
}

// Lost lists the documents of open items that are not at the addresses of these any
// more: a fold must know where else they stand.
func (s *Sight) Lost(items []Item) []Document {
	var out []Document
	for i := range items {
		it := &items[i]
		if !it.State.Closed() && IsPage(it.Subject) && it.Check != "links" && it.Last.Document.known() && s.lost(it) {
			out = append(out, it.Last.Document)
		}
	}
	return out
}

// lost reports that no address of an item shows its document.
func (s *Sight) lost(it *Item) bool {
	return !slices.ContainsFunc(it.Addresses(), func(a string) bool { return !s.gone(a, it) })
}

// elsewhere is the one page on which the run saw the document of an item; nil where
// it saw none, or several.
func (s *Sight) elsewhere(it *Item) *site.Page {
	var found *site.Page
	for _, a := range slices.Sorted(maps.Keys(s.Elsewhere)) {
		p := s.Pages[a]
		if it.Has(a) || p == nil || !p.OK() || !it.Last.Document.same(s.Elsewhere[a]) || found != nil && found.Final == p.Final {
			continue
		}
		if found != nil {
			return nil
		}
		found = p
	}
	return found
}

// movedFate is the fate of a defect whose document was seen at another address, where
// the rule names none. That the rule would know the document there is not certain, so
// that it takes the word of the department too.
func (s *Sight) movedFate(it *Item, f *rules.Finding, p *site.Page) fate {
	switch {
	case slices.ContainsFunc(f.Defects, func(d rules.Defect) bool { return d.Subject == p.URL || d.Subject == p.Final }):
		return unsure("待核实：该文件现在的网址是 %s，在那里也有待处理的问题", p.URL)
	case !s.whole(f) || p.Truncated:
		return unsure("待核实：该文件现在的网址是 %s，但网站或该规则的其余部分未能观察", p.URL)
	case !it.saidMended():
		return unsure("待核实：该文件现在的网址是 %s，在那里没有再发现这一问题，须由人核实", p.URL)
	}
	return fate{mended: true, why: "该文件现在的网址是 " + p.URL + "，已访问，问题不再存在", evidence: proof(p, "该文件移到这里，本次正常打开，按规则没有再发现这一问题")}
}
