package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// mediaFiles are the endings of files that are pictures, sound or film.
var mediaFiles = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".m4a", ".wav", ".mp4", ".m4v", ".flv", ".swf", ".wmv"}

// beyondText reports that an interpretation is more than text: it holds a
// picture, film or sound, or its title or column names such a form (图解, 视频, 发布会).
func (e *explainer) beyondText() bool {
	f := e.page().Facts()
	if f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || wordIn(e.title, formWords) != "" {
		return true
	}
	for _, l := range f.Attachments {
		if startsWithAny(strings.ToLower(path.Ext(l.URL)), mediaFiles) || wordIn(extract.Fold(l.Text), formWords) != "" {
			return true
		}
	}
	for _, c := range e.doc.Columns {
		for _, n := range c.Names {
			if wordIn(extract.Fold(n), formWords) != "" {
				return true
			}
		}
	}
	for _, c := range f.Crumbs {
		if wordIn(extract.Fold(c.Name), formWords) != "" {
			return true
		}
	}
	return wordIn(extract.Fold(f.Meta.ColumnName), formWords) != ""
}

// textOnly reports that every interpretation of a document is text only, all of
// them having been obtained.
func (p *policy) textOnly() bool {
	for _, list := range [][]*explainer{p.sure, p.maybe} {
		for _, e := range list {
			if e.beyondText() {
				return false
			}
		}
	}
	m := p.page().Facts().Media
	return len(p.sure) > 0 && p.elsewhere == "" && m.Videos+m.Audios == 0
}

// judgeTextOnly judges whether a document is explained in more than text (多元化解读,
// regulations.md JD-05). A site on which most documents have text only has that
// manner, about which a person decides; a document that falls behind the site's
// own practice is certain.
func (n *interpretation) judgeTextOnly(b *policyBook, p *policy) (*Defect, string) {
	if !p.textOnly() {
		return nil, ""
	}
	if why := b.cannotSee(p); why != "" {
		return nil, why
	}
	var ev []Evidence
	for _, e := range p.sure {
		if _, why := b.c.textOf(e.page()); why != "" {
			return nil, "解读没有全部看到（" + why + "）：" + e.page().URL
		}
		ev = append(ev, e.evidence())
	}
	d := p.defect("text_only", Fail, fmt.Sprintf("有解读 %d 篇，都只有文字，没有图解、音频、视频等其他形式", len(p.sure)), append([]Evidence{p.evidence()}, ev...)...)
	if p.gone != "" {
		d.Outcome = Review
		d.Message += "；另有题为“" + shortTitle(p.gone) + "”的链接，其网页打不开"
	}
	if b.shareOfTextOnly() > n.TextOnlyShare {
		d.Outcome = Review
		d.Message += "；本站多数解读只有文字，是否达到多元化解读的要求需人工判断"
	}
	return d, ""
}

// shareOfTextOnly is the share of the interpreted documents with text only.
func (b *policyBook) shareOfTextOnly() float64 {
	if b.textOnly >= 0 {
		return b.textOnly
	}
	all, only := 0, 0
	for _, p := range b.policies {
		if len(p.sure) == 0 {
			continue
		}
		all++
		if p.textOnly() {
			only++
		}
	}
	b.textOnly = float64(only) / float64(max(all, 1))
	return b.textOnly
}
