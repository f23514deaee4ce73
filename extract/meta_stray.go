package extract

import (
	"strings"
)

// Stray holds the labels of an article that stand on a page which is not that article: a
// template that was made from an article brings its labels along to every page made with
// it. The zero value says that the labels of the page are its own.
type Stray struct {
	ColumnName, ArticleTitle, PubDate, ContentSource string
}

// Declared returns the page's labels as they stand in it, strays included.
func (f *Facts) Declared() Meta {
	m := f.Meta
	if f.Stray != (Stray{}) {
		m.ColumnName, m.ArticleTitle, m.PubDate, m.ContentSource = f.Stray.ColumnName, f.Stray.ArticleTitle, f.Stray.PubDate, f.Stray.ContentSource
	}
	return m
}

// leastOwnRunes is how much text a page has at least that shows what it is about: one
// with less may be waiting for the article its labels name.
const leastOwnRunes = 60

// setStrayAside takes the labels of an article away from a page whose own title stands in
// it as its heading and which shows the declared title nowhere.
func (c *content) setStrayAside() {
	f := c.f
	short, _ := cutTitle(f.Meta.ArticleTitle)
	declared, title := Fold(short), Fold(f.HTMLTitle)
	own := Fold(ownTitle(f.HTMLTitle, Meta{SiteName: f.Meta.SiteName}))
	if runeCount(declared) < minOverDate || runeCount(own) < minHeadingRunes || strings.Contains(title, declared) || strings.Contains(declared, own) || sharePairs(declared, own) {
		return
	}
	headed, runes := false, 0
	for i := range c.rows {
		l := &c.rows[i]
		if l.runes < minHeadingRunes {
			continue
		}
		if c.p.zones[l.node] == inBody {
			runes += int(l.runes)
		}
		if l.runes > maxHeadingRunes {
			continue
		}
		text := Fold(c.words(i))
		if strings.Contains(text, declared) || runeCount(text) >= minOverDate && strings.Contains(declared, text) {
			return
		}
		headed = headed || text == own && l.linked == 0 && c.p.zones[l.node] == inBody
	}
	if !headed || runes < leastOwnRunes {
		return
	}
	f.Stray = Stray{f.Meta.ColumnName, f.Meta.ArticleTitle, f.Meta.PubDate, f.Meta.ContentSource}
	f.Meta.ColumnName, f.Meta.ArticleTitle, f.Meta.PubDate, f.Meta.ContentSource = "", "", "", ""
}

// sharePairs reports that two titles have much of their wording in common, as a title and
// what it is shortened to have.
func sharePairs(a, b string) bool {
	r := []rune(a)
	shared := 0
	for i := 0; i+1 < len(r); i++ {
		if strings.Contains(b, string(r[i:i+2])) {
			shared++
		}
	}
	return shared*10 >= 3*min(len(r)-1, runeCount(b)-1)
}
