package rules

import (
	"fmt"
	"slices"
)

// shared is what rules of one check gather of a whole site before they look at what
// each of them is for: rules that differ in that alone gather it once.
type shared struct {
	books   map[string]*policyBook
	marks   map[string]*markedSet
	reports map[string]*search
}

// once returns what was made for the key, which it makes where nothing was.
func once[T any](made *map[string]*T, key string, create func() *T) *T {
	if x, ok := (*made)[key]; ok {
		return x
	}
	x := create()
	if *made == nil {
		*made = map[string]*T{}
	}
	(*made)[key] = x
	return x
}

// book gathers the documents and matches interpretations to them.
func (n *interpretation) book(c *Case) *policyBook {
	key := fmt.Sprintf("%q %d", n.policyScope, n.Since)
	return once(&c.shared.books, key, func() *policyBook { return n.newBook(c) })
}

// documents lists the documents of the site that rules on validity are about.
func (v *validityMark) documents(c *Case) *markedSet {
	key := fmt.Sprintf("%q %q", v.policyScope, v.Words)
	return once(&c.shared.marks, key, func() *markedSet { return v.newSet(c) })
}

// search finds the annual reports of a site. What is returned may be added to.
func (a *annualReport) search(c *Case) *search {
	like := *a
	like.Judged = nil
	found := *once(&c.shared.reports, fmt.Sprintf("%+v", like), func() *search { return a.newSearch(c) })
	found.check, found.shelves = a, slices.Clip(found.shelves)
	return &found
}
