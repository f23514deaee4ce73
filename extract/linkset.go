package extract

import "hash/maphash"

// linkSet finds a link of the facts by its address and text, and a label by its
// text and kind: an open-addressed table of their places.
type linkSet struct {
	f     *Facts
	slots []int32 // place of a link + 1, or of a label, negated, - 1; 0: free
	used  int
}

var linkSeed = maphash.MakeSeed()

func placeOf(a, b string) uint64 {
	return maphash.String(linkSeed, a)*31 ^ maphash.String(linkSeed, b)
}

// reset empties the set for the page of f.
func (s *linkSet) reset(f *Facts) {
	if len(s.slots) > 1<<12 {
		s.slots = nil
	}
	clear(s.slots)
	s.f, s.used = f, 0
}

// link returns where a link stands in Facts.Links and whether it is there; where it
// is not, it is entered as the next one. place is that of its address and text.
func (s *linkSet) link(place uint64, address, text string) (int, bool) {
	i := s.first(place)
	for ; s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		if at := s.slots[i] - 1; at >= 0 && s.f.Links[at].URL == address && s.f.Links[at].Text == text {
			return int(at), true
		}
	}
	if len(s.f.Links) < MaxLinks {
		s.slots[i] = int32(len(s.f.Links)) + 1
		s.used++
	}
	return 0, false
}

// label is link for Facts.Labels.
func (s *linkSet) label(text string, v Via) bool {
	i := s.first(placeOf(string(v), text))
	for ; s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		if at := -s.slots[i] - 1; at >= 0 && s.f.Labels[at].Via == v && s.f.Labels[at].Text == text {
			return true
		}
	}
	s.slots[i] = -int32(len(s.f.Labels)) - 1
	s.used++
	return false
}

// first returns where to look first, after making room for one more.
func (s *linkSet) first(place uint64) int {
	if 2*s.used >= len(s.slots) {
		s.slots = make([]int32, max(1<<9, 2*len(s.slots)))
		for at := range s.f.Links {
			s.enter(placeOf(s.f.Links[at].URL, s.f.Links[at].Text), int32(at)+1)
		}
		for at := range s.f.Labels {
			s.enter(placeOf(string(s.f.Labels[at].Via), s.f.Labels[at].Text), -int32(at)-1)
		}
	}
	return int(place & uint64(len(s.slots)-1))
}

func (s *linkSet) enter(place uint64, value int32) {
	i := int(place & uint64(len(s.slots)-1))
	for s.slots[i] != 0 {
		i = (i + 1) & (len(s.slots) - 1)
	}
	s.slots[i] = value
}
