package reports

import (
	"io"

	"github.com/govaudit/govaudit/audit"
)

// pageFiles are report.html, crawl.html and one page per site.
func (r *Report) pageFiles(b book) (files []File) {
	p, err := newPages()
	if err != nil {
		panic("reports: embedded templates: " + err.Error()) // proven by every test
	}
	run := r.runView(b)
	books := workbookNames(r.Results.Sites)
	var taken names
	addresses := pageOf{}
	for _, s := range r.Results.Sites {
		addresses[s.ID] = "sites/" + taken.file(s.ID, "site") + ".html"
	}
	files = append(files, File{Name: "report.html", Write: func(out io.Writer) error {
		body, err := r.runPage(b, addresses)
		if err != nil {
			return err
		}
		return p.render(out, "report.html", frame{Title: "政务公开检查报告", Run: run, Body: body})
	}}, File{Name: "crawl.html", Write: func(out io.Writer) error {
		body, err := r.crawlPage(addresses)
		if err != nil {
			return err
		}
		return p.render(out, "crawl.html", frame{Title: "抓取情况", Home: "report.html", Run: run, Body: body})
	}})
	for _, s := range r.Results.Sites {
		files = append(files, File{Name: addresses[s.ID], Site: s.ID, Write: func(out io.Writer) error {
			s, err := r.whole(s)
			if err != nil {
				return err
			}
			body := r.siteView(b, s, "../"+books[departmentOf(s)])
			return p.render(out, "site.html", frame{Title: siteTitle(s), Home: "../report.html", Run: run, Body: body})
		}})
	}
	return files
}

func siteTitle(s *audit.Site) string {
	if name := clip(clean(s.Name), 80); name != "" {
		return name
	}
	return s.ID
}
