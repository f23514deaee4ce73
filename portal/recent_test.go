package portal

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
)

func TestRecentFactsAreThoseOfThePageAskedFor(t *testing.T) {
	a, b, long := &extract.Facts{Title: "a"}, &extract.Facts{Title: "b"}, &extract.Facts{Title: "long"}
	var k recents
	if k.find(0) != nil {
		t.Error("a page is known before any was kept")
	}
	k.keep(0, a, 100)
	k.keep(heavyFacts, long, maxLight+1)
	if k.find(0) != a || k.find(heavyFacts) != long {
		t.Error("a page with much to say took the place of one with little")
	}
	k.keep(lightFacts, b, 100)
	if k.find(0) != nil || k.find(lightFacts) != b {
		t.Error("of two pages with one place the one kept last must be there, and the other not")
	}
	k.forget(0)
	if k.find(lightFacts) != b {
		t.Error("forgetting a page that is not there gave up another")
	}
	k.forget(lightFacts)
	k.forget(heavyFacts)
	if k.find(lightFacts) != nil || k.find(heavyFacts) != nil {
		t.Error("what was forgotten is still there")
	}
}

func TestALargeSiteKeepsFewFacts(t *testing.T) {
	for _, tt := range []struct{ pages, apart int }{{largeSite - 1, lightFacts}, {largeSite, fewLight}} {
		k, first, second := recentsOf(tt.pages), &extract.Facts{}, &extract.Facts{}
		k.keep(0, first, 100)
		k.keep(uint32(tt.apart)-1, second, 100)
		if k.find(0) != first {
			t.Errorf("of %d pages, one less than %d apart: the first is gone", tt.pages, tt.apart)
		}
		k.keep(uint32(tt.apart), second, 100)
		if k.find(0) != nil {
			t.Errorf("of %d pages, %d apart: the first is still there", tt.pages, tt.apart)
		}
	}
}
