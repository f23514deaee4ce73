package rules

import (
	"fmt"
	"slices"
)

// shared is what rules of one check gather of a whole site before they look at what
// each of them is for. Rules that differ in that alone gather it once, as long as
// they follow one another: it is too much to be kept while others judge.
type shared struct {
	of   string // the check
	key  string // its settings, as far as they matter
	made any    // nil: nothing yet
	used uses   // what it rests on
}

// begins forgets what was gathered for another check.
func (s *shared) begins(check string) {
	if s.of != check {
		*s = shared{of: check}
	}
}

// once returns what was made for the key, or else makes it.
func once[T any](c *Case, key string, create func() *T) *T {
	s := &c.shared
	if x, ok := s.made.(*T); ok && s.key == key {
		c.used |= s.used
		return x
	}
	s.made = nil
	before := c.used
	c.used = 0
	x := create()
	s.key, s.made, s.used = key, x, c.used
	c.used |= before
	return x
}

// book gathers the documents and matches interpretations to them.
func (n *interpretation) book(c *Case) *policyBook {
	key := fmt.Sprintf("%q %d", n.policyScope, n.Since)
	return once(c, key, func() *policyBook { return n.newBook(c) })
}

// documents lists the documents of the site that rules on validity are about.
func (v *validityMark) documents(c *Case) *markedSet {
	key := fmt.Sprintf("%q %q", v.policyScope, v.Words)
	return once(c, key, func() *markedSet { return v.newSet(c) })
}

// search finds the annual reports of a site. What is returned may be added to.
func (a *annualReport) search(c *Case) *search {
	like := *a
	like.Judged = nil
	found := *once(c, fmt.Sprintf("%+v", like), func() *search { return a.newSearch(c) })
	found.check, found.shelves = a, slices.Clip(found.shelves)
	return &found
}
