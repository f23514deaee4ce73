package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// maxQuotes bounds the findings noted with one page.
const maxQuotes = 200

// quote is a finding that rests on a page, as it is noted beside it.
type quote struct {
	Rule    string        `json:"rule"`
	Outcome rules.Outcome `json:"outcome"`
	Code    string        `json:"code,omitempty"`
	Subject string        `json:"subject,omitempty"`
	Quote   string        `json:"quote,omitempty"`
	sha256  string
}

// quoted holds what the findings of a site rest on: by address, and by the hash of
// what they quote.
type quoted struct {
	byAddress map[string][]quote
	byHash    map[string][]quote
}

func quotedIn(r *audit.Site) quoted {
	q := quoted{map[string][]quote{}, map[string][]quote{}}
	if r == nil {
		return q
	}
	note := func(base quote, list []rules.Evidence) {
		for _, e := range list {
			base.Quote, base.sha256 = e.Quote, e.SHA256
			q.byAddress[e.URL] = append(q.byAddress[e.URL], base)
			q.byHash[e.SHA256] = append(q.byHash[e.SHA256], base)
		}
	}
	for _, f := range r.Findings {
		for _, d := range f.Defects {
			note(quote{Rule: f.Rule, Outcome: d.Outcome, Code: d.Code, Subject: d.Subject}, d.Evidence)
		}
		note(quote{Rule: f.Rule, Outcome: f.Outcome}, f.Seen)
	}
	return q
}

// of returns what rests on p: what names one of its addresses, and its content
// where it names any.
func (q quoted) of(p *site.Page) []quote {
	var out []quote
	take := func(list []quote) {
		for _, x := range list {
			if x.sha256 == "" || x.sha256 == p.SHA256 || p.Rendered != nil && x.sha256 == p.Rendered.SHA256 {
				out = append(out, x)
			}
		}
	}
	take(q.byAddress[p.URL])
	if p.Final != p.URL {
		take(q.byAddress[p.Final])
	}
	return out
}

// record returns what rests on the stored record with this hash.
func (q quoted) record(sha256 string) []quote { return q.byHash[sha256] }

// fieldBlock is a block of application/warc-fields.
type fieldBlock struct{ bytes.Buffer }

func (b *fieldBlock) add(name, value string) {
	if value != "" {
		b.WriteString(name + ": " + oneLine(value) + "\r\n")
	}
}

func (b *fieldBlock) quotes(list []quote) error {
	for i, q := range list {
		if i == maxQuotes {
			b.add("findings-left-out", fmt.Sprint(len(list)-i))
			return nil
		}
		var doc bytes.Buffer
		e := json.NewEncoder(&doc)
		e.SetEscapeHTML(false)
		if err := e.Encode(q); err != nil {
			return fmt.Errorf("note findings: %w", err)
		}
		b.add("finding", string(bytes.TrimSpace(doc.Bytes())))
	}
	return nil
}
