package crawler

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// wasFed reports a page whose data came without a browser.
func (cr *crawl) wasFed(address string) bool {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	return cr.renders.fed[address]
}

// leadOn reports rows whose addresses are known: data without them do not spare the
// page that asks for them the browser.
func leadOn(rows []extract.Item) bool {
	return slices.ContainsFunc(rows, func(it extract.Item) bool { return it.URL != "" })
}

// spare takes out of the view of a page what its scripts asked for by POST, where the
// crawl asked the same address by GET and got rows: the list is not cut short by that.
// Elsewhere what was pressed for it is lost.
func (cr *crawl) spare(h *held, v *BrowserView) {
	defer func() { v.Lost, v.Posted = cmp.Or(v.Lost, v.Posted), "" }()
	if h.facts == nil || len(v.Posts) == 0 || !cr.wasFed(h.page.URL) {
		return
	}
	for _, address := range v.Posts {
		path, _, _ := strings.Cut(address, "?")
		asked := func(l extract.Link) bool {
			own, _, _ := strings.Cut(l.URL, "?")
			return l.Via == extract.Called && own == path
		}
		if !aside(address) && !slices.ContainsFunc(h.facts.Links, asked) {
			return
		}
	}
	v.Posts, v.Rest, v.Posted = nil, "", ""
}

// aimless reports a page whose empty part its scripts filled with words alone, none of
// which leads anywhere: entries that nobody knew how to press, as those of a tree. A short
// article bears a day.
func aimless(plain, shown *extract.Facts) bool {
	if plain == nil || !strings.HasPrefix(plain.Signals.NeedsBrowser, "#") || !thin(shown) || shown.Signals.Placeholder != "" {
		return false
	}
	if shown.Kind == extract.Article || len(shown.Dates) > 0 || shown.Media.Images > plain.Media.Images {
		return false
	}
	before, now := waysOf(plain), waysOf(shown)
	return !now.frames && now.plain+now.script <= before.plain+before.script && shown.Signals.TextRunes >= plain.Signals.TextRunes+aimlessRunes
}

// aimlessRunes is the text, in characters, of the least that entries say.
const aimlessRunes = 6
