package rules

import (
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// Past is what was recorded of a site before the snapshot that is judged began.
// The same snapshot is always judged with the same past: what came later is left
// out.
type Past struct {
	Visits []site.Visit // to the home page, by time, without those of the snapshot
	Homes  []PastHome   // the home pages of earlier snapshots, oldest first
}

// PastHome is what a home page showed.
type PastHome struct {
	URL     string
	Seen    time.Time
	SHA256  string
	Entries []string // addresses and titles of what it lists, as HomeEntries gives them
	Unseen  string   // why not everything it lists was seen (Chinese); "" if all was
}

// maxEntries bounds the entries of one home page.
const maxEntries = 400

// entryRunes is how long the words of a link are that is an item of news rather
// than the entry of a menu.
const entryRunes = 9

// NewPastHome keeps what is compared of a home page.
func NewPastHome(f *extract.Facts) PastHome {
	h := PastHome{URL: f.URL, Seen: f.Seen, SHA256: f.SHA256, Entries: HomeEntries(f)}
	switch sig := &f.Signals; {
	case sig.ListByScript != "", sig.PartByScript != "":
		h.Unseen = "信息由脚本填充"
	case sig.Challenge != "":
		h.Unseen = "返回的是访问验证页"
	case sig.Redirect != "":
		h.Unseen = "转向别处"
	case f.Kind == extract.Frame:
		h.Unseen = "由框架组成"
	}
	return h
}

// HomeEntries returns what a home page lists: its rows and every link of its main
// part with words as long as a title, each as its address and its title.
func HomeEntries(f *extract.Facts) []string {
	var out []string
	seen := map[string]bool{}
	add := func(url, title string) {
		key := url + " " + title
		if !seen[key] && len(out) < maxEntries {
			seen[key] = true
			out = append(out, key)
		}
	}
	for _, it := range f.Items {
		add(it.URL, it.Title)
	}
	for i := range f.Links {
		l := &f.Links[i]
		if l.Region == extract.Body && l.Via != extract.Picture && l.Via != extract.Include && utf8.RuneCountInString(l.Text) >= entryRunes {
			add(l.URL, l.Text)
		}
	}
	return out
}
