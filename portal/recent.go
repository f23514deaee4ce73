package portal

import "github.com/govaudit/govaudit/extract"

// recents keeps the facts of pages unpacked: rules ask for one page several times in
// a row, for the pages of a column, and rule after rule for the same documents. Most
// pages of a small site find room.
type recents struct {
	light []recent // of most pages; nil until one is kept
	heavy []recent // of those that take much memory
}

type recent struct {
	page  uint32
	facts *extract.Facts
}

const (
	lightFacts = 1 << 10
	heavyFacts = 1 << 6
	// largeSite is the number of pages from which on a site is large: what its rules
	// ask twice they ask in a row, and its memory is wanted for other things.
	largeSite          = 4096
	fewLight, fewHeavy = 1 << 6, 1 << 3
	// maxLight is how much of packed facts and rows a page with little to say has, in
	// bytes.
	maxLight = 2 << 10
)

// recentsOf returns the room for a site of so many pages.
func recentsOf(pages int) recents {
	if pages < largeSite {
		return recents{}
	}
	return recents{light: make([]recent, fewLight), heavy: make([]recent, fewHeavy)}
}

// find returns the facts of a page, nil if they are not kept.
func (k *recents) find(page uint32) *extract.Facts {
	for _, list := range [...][]recent{k.light, k.heavy} {
		if len(list) == 0 {
			continue
		}
		if r := &list[int(page)%len(list)]; r.page == page && r.facts != nil {
			return r.facts
		}
	}
	return nil
}

// keep keeps the facts of a page in place of those of another. size is how much they
// were unpacked from.
func (k *recents) keep(page uint32, f *extract.Facts, size int) {
	list, room := &k.light, lightFacts
	if size > maxLight {
		list, room = &k.heavy, heavyFacts
	}
	if *list == nil {
		*list = make([]recent, room)
	}
	(*list)[int(page)%len(*list)] = recent{page, f}
}

// forget gives up what is kept of a page.
func (k *recents) forget(page uint32) {
	for _, list := range [...][]recent{k.light, k.heavy} {
		if len(list) > 0 && list[int(page)%len(list)].page == page {
			list[int(page)%len(list)] = recent{}
		}
	}
}
