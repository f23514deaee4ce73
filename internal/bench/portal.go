// Package bench measures a whole audit (crawl, facts, judgement, stored
// snapshot) against a bare fetch-and-tokenize crawl of the same pages in the same
// run, on a portal that it generates.
package bench

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	columns      = 120 // in the navigation of every page
	rowsPerList  = 20
	paragraphs   = 40 // pool the article texts are drawn from
	articleParas = 9
)

// Portal is a synthetic government portal of a given number of pages: a home
// page, paginated lists in 120 columns, and articles of about 55 KB whose markup
// is as wordy as what word processors leave behind. The same number always gives
// the same bytes. It counts which pages were asked for.
type Portal struct {
	// Dated portals say when their pages changed, and answer 304 to who has them.
	Dated bool
	// GBK portals are encoded in GBK.
	GBK bool

	articles int
	lists    int // list pages of each column
	total    int
	nav      string
	paras    []string

	mu    sync.Mutex
	asked map[string]int
}

// NewPortal returns a portal of at least 200 pages, as near to pages as its
// shape allows.
func NewPortal(pages int) *Portal {
	p := &Portal{asked: map[string]int{}}
	p.lists = max(1, pages/(columns*(rowsPerList+1)))
	p.articles = max(1, pages-1-columns*p.lists)
	p.total = 1 + columns*p.lists + p.articles
	p.nav = navigation()
	for i := range paragraphs {
		p.paras = append(p.paras, paragraph(i))
	}
	return p
}

// Pages returns the number of distinct pages.
func (p *Portal) Pages() int { return p.total }

// Visits returns how many distinct pages were asked for, and how many requests
// asked for a page again.
func (p *Portal) Visits() (distinct, again int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.asked {
		again += n - 1
	}
	return len(p.asked), again
}

// Asked returns how often a path was asked for.
func (p *Portal) Asked(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

// Reset forgets the visits.
func (p *Portal) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.asked)
}

// ServeHTTP answers for every page of the portal, 404 for all else.
func (p *Portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := p.page(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	p.asked[r.URL.Path]++
	p.mu.Unlock()
	if p.Dated {
		w.Header().Set("Last-Modified", changed)
		if r.Header.Get("If-Modified-Since") == changed {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if p.GBK {
		w.Header().Set("Content-Type", "text/html; charset=gbk")
		body = inGBK(body)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}

// changed is when every page of a dated portal was changed last.
const changed = "Sat, 01 Mar 2025 01:00:00 GMT"

func inGBK(utf8 []byte) []byte {
	utf8 = bytes.Replace(utf8, []byte(`<meta charset="utf-8">`), []byte(`<meta charset="gbk">`), 1)
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(utf8)
	if err != nil {
		panic("the portal has a character that is not in GBK: " + err.Error())
	}
	return gbk
}

func (p *Portal) page(path string) ([]byte, bool) {
	if path == "/" {
		return p.render("首页", "首页", p.homeBody()), true
	}
	if rest, ok := strings.CutPrefix(path, "/c"); ok {
		col, name, _ := strings.Cut(rest, "/")
		c, err := strconv.Atoi(col)
		if err != nil || c < 0 || c >= columns {
			return nil, false
		}
		n := 0
		if name != "" && name != "index.html" {
			if _, err := fmt.Sscanf(name, "index_%d.html", &n); err != nil {
				return nil, false
			}
		}
		if n < 0 || n >= p.lists {
			return nil, false
		}
		return p.render(columnName(c), columnName(c), p.listBody(c, n)), true
	}
	var a int
	if _, err := fmt.Sscanf(path, "/art/2025/3/1/art_%d.html", &a); err != nil || a < 0 || a >= p.articles {
		return nil, false
	}
	return p.render(articleTitle(a), columnName(a%columns), p.articleBody(a)), true
}

func (p *Portal) render(title, column, body string) []byte {
	var b bytes.Buffer
	b.Grow(len(p.nav) + len(body) + 2048)
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>%s-示例市人民政府</title>`+
		`<meta name="SiteName" content="示例市人民政府"><meta name="SiteDomain" content="www.example.gov.cn"><meta name="SiteIDCode" content="3299000001">`+
		`<meta name="ColumnName" content="%s"><meta name="ArticleTitle" content="%s"><meta name="PubDate" content="2025-03-01 09:00"></head><body>`, title, column, title)
	b.WriteString(p.nav)
	fmt.Fprintf(&b, `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/c%d/index.html">%s</a></div>`, 0, column)
	b.WriteString(body)
	b.WriteString(`<div class="footer">主办单位：示例市人民政府办公室　网站标识码：3299000001　苏ICP备05000000号</div></body></html>`)
	return b.Bytes()
}

func (p *Portal) homeBody() string {
	var b strings.Builder
	for c := range columns {
		fmt.Fprintf(&b, `<div class="block"><h2><a href="/c%d/index.html">%s</a></h2></div>`, c, columnName(c))
	}
	return b.String()
}

func (p *Portal) listBody(c, n int) string {
	var b strings.Builder
	b.WriteString(`<div class="main"><ul class="list">`)
	shown := 0
	for i := n * rowsPerList; i < (n+1)*rowsPerList; i++ {
		a := c + i*columns
		if a >= p.articles {
			break
		}
		shown++
		fmt.Fprintf(&b, `<li><a href="/art/2025/3/1/art_%d.html" title="%s">%s</a><span>2025-03-01</span></li>`, a, articleTitle(a), articleTitle(a))
	}
	// The last list page of a column takes what its equal share left over.
	if n == p.lists-1 {
		for a := c + (n+1)*rowsPerList*columns; a < p.articles; a += columns {
			fmt.Fprintf(&b, `<li><a href="/art/2025/3/1/art_%d.html" title="%s">%s</a><span>2025-03-01</span></li>`, a, articleTitle(a), articleTitle(a))
		}
	}
	b.WriteString(`</ul><div class="page">`)
	for i := range p.lists {
		if i == 0 {
			fmt.Fprintf(&b, `<a href="/c%d/index.html">1</a> `, c)
		} else if i == n-1 || i == n+1 || i == p.lists-1 {
			fmt.Fprintf(&b, `<a href="/c%d/index_%d.html">%d</a> `, c, i, i+1)
		}
	}
	b.WriteString(`</div></div>`)
	return b.String()
}

func (p *Portal) articleBody(a int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="xxgk"><table><tr><td>索引号：</td><td>EX%08d</td><td>发文机关：</td><td>示例市人民政府办公室</td></tr>`+
		`<tr><td>发文字号：</td><td>示政办发〔2025〕%d号</td><td>成文日期：</td><td>2025-02-28</td></tr><tr><td>发布日期：</td><td>2025-03-01</td><td>有效性：</td><td>有效</td></tr></table></div>`, a, a)
	fmt.Fprintf(&b, `<h1>%s</h1><div class="info">发布时间：2025-03-01 09:00　来源：市政府办公室</div><div id="zoom" class="content">`, articleTitle(a))
	for i := range articleParas {
		b.WriteString(p.paras[(a*7+i*3)%paragraphs])
	}
	fmt.Fprintf(&b, `<p>附件：<a href="/art/2025/3/1/art_%d.html">相关文件</a></p></div>`, (a+1)%p.articles)
	return b.String()
}

func navigation() string {
	var b strings.Builder
	b.WriteString(`<div class="header"><ul class="nav">`)
	for c := range columns {
		fmt.Fprintf(&b, `<li class="nav-item level-1"><a class="nav-link" target="_blank" href="/c%d/index.html" title="%s">%s</a></li>`, c, columnName(c), columnName(c))
	}
	b.WriteString(`</ul></div>`)
	return b.String()
}

func columnName(c int) string {
	named := []string{"政府信息公开", "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开", "政策解读", "机构职能", "行政规范性文件", "动态要闻", "通知公告"}
	if c < len(named) {
		return named[c]
	}
	return fmt.Sprintf("专题栏目%d", c)
}

func articleTitle(a int) string {
	return fmt.Sprintf("关于做好第%d批公共服务事项梳理工作的通知", a)
}

// paragraph is about 5.5 KB of markup around 350 characters, one span a phrase.
func paragraph(i int) string {
	var b strings.Builder
	b.WriteString(`<p style="text-indent:2em;line-height:28pt;margin:0pt;">`)
	for j := range 35 {
		fmt.Fprintf(&b, `<span style="font-family:仿宋_GB2312;font-size:16pt;mso-hansi-font-family:仿宋;color:rgb(51,51,51)">第%d项第%d目各单位要按时办结并公开，</span>`, i, j)
	}
	b.WriteString("</p>\n")
	return b.String()
}
