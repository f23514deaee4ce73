package extract

import (
	"strings"
)

// readMeta reads the page labels (网页标签) of 国办发〔2017〕47号 附件. A label that
// occurs twice counts with its first value that is not empty; labels in the body
// count too, because pasted templates bring a second head along.
func (p *page) readMeta() Meta {
	t := p.tree
	var m Meta
	for n := range p.each(metaTags) {
		raw, ok := t.AttrBytes(n, "name")
		if !ok {
			if raw, ok = t.AttrBytes(n, "property"); !ok {
				if raw, ok = t.AttrBytes(n, "http-equiv"); !ok { // as some templates write it
					continue
				}
			}
		}
		key := strings.TrimSpace(string(raw))
		if len(key) > 24 {
			continue
		}
		to := m.slot(strings.ToLower(key))
		if to == nil || *to != "" {
			continue
		}
		if v, ok := t.Attr(n, "content"); ok {
			*to = declaration(v)
		}
	}
	return m
}

// slot returns where the value of the label goes, nil for labels of no interest.
// maketime, others (页面生成时间) and the like say when a file was written, not
// when its content was published, and are left out on purpose.
func (m *Meta) slot(name string) *string {
	switch name {
	case "sitename":
		return &m.SiteName
	case "sitedomain":
		return &m.SiteDomain
	case "siteidcode":
		return &m.SiteIDCode
	case "columnname":
		return &m.ColumnName
	case "columndescription":
		return &m.ColumnDescription
	case "columnkeywords":
		return &m.ColumnKeywords
	case "columntype":
		return &m.ColumnType
	case "articletitle":
		return &m.ArticleTitle
	case "pubdate", "publishdate":
		return &m.PubDate
	case "contentsource":
		return &m.ContentSource
	case "keywords":
		return &m.Keywords
	case "description":
		return &m.Description
	case "author":
		return &m.Author
	}
	return nil
}

// metaByScript reports that a script names a label the page does not have.
func (p *page) metaByScript() bool {
	if p.f.Meta.SiteName != "" && p.f.Meta.SiteIDCode != "" {
		return false
	}
	for _, s := range p.scripts {
		if s.has("SiteIDCode") || s.has("SiteName") {
			return true
		}
	}
	return p.hollow()
}

// hollowRunes is the text below which a page that leads nowhere and has scripts of
// the site's own is the mere shell of what they show, labels included.
const hollowRunes = 120

func (p *page) hollow() bool {
	if p.f.Signals.TextRunes >= hollowRunes {
		return false
	}
	ways := 0
	for i := range p.f.Links {
		switch p.f.Links[i].Via {
		case Include, Picture, Called, Script:
		case FrameSrc:
			return false
		default:
			ways++
		}
	}
	if ways >= 3 {
		return false
	}
	files, hidden := p.siteScripts()
	return files > 0 || hidden
}
