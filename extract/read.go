package extract

import (
	"fmt"

	"github.com/govaudit/govaudit/site"
)

// Read gives the facts of a fetched page as every reader of it must see them,
// while it is crawled or when it is judged again: as a browser showed it, where one
// was used; the home page is the one that no page led to, and a script speaks for
// the page it was found on. Facts that are kept with the page are taken from there.
func Read(p *site.Page) *Facts {
	var c *Codec
	return c.Read(p)
}

// parse reads the body of p. A page that makes this program fail gives facts that
// say so in every signal: what it shows counts as not observed.
func parse(p *site.Page) (f *Facts) {
	defer func() {
		if r := recover(); r != nil {
			f = unreadable(p, fmt.Sprintf("本程序未能解读该页（%v）", r))
		}
	}()
	if p.Rendered != nil {
		f = Page(shown(p), p.From == "" && p.Depth == 0)
		f.ran(p.Rendered.Lacks)
		return f
	}
	if !speaksForAnother(p) {
		q := *p
		if at := withinTag(p.Body); at >= 0 {
			q.Body = p.Body[:at]
		}
		f = Page(&q, p.From == "" && p.Depth == 0)
		f.sentOn(p.Exchange.Answer)
		if s := &f.Signals; s.Unended {
			s.Unended = Unmeasured(p.Exchange.Answer) || brokenOff(p.Body)
			if s.Unended && reachesFooter(f, p.Body) {
				s.Unended, s.FooterByScript = false, "页面没有结束标记，页脚可能没有收完"
			}
		}
		if f.Signals.Unended {
			f.ran("页面没有收完：中间断开，没有结束标记")
		}
		return f
	}
	q := *p
	q.Final = p.From
	f = Page(&q, false)
	f.URL = p.Final
	return f
}

// sentInGB is the type of a document shown whose page came in GB18030: its text is UTF-8
// now, its server still expects the other in what is asked of it.
const sentInGB = "text/html; charset=gb18030"

// shown is p with what a browser showed in place of what came. The document may
// still declare the encoding it was sent in; the mark in front says better.
func shown(p *site.Page) *site.Page {
	q := *p
	q.SHA256, q.ContentType = p.Rendered.SHA256, "text/html"
	if _, charset := Decode(p.Body, p.ContentType); charset == "gb18030" {
		q.ContentType = sentInGB
	}
	q.Body = append([]byte("\xEF\xBB\xBF"), p.Rendered.Body...)
	return &q
}

// ran takes into account that the scripts of the page were run: what they did not
// show is not there, unless they lacked something.
func (f *Facts) ran(lacks string) {
	s := &f.Signals
	before := s.PartByScript
	defer func() {
		if before == PostedPages || before == KeptChoice { // which no script could run
			s.PartByScript = before
		}
	}()
	if lacks != "" {
		s.PartByScript, s.AsideByScript, s.RelatedByScript = lacks, lacks, lacks
		if len(f.Items) == 0 {
			s.ListByScript = lacks
		}
		return
	}
	if waiting(s.ListByScript) == "" { // else it waits still
		s.ListByScript = ""
	}
	s.PartByScript, s.AsideByScript, s.BoxByScript, s.NavByScript, s.RelatedByScript, s.FooterByScript = "", "", "", "", "", ""
	s.Asks, s.NeedsBrowser, s.MetaByScript, f.Presses, s.Acts = "", "", false, nil, 0
	for i := range f.Fields {
		f.Fields[i].ByScript = false
	}
}

func unreadable(p *site.Page, why string) *Facts {
	return &Facts{URL: p.Final, Asked: p.URL, Seen: p.Fetched, SHA256: p.SHA256, Kind: Other, Signals: Signals{
		Total: -1, ListByScript: why, NavByScript: why, RelatedByScript: why, FooterByScript: why, PartByScript: why,
	}}
}
