package rules

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// kindOfLink tells by its file name what an address leads to; "" for what no
// reader follows, such as a script.
func kindOfLink(address string) string {
	p, _, _ := strings.Cut(address, "?")
	_, p, _ = strings.Cut(p, "://")
	_, p, ok := strings.Cut(p, "/")
	if !ok {
		return linkPage
	}
	switch strings.ToLower(path.Ext(p)) {
	case ".js", ".css", ".map", ".ico", ".woff", ".ttf", ".json", ".xml":
		return ""
	case ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".svg":
		return linkPicture
	case ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".pdf", ".wps", ".et", ".ofd", ".ceb", ".rtf", ".zip", ".rar", ".7z", ".csv", ".txt":
		return linkAttachment
	}
	return linkPage
}

// place finds a page on which the address stands as it was asked for, as a link a
// reader can follow or a picture he should see. Without one nothing is broken: the
// address was guessed, or the page writes another form of it.
func (b *broken) place(book linkBook) bool {
	for _, a := range book.c.Portal.Anchors(b.to.Asked()) {
		if a.Via != extract.Anchor && a.Via != extract.FrameSrc {
			continue
		}
		b.pages += a.Count
		if b.from == nil {
			b.stands(book, a.From)
		}
	}
	if b.from == nil {
		b.stands(book, b.to.From())
	}
	b.pages = max(b.pages, 1)
	return b.from != nil
}

// stands looks for the very address on the page at from.
func (b *broken) stands(book linkBook, from string) {
	pg := book.c.Portal.Page(from)
	for _, l := range book.links(pg) {
		if l.URL == b.to.Asked() && (l.Via == extract.Anchor || l.Via == extract.FrameSrc || l.Via == extract.Picture) {
			b.from, b.link = pg, l
			return
		}
	}
}

// linkBook reads the links of pages again, of each once.
type linkBook struct {
	c    *Case
	read map[*portal.Page][]extract.Link
}

// maxReread bounds the pages that are read again for their links.
const maxReread = 300

// links returns every link of a page, nil if it was not obtained or too many were
// read already.
func (k linkBook) links(pg *portal.Page) []extract.Link {
	list, ok := k.read[pg]
	if ok || !pg.OK() || len(k.read) >= maxReread {
		return list
	}
	if f, err := k.c.Portal.Full(pg); err == nil && f != nil {
		list = f.Links
	}
	k.read[pg] = list
	return list
}

// defect puts a broken link into words, with the place of the link and the
// answer as evidence.
func (k *links) defect(c *Case, b broken, flood bool) (Defect, bool) {
	name := strings.TrimSpace(b.link.Text)
	if name == "" {
		name = path.Base(b.to.Asked())
	}
	where := b.from.URL
	if b.pages > 1 {
		where += fmt.Sprintf("（共 %d 个页面）", b.pages)
	}
	word := map[string]string{linkPage: "链接", linkAttachment: "附件", linkPicture: "图片"}[b.kind]
	message := fmt.Sprintf("%s“%s”打不开（%s），见于 %s", word, abridge(name), b.said, where)
	evidence := []Evidence{Quote(b.from, name), linkAnswer(b.to, b.said)}
	switch {
	case flood:
		return doubtful("broken", b.to.Asked(), message+"；打不开的地址过多，可能是访问受限或网站正在迁移，须由人工核实", evidence...), true
	case b.certain && toldGone.MatchString(extract.Fold(name)):
		return doubtful("broken", b.to.Asked(), message+"；链接的文字已说明它不再有效，是否须撤下链接由人工决定", evidence...), true
	case b.certain:
		return failing("broken", b.to.Asked(), message, evidence...), true
	}
	return doubtful("broken", b.to.Asked(), message+"；可能是暂时故障，须由人工核实", evidence...), true
}

// toldGone is the text of a link that tells its reader that there is nothing any more.
var toldGone = regexp.MustCompile(`[(\[【](?:本?(?:链接|网页|页面|文件))?已(?:经)?(?:失效|撤下|下线|迁移|删除|关闭|停用|停止)`)

// linkAnswer is evidence of what came for an address. The hash is that of the
// answer's body, where it had one.
func linkAnswer(pg *portal.Page, said string) Evidence {
	return Evidence{URL: pg.Asked(), Seen: pg.Fetched(), Quote: abridge(said), SHA256: pg.SHA256()}
}

// unserved takes the pictures out of failed where hardly any picture of the site
// came at all: they are kept where strangers are refused, or were left behind, and
// a person looks once instead of at each.
func (k *links) unserved(c *Case, failed []broken) ([]broken, *Defect) {
	there := c.Portal.Snapshot.Pictures
	for _, pg := range c.Portal.Pages {
		if pg.OK() && kindOfLink(pg.URL) == linkPicture {
			there++
		}
	}
	isPicture := func(b broken) bool { return b.kind == linkPicture }
	if there >= k.Pictures || !slices.ContainsFunc(failed, isPicture) {
		return failed, nil
	}
	n := 0
	var first broken
	for _, b := range failed {
		if isPicture(b) {
			if n++; n == 1 {
				first = b
			}
		}
	}
	rest := slices.DeleteFunc(failed, isPicture)
	d := doubtful("broken", first.to.Asked(), fmt.Sprintf("试过的 %d 张图片都没有取到（如 %s，见于 %s；%s），可能是图片另处存放、不许站外读取，须由人工核实", n, first.to.Asked(), first.from.URL, first.said),
		Quote(first.from, path.Base(first.to.Asked())), linkAnswer(first.to, first.said))
	return rest, &d
}

// unvisited says why a part of the site was not looked at, "" if all of it was: a
// few addresses without an answer hide no more than themselves.
func unvisited(c *Case) string {
	s := c.Portal.Snapshot
	if s.Cut {
		return "抓取不完整：" + s.Stopped
	}
	for _, why := range []string{"page_limit", "time_limit", "only_waiting", "byte_limit", "address_limit", "host_down", "blocked", "interrupted"} {
		if s.Skipped[why] > 0 {
			return "抓取不完整：" + s.Stopped
		}
	}
	return ""
}
