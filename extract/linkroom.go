package extract

import "sync"

// linkRooms is space for links of pages that nobody looks at any more: they are most of
// what is made anew for each page.
var linkRooms sync.Pool // of *[]Link

// maxLinkRoom bounds the space that is kept, in links.
const maxLinkRoom = 512

// roomForLinks returns an empty list with room for n links.
func roomForLinks(n int) []Link {
	if n <= maxLinkRoom {
		if room, _ := linkRooms.Get().(*[]Link); room != nil && cap(*room) >= n {
			return *room
		}
	}
	return make([]Link, 0, n)
}

// GiveUpLinks says that nobody looks at the links of f any more, nor at their list:
// what is read next may use its space. f, which may be nil, has none afterwards.
func (f *Facts) GiveUpLinks() {
	if f == nil {
		return
	}
	room := f.Links
	f.Links = nil
	if cap(room) == 0 || cap(room) > maxLinkRoom {
		return
	}
	clear(room)
	room = room[:0]
	linkRooms.Put(&room)
}
