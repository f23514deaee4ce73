package crawler

import (
	"path"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// isPicture reports whether address is by its file name a picture a page shows.
func isPicture(address string) bool {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	switch strings.ToLower(path.Ext(address)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp":
		return true
	}
	return false
}

// seenFine reports a picture that is there. Nothing is judged from it, so it is
// neither stored nor handed on: a crawl that goes on asks for it again.
func seenFine(j *job, p *site.Page) bool { return j.class == classPicture && p.OK() }
