package condition

// Site is what a condition can say of the whole site, as `site`.
type Site struct {
	ID        string   `cel:"id" zh:"站点编号"`
	Name      string   `cel:"name" zh:"站点名称"`
	URL       string   `cel:"url" zh:"首页地址"`
	Level     string   `cel:"level" zh:"层级：province、city、county、town、department、enterprise"`
	Of        string   `cel:"of" zh:"部门所属政府的层级，没有登记时为空"`
	Complete  bool     `cel:"complete" zh:"全站是否看完；没有看完时“没有”不等于没有"`
	Pages     int      `cel:"pages" zh:"取得的页面数"`
	Documents int      `cel:"documents" zh:"文件和文章数"`
	Columns   []string `cel:"columns" zh:"全部栏目的名称"`
	IPv6      bool     `cel:"ipv6" zh:"首页域名有没有 IPv6 地址"`
}

// Column is what a condition can say of one column, as `column`.
type Column struct {
	Name    string   `cel:"name" zh:"栏目名称"`
	Names   []string `cel:"names" zh:"栏目在各处的全部名称"`
	URL     string   `cel:"url" zh:"栏目地址"`
	Parent  string   `cel:"parent" zh:"上级栏目的名称，没有时为空"`
	Level   int      `cel:"level" zh:"第几级栏目，1 为一级"`
	InNav   bool     `cel:"in_nav" zh:"菜单里有没有"`
	OnHome  bool     `cel:"on_home" zh:"首页的菜单里有没有"`
	Rows    int      `cel:"rows" zh:"条目数"`
	Titles  []string `cel:"titles" zh:"条目的标题，最新的在前，至多 100 条"`
	Newest  string   `cel:"newest" zh:"最近一条的日期，如 2026-03-31；没有日期时为空"`
	AgeDays int      `cel:"age_days" zh:"最近一条距监测时间点的天数；没有日期时为 -1"`
}

// Document is what a condition can say of one document or article, as `doc`.
type Document struct {
	Title       string            `cel:"title" zh:"标题"`
	URL         string            `cel:"url" zh:"地址"`
	Number      string            `cel:"number" zh:"发文字号，没有时为空"`
	Validity    string            `cel:"validity" zh:"页面上的有效性标注，没有时为空"`
	Published   string            `cel:"published" zh:"发布日期，如 2026-03-31；没有时为空"`
	Written     string            `cel:"written" zh:"成文日期；没有时为空"`
	AgeDays     int               `cel:"age_days" zh:"发布距监测时间点的天数；没有日期时为 -1"`
	Columns     []string          `cel:"columns" zh:"列出它的栏目的名称"`
	Fields      map[string]string `cel:"fields" zh:"索引框：index_no doc_number issuer written published effective expires validity topic source subject"`
	Attachments []string          `cel:"attachments" zh:"附件的名称"`
	Images      int               `cel:"images" zh:"正文里的图片数"`
	Videos      int               `cel:"videos" zh:"正文里的视频数"`
	Runes       int               `cel:"runes" zh:"正文字数"`
}

// Page is what a condition can say of one page that was obtained, as `page`.
type Page struct {
	URL         string            `cel:"url" zh:"地址"`
	Title       string            `cel:"title" zh:"标题"`
	Kind        string            `cel:"kind" zh:"页面种类：home、list、article、report、frame、file、other"`
	Depth       int               `cel:"depth" zh:"离首页几次点击"`
	Crumbs      []string          `cel:"crumbs" zh:"当前位置（面包屑），外层在前"`
	Meta        map[string]string `cel:"meta" zh:"网页标签，如 SiteName、ColumnType、PubDate；没有的为空"`
	Charset     string            `cel:"charset" zh:"实际编码"`
	Runes       int               `cel:"runes" zh:"正文字数"`
	Rows        int               `cel:"rows" zh:"列表条目数"`
	Attachments []string          `cel:"attachments" zh:"附件的名称"`
}

// Facts is what one evaluation is given: the site, and the one thing the
// condition is about.
type Facts struct {
	AsOf     string // the day of judgement, 2026-04-10
	Site     *Site
	Column   *Column
	Document *Document
	Page     *Page
}
