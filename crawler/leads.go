package crawler

import (
	"net/url"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// maxRestless bounds the links followed of what did not come to rest: scripts may make them without end.
const maxRestless = 150

// restrained is what is followed of a page.
func restrained(p *site.Page, f *extract.Facts) *extract.Facts {
	if p.Rendered == nil || !p.Rendered.Rest.Restless || len(f.Links) <= maxRestless {
		return f
	}
	g := *f
	g.Links = g.Links[:maxRestless]
	return &g
}

// leadsOf are the links to where a page wanted to send its readers in the browser.
func leadsOf(p *site.Page) []extract.Link {
	if p.Rendered == nil || len(p.Rendered.Rest.Leads) == 0 {
		return nil
	}
	base, err := url.Parse(p.Final)
	if err != nil {
		return nil
	}
	var out []extract.Link
	for _, lead := range p.Rendered.Rest.Leads {
		if address, ok := extract.Normalize(base, lead); ok {
			out = append(out, extract.Link{URL: address, Region: extract.Body, Via: extract.Refresh})
		}
	}
	return out
}
