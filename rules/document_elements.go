package rules

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// documentElements judges what stands on the page of a document: the elements of
// its index box (索引号, 文号, 成文日期, 发布日期, 发文机关, 条例 article 12 for the
// catalogue), a version to download, and whether what is offered can be had:
//
//	check: document_elements
//	with:
//	  judge: [element_missing]
//	  elements: [index_no, written]
//	  texts: [{name: 公开属性, words: [此件公开发布, 主动公开]}]
//	  download: always
//
// An element is missing for certain where its label stands without a value, or
// where the page has an index box like the site's other documents and only this
// element is neither there nor anywhere else on the page. What no document of the
// site has is told in the reason: article 12 asks it of the catalogue, which may
// have it.
type documentElements struct {
	policyScope `yaml:",inline"`
	Judged      []string            `yaml:"judge"`    // the codes this rule looks for; empty: all
	Of          []documentKind      `yaml:"of"`       // the documents it binds
	Elements    []extract.FieldName `yaml:"elements"` // what each must have
	Texts       details             `yaml:"texts"`    // what each must say somewhere on its page
	Share       float64             `yaml:"share"`    // share of the site's documents that have an element, from which it is the manner of the site
	Least       int                 `yaml:"least"`    // documents from which there is a manner
	Box         int                 `yaml:"box"`      // elements from which a page has an index box
	Unnumbered  []string            `yaml:"unnumbered"`
	Numbered    []string            `yaml:"numbered"` // words of the title of a paper that always has a number: an empty label for it is a certain defect
	Download    downloadDuty        `yaml:"download"` // whether a version to download is asked for
	Types       []string            `yaml:"types"`    // file types that are one
	Versions    []string            `yaml:"versions"` // words of the name of a download version, besides the title
	Most        int                 `yaml:"most"`     // pages that are read again, at most
}

// documentKind is a class of documents.
type documentKind string

const (
	ofNormative documentKind = "normative"
	ofPolicy    documentKind = "policy"
)

// Validate reports a class that does not exist.
func (k documentKind) Validate() error {
	if k == ofNormative || k == ofPolicy {
		return nil
	}
	return fmt.Errorf("文件种类 %q 不存在：应为 normative（规范性文件）或 policy（其他政策文件）", string(k))
}

// downloadDuty is when a version to download is asked for.
type downloadDuty string

const (
	noDownloads    downloadDuty = ""         // not at all
	alwaysDownload downloadDuty = "always"   // of every document: a file beside it, whatever its name
	usualDownload  downloadDuty = "practice" // where most documents of the site have one
)

// Validate reports a word that does not exist.
func (d downloadDuty) Validate() error {
	if d == noDownloads || d == alwaysDownload || d == usualDownload {
		return nil
	}
	return fmt.Errorf("download: %q 不存在：应为 always、practice 之一，或留空", string(d))
}

func newDocumentElements() *documentElements {
	return &documentElements{
		policyScope: newPolicyScope(),
		Of:          []documentKind{ofNormative, ofPolicy},
		Elements:    []extract.FieldName{extract.IndexNo, extract.DocNumber, extract.Issuer, extract.Written, extract.Published},
		Share:       0.6, Least: 2, Box: 3,
		Unnumbered: []string{"公告", "通告", "规划", "标准", "章程", "规程", "公约"},
		Numbered:   []string{"印发"},
		Types:      []string{".pdf", ".doc", ".docx", ".wps", ".ofd"},
		Versions:   []string{"下载", "pdf版", "word版", "原文", "正文", "全文", "文件版", "版本"},
		Most:       60,
	}
}

func (k *documentElements) validate() error {
	k.policyScope = k.folded()
	k.Versions, k.Unnumbered, k.Numbered = foldAll(k.Versions), foldAll(k.Unnumbered), foldAll(k.Numbered)
	var problems []error
	for _, e := range k.Elements {
		if paperElements[e] == "" {
			problems = append(problems, fmt.Errorf("elements: 没有要素 %q，可用的有 %s", e, strings.Join(paperElementKeys(), "、")))
		}
	}
	if len(k.Texts) > 0 {
		problems = append(problems, k.Texts.prepare())
	}
	if len(k.Of) == 0 || k.Share <= 0 || k.Share > 1 || k.Least < 1 || k.Box < 1 || k.Most < 1 {
		problems = append(problems, errors.New("of 不能为空，应为 0 < share ≤ 1，least、box、most 不小于 1"))
	}
	problems = append(problems, knownCodes("document_elements", k.Judged))
	return errors.Join(problems...)
}

// paperElements are the elements by the names people use.
var paperElements = map[extract.FieldName]string{
	extract.IndexNo: "索引号", extract.DocNumber: "发文字号", extract.Issuer: "发文机关", extract.Written: "成文日期", extract.Published: "发布日期",
	extract.Topic: "主题分类", extract.Subject: "关键词", extract.Effective: "实施日期", extract.DocTitle: "标题", extract.Source: "信息来源",
}

func paperElementKeys() []string {
	var out []string
	for _, k := range sortedKeys(paperElements) {
		out = append(out, string(k))
	}
	return out
}

// Describe says which documents are looked at, and for what.
func (k *documentElements) Describe() string {
	var parts []string
	if wants(k.Judged, "element_missing") {
		var names []string
		for _, e := range k.Elements {
			names = append(names, paperElements[e])
		}
		names = append(names, k.Texts.names()...)
		parts = append(parts, fmt.Sprintf("看有没有：%s。有栏目名称而值为空的认定；本站 %.0f%% 以上的文件都有、独这一件没有、标题正文标签里也找不到的认定；"+
			"全站都没有的写进说明，不认定；由脚本填写的不认定", strings.Join(names, "、"), 100*k.Share))
	}
	if wants(k.Judged, "no_download") && k.Download != noDownloads {
		parts = append(parts, "看有没有可下载的 "+strings.Join(k.Types, "、")+" 版本")
	}
	if wants(k.Judged, "broken_download") {
		parts = append(parts, "附件的地址明确回答“没有”的认定打不开，超时、拒绝访问的不认定")
	}
	return "认出规范性文件和政策文件的页面（所在栏目、文号、标题），" + strings.Join(parts, "；") + "。"
}

// Judge implements [Check].
func (k *documentElements) Judge(c *Case) Judgement {
	p := k.papers(c)
	if len(p.list) == 0 && p.unshown != nil {
		return Judgement{Unknown: unshownWords(p.unshown)}
	}
	if len(p.list) == 0 {
		if why := k.view(c).unreadColumn(c.Portal); why != "" {
			return Judgement{Unknown: why}
		}
		if c.documentsSeen() {
			return Judgement{Exempt: "站内未见规范性文件、政策文件"}
		}
		return Judgement{Unknown: "采集不完整，已见页面中没有规范性文件、政策文件"}
	}
	j := Judgement{Examined: len(p.list)}
	manner := ""
	if wants(k.Judged, "element_missing") {
		j.Defects, manner = k.judgeElements(c, p)
	}
	if wants(k.Judged, "no_download") && k.Download != noDownloads {
		j.Defects = append(j.Defects, k.judgeDownloads(c, p)...)
	}
	if wants(k.Judged, "broken_download") {
		for _, d := range p.list {
			j.Defects = append(j.Defects, k.judgeBroken(c, d)...)
		}
	}
	switch {
	case p.left > 0:
		j.Unknown = fmt.Sprintf("另有 %d 件文件须逐页重读，超过一次审计的限度，没有看", p.left)
	case p.unshown != nil:
		j.Unknown = fmt.Sprintf("已查 %d 件文件；%s", len(p.list), unshownWords(p.unshown))
	case !c.documentsSeen():
		j.Unknown = fmt.Sprintf("已查 %d 件文件；采集不完整（%s）", len(p.list), c.Portal.Snapshot.Stopped)
	}
	j.Reason = fmt.Sprintf("查了 %d 件规范性文件、政策文件", len(p.list))
	if manner != "" {
		j.Reason += "；" + manner
	}
	for _, d := range p.list[:min(3, len(p.list))] {
		j.Seen = append(j.Seen, Quote(d.doc.Page, d.doc.Title))
	}
	return j
}

// paper is one document with what its page was found to have.
type paper struct {
	doc      *portal.Document
	standing standing
	has      map[extract.FieldName]bool // by its index box
	boxed    int                        // elements in the box, empty ones included
	full     *extract.Facts             // read again; nil: not yet
}

// paperSet is the documents of a site, and the manner in which they are published.
type paperSet struct {
	list []*paper
	read int // pages read again
	left int // pages that would have to be
	// unshown is one that was answered without itself; nil: none.
	unshown *portal.Page
}

// papers lists the documents a rule is about.
func (k *documentElements) papers(c *Case) *paperSet {
	p := &paperSet{}
	view := k.view(c)
	for _, d := range c.Portal.Documents() {
		sig := d.Page.Signals()
		if !c.Portal.InScope(d.Page.URL) || sig.Challenge != "" || sig.Error != "" {
			continue
		}
		is := view.paper(d)
		if (is == normative || is == policyPaper) && instead(c, d) {
			p.unshown = d.Page
			continue
		}
		if is == normative && slices.Contains(k.Of, ofNormative) || is == policyPaper && slices.Contains(k.Of, ofPolicy) {
			p.list = append(p.list, newPaper(d, is))
		}
	}
	return p
}

func newPaper(d *portal.Document, is standing) *paper {
	x := &paper{doc: d, standing: is, has: map[extract.FieldName]bool{}}
	seen := map[extract.FieldName]bool{}
	for _, f := range d.Page.Facts().Fields {
		if f.Via != "stamp" && f.Name != extract.Source && f.Name != extract.Published && !seen[f.Name] {
			seen[f.Name] = true
			x.boxed++
		}
		if valued(f.Value) || f.ByScript {
			x.has[f.Name] = true
		}
	}
	return x
}

// valued reports that the value of a field is more than strokes.
func valued(value string) bool {
	return strings.Trim(extract.Fold(value), "-—–_/\\.·*:;,()[]〔〕【】 ") != ""
}

// share returns which part of the documents of one standing have an element in
// their index box, and how many of them were looked at.
func (p *paperSet) share(is standing, e extract.FieldName) (part float64, of int) {
	n := 0
	for _, x := range p.list {
		if x.standing != is {
			continue
		}
		of++
		if x.has[e] {
			n++
		}
	}
	if of == 0 {
		return 0, 0
	}
	return float64(n) / float64(of), of
}

// again reads a page again, as long as there are not too many; false where not.
func (p *paperSet) again(c *Case, x *paper, most int) bool {
	if x.full != nil {
		return true
	}
	if p.read >= most {
		p.left++
		return false
	}
	p.read++
	f, err := c.Portal.Full(x.doc.Page)
	if err != nil {
		p.left++
		return false
	}
	x.full = f
	return true
}
