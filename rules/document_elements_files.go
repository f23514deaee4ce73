package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// judgeDownloads looks for documents without a version to download.
func (k *documentElements) judgeDownloads(c *Case, p *paperSet) []Defect {
	// A site gives its normative documents a file, and not every notice: the manner is
	// that of documents of one standing.
	have, of := map[standing]int{}, map[standing]int{}
	for _, x := range p.list {
		of[x.standing]++
		if k.version(x, k.Download == usualDownload) {
			have[x.standing]++
		}
	}
	var out []Defect
	var copies map[string]bool
	for _, x := range p.list {
		if k.version(x, false) {
			continue
		}
		all, with := of[x.standing], have[x.standing]
		if k.Download == usualDownload && (all <= k.Least || float64(with) < k.Share*float64(all)) {
			continue
		}
		if copies == nil {
			copies = k.offered(c)
		}
		if slices.ContainsFunc(titleKeys(x.doc.Title), func(key string) bool { return copies[key] }) {
			continue // another page of the document, in the library or on the notice board, offers it
		}
		name := "《" + shortTitle(x.doc.Title) + "》"
		d := failing("no_download", x.doc.Page.URL, name+"的页面没有可下载的版本", Quote(x.doc.Page, x.doc.Title))
		if k.Download == usualDownload {
			d.Message += fmt.Sprintf("，本站 %d 件同类文件中有 %d 件有", all, with)
		}
		f := x.doc.Page.Facts()
		switch {
		case f.Signals.RelatedByScript != "" || f.Signals.PartByScript != "":
			d.Outcome, d.Message = Review, d.Message+"；页面的一部分由脚本填入，须由人工核对"
		case len(f.Attachments) > 0 || len(f.Unopened) > 0:
			d.Outcome, d.Message = Review, d.Message+"；另有附件，是否为文件本身须由人工核对"
		}
		out = append(out, d)
	}
	return out
}

// offered returns the keys of the titles of all documents with a file of the
// right type beside them.
func (k *documentElements) offered(c *Case) map[string]bool {
	out := map[string]bool{}
	for _, d := range c.Portal.Documents() {
		if len(d.Page.Attachments()) > 0 && k.version(&paper{doc: d}, false) {
			for _, key := range titleKeys(d.Title) {
				out[key] = true
			}
		}
	}
	return out
}

// version reports that a page offers a file of the document: any file of the right
// type, or, where named, one that goes by the title or calls itself a version.
func (k *documentElements) version(x *paper, named bool) bool {
	keys := titleKeys(x.doc.Title)
	return slices.ContainsFunc(x.doc.Page.Attachments(), func(l extract.Link) bool {
		words := extract.Fold(l.Text + " " + l.Title)
		if !slices.Contains(k.Types, fileType(l.URL)) && !slices.ContainsFunc(k.Types, func(t string) bool { return strings.Contains(words, t) }) {
			return false
		}
		if !named || wordIn(words, k.Versions) != "" || len(strings.TrimSpace(words)) <= len("pdf") {
			return true
		}
		return slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(words, key) })
	})
}

// fileType returns the ending of an address, in lower case.
func fileType(url string) string {
	url, _, _ = strings.Cut(strings.ToLower(url), "?")
	return path.Ext(url)
}

// judgeBroken looks for attachments that the server says are not there.
func (k *documentElements) judgeBroken(c *Case, x *paper) []Defect {
	var names []string
	var seen []Evidence
	for _, l := range x.doc.Page.Attachments() {
		pg := c.Portal.Page(l.URL)
		if l.Via == extract.OnClick || pg == nil || pg == x.doc.Page || !pg.Failure.Definite() || blanketSoft(c, pg) {
			continue
		}
		names = append(names, "“"+strings.TrimSpace(l.Text)+"”（"+failureWords(pg)+"）")
		seen = append(seen, Quote(x.doc.Page, l.Text+" "+l.URL))
	}
	if len(names) == 0 {
		return nil
	}
	return []Defect{failing("broken_download", x.doc.Page.URL, "《"+shortTitle(x.doc.Title)+"》的附件打不开："+strings.Join(names, "、"), seen...)}
}

// blanketSoft reports that a page that is said to be missing is the same page the
// site gives for most addresses: that may be a guard of the site.
func blanketSoft(c *Case, pg *portal.Page) bool {
	return pg.Failure == "soft404" && blanket(c.Portal)
}
