package portal_test

import (
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// What is quoted of a page that a browser showed stands in what was shown: its hash
// is the one evidence names.
func TestHashOfAPageThatWasShown(t *testing.T) {
	home := page("/", extract.Home, 0, titled("示例县人民政府"))
	home.p.SHA256 = "as it came"
	home.p.Rendered = &site.Rendering{SHA256: "as it was shown"}
	home.f.SHA256 = "as it was shown"
	p := build(home)
	if got := p.Home.SHA256(); got != "as it was shown" {
		t.Errorf("page: %q", got)
	}
	if got := p.Home.Facts().SHA256; got != "as it was shown" {
		t.Errorf("facts: %q", got)
	}
}
