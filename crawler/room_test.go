package crawler

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// What may still be read keeps its body.
func TestBodiesAreGivenUpOnce(t *testing.T) {
	const page = "http://www.a.gov.cn/art/1.html"
	facts := func(needs string) *extract.Facts {
		return &extract.Facts{Signals: extract.Signals{NeedsBrowser: needs}}
	}
	for _, tt := range []struct {
		name  string
		url   string
		facts *extract.Facts
		size  int
		gone  bool
	}{
		{"a page that was read is done with", page, facts(""), 60 << 10, true},
		{"a page without facts may be looked at for them", page, nil, 60 << 10, false},
		{"a page that waits for a script's calls is read with them", page, facts("rows"), 60 << 10, false},
		{"a script is read again with the pages that name it", "http://www.a.gov.cn/js/list.js", facts(""), 60 << 10, false},
		{"a file was read when it was handed on", "http://www.a.gov.cn/a.pdf", &extract.Facts{Kind: extract.File}, 60 << 10, true},
		{"what is only called a file may be anything", "http://www.a.gov.cn/a.pdf", facts(""), 60 << 10, false},
		{"a monster's room is not kept", page, facts(""), roomMost + 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &site.Page{URL: tt.url, Body: roomFor(tt.size)[:tt.size]}
			reuse(p, tt.facts)
			if (p.Body == nil) != tt.gone {
				t.Errorf("body of %d bytes left, gone should be %v", len(p.Body), tt.gone)
			}
		})
	}
}

func TestRoomsHoldWhatIsAskedFor(t *testing.T) {
	for _, n := range []int{0, 1, roomStep, roomStep + 1, 10 * roomStep} {
		room := roomFor(n)
		if len(room) != 0 || cap(room) < n {
			t.Errorf("room for %d bytes: %d used of %d", n, len(room), cap(room))
		}
	}
}
