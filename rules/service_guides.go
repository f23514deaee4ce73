package rules

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// serviceGuides judges the guides to public services (办事指南) by the classes of
// elements they lack (国办秘函〔2019〕19号, 单项否决 6: 办事指南重点要素类别缺失 4 类及以上的事项
// 5 个及以上):
//
//	check: service_guides
//	with:
//	  judge: [many_lacking]
//	  lacking: 4      # 缺失的要素类别
//	  count: 5        # 这样的事项
//
// A class counts as there if any of its words stands anywhere on the page. What a
// picture, an attachment, a script or another site may say is for a person.
type serviceGuides struct {
	Judged   []string       `yaml:"judge"`    // the codes this rule looks for; empty: all
	Titles   []string       `yaml:"titles"`   // words of the title of a guide
	Columns  []string       `yaml:"columns"`  // words of the columns whose articles are guides
	Unlike   []string       `yaml:"unlike"`   // words of titles that are none
	Elements []guideElement `yaml:"elements"` // the classes
	Lacking  int            `yaml:"lacking"`  // classes from which on a matter counts
	Count    int            `yaml:"count"`    // matters from which on many_lacking holds
	Sample   int            `yaml:"sample"`   // guides that are read at most
}

// guideElement is one class of elements and the words that show it.
type guideElement struct {
	Name  string   `yaml:"name,required"`
	Words []string `yaml:"words,required"`
}

func newServiceGuides() *serviceGuides {
	return &serviceGuides{
		Lacking: 4, Count: 5, Sample: 60,
		Titles:  []string{"办事指南", "服务指南", "办理指南", "办事须知"},
		Columns: []string{"办事指南", "服务指南", "办理指南"},
		Unlike:  []string{"公开指南", "依申请", "通知", "公告", "公示", "关于印发", "解读", "新闻", "目录", "下载", "编制", "统计"},
		Elements: []guideElement{
			{"设定依据", []string{"依据", "根据"}},
			{"申请条件", []string{"条件", "对象", "申请人", "范围", "谁能", "谁可以", "哪些人"}},
			{"办理材料", []string{"材料", "资料", "证件", "携带", "提交", "户口簿", "身份证", "证明", "凭", "带什么", "带哪些", "准备什么"}},
			{"办理地点", []string{"地点", "地址", "窗口", "大厅", "中心", "派出所", "服务站", "前台", "去哪", "到哪", "在哪", "哪里办"}},
			{"办理时间", []string{"时间", "时限", "工作日", "上午", "期限", "当场", "即办", "随到随办", "天内", "日内", "周一", "多久", "几天"}},
			{"联系电话", []string{"电话", "联系方式", "咨询方式", "热线"}},
			{"办理流程", []string{"流程", "程序", "步骤", "办理方式", "环节", "怎么办", "怎样办", "如何办"}},
		},
	}
}

func (k *serviceGuides) validate() error {
	switch {
	case k.Lacking < 1 || k.Count < 1 || k.Sample < 1:
		return errors.New("lacking、count、sample 都应不小于 1")
	case k.Lacking > len(k.Elements):
		return fmt.Errorf("lacking 是 %d，而 elements 只有 %d 类", k.Lacking, len(k.Elements))
	}
	return nil
}

func (k *serviceGuides) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Describe says what of a guide is looked for.
func (k *serviceGuides) Describe() string {
	var names []string
	for _, e := range k.Elements {
		names = append(names, e.Name)
	}
	return fmt.Sprintf("在标题或栏目为“%s”的文章里逐篇找%s各类要素的字样，任一同义词出现即算有。缺 %d 类及以上的事项达到 %d 个为严重；"+
		"页面带图片、附件、框架、脚本填写的内容或通往别的网站的，提请人工。最多看 %d 篇；指南在统一的政务服务网上的，本程序看不到。",
		strings.Join(k.Titles, "”“"), strings.Join(names, "、"), k.Lacking, k.Count, k.Sample)
}

// lackingGuide is one guide and the classes it lacks.
type lackingGuide struct {
	page    *portal.Page
	missing []string
	maybe   string // where they may be all the same (Chinese)
}

// Judge reads the guides.
func (k *serviceGuides) Judge(c *Case) Judgement {
	guides := k.guides(c)
	if len(guides) == 0 {
		if !c.documentsSeen() {
			return Judgement{Unknown: "看到的部分没有办事指南，而网站没有看完"}
		}
		return Judgement{Exempt: "本站没有办事指南，通常在统一的政务服务网上"}
	}
	var lacking []lackingGuide
	certain, read := 0, 0
	for _, pg := range guides {
		f, err := c.Portal.Full(pg)
		if err != nil {
			continue
		}
		read++
		g := lackingGuide{page: pg, missing: k.missing(f), maybe: k.elsewhere(c, pg)}
		if len(g.missing) == 0 {
			continue
		}
		lacking = append(lacking, g)
		if len(g.missing) >= k.Lacking && g.maybe == "" {
			certain++
		}
	}
	j := Judgement{Examined: read}
	j.Reason = fmt.Sprintf("看了 %d 篇办事指南，缺 %d 类及以上要素的确定有 %d 篇", read, k.Lacking, certain)
	j.Seen = []Evidence{Quote(guides[0], guides[0].Title())}
	if k.wants("element_missing") {
		for _, g := range lacking {
			j.Defects = append(j.Defects, g.defect("element_missing", fmt.Sprintf("《%s》缺少%s", shortTitle(g.page.Title()), strings.Join(g.missing, "、"))))
		}
	}
	if k.wants("many_lacking") {
		k.many(c, &j, lacking, certain)
	}
	return j
}

// many judges the number of guides that lack much.
func (k *serviceGuides) many(c *Case, j *Judgement, lacking []lackingGuide, certain int) {
	var sure, all []Evidence
	for _, g := range lacking {
		if len(g.missing) < k.Lacking {
			continue
		}
		e := Quote(g.page, g.page.Title())
		all = append(all, e)
		if g.maybe == "" {
			sure = append(sure, e)
		}
	}
	switch {
	case certain >= k.Count:
		j.Defects = append(j.Defects, failing("many_lacking", c.Target.URL, fmt.Sprintf("%d 个事项的办事指南缺少 %d 类及以上要素", certain, k.Lacking), sure...))
	case len(all) >= k.Count:
		j.Defects = append(j.Defects, doubtful("many_lacking", c.Target.URL, fmt.Sprintf("%d 个事项的办事指南页面上看不到 %d 类及以上要素，其中 %d 个可能写在图片、附件或别处，须由人工核实", len(all), k.Lacking, len(all)-certain), all...))
	}
}

func (g lackingGuide) defect(code, message string) Defect {
	proof := Quote(g.page, g.page.Title())
	if g.maybe != "" {
		return doubtful(code, g.page.URL, message+"；但"+g.maybe+"，须由人工核实", proof)
	}
	return failing(code, g.page.URL, message, proof)
}

// guides returns the pages that are guides, by address: those of that title, and
// what the columns of guides list.
func (k *serviceGuides) guides(c *Case) []*portal.Page {
	listed := map[*portal.Page]bool{}
	for _, col := range c.Portal.Columns {
		if !slices.ContainsFunc(col.Names, func(n string) bool { return foldedWord(n, k.Columns) != "" && foldedWord(n, k.Unlike) == "" }) {
			continue
		}
		for _, it := range col.Items() {
			if pg := c.Portal.Page(it.URL); pg.OK() {
				listed[pg] = true
			}
		}
	}
	var out []*portal.Page
	for _, pg := range c.Portal.Pages {
		if len(out) == k.Sample {
			break
		}
		if !pg.OK() || pg == c.Portal.Home || pg.Kind() != extract.Article && pg.Kind() != extract.Other || pg.Rows() > 0 || foldedWord(pg.Title(), k.Unlike) != "" {
			continue
		}
		if listed[pg] || foldedWord(pg.Title(), k.Titles) != "" && c.Portal.Column(pg.URL) == nil {
			out = append(out, pg)
		}
	}
	return out
}

// missing returns the classes of which no word stands on the page.
func (k *serviceGuides) missing(f *extract.Facts) []string {
	text := extract.Fold(f.Text)
	var out []string
	for _, e := range k.Elements {
		if !slices.ContainsFunc(e.Words, func(w string) bool { return strings.Contains(text, extract.Fold(w)) }) && !(e.Name == "联系电话" && phoneAsked.MatchString(text)) {
			out = append(out, e.Name)
		}
	}
	return out
}

// phoneAsked is a number to call, without the word for it.
var phoneAsked = regexp.MustCompile(`(?:咨询|联系|拨打|致电|询|拨)[^\d。;\n]{0,6}\(?\d[\d()-]{4,}`)

// elsewhere says where the elements of a guide may stand besides its text; "" if
// nowhere.
func (k *serviceGuides) elsewhere(c *Case, pg *portal.Page) string {
	f := pg.Facts()
	switch {
	case len(f.Attachments) > 0:
		return "另有附件"
	case f.Media.Images+f.Media.Videos > 0, f.Signals.Embedded && !c.Portal.Embeds():
		return "另有图片或视频"
	case f.Signals.ListByScript != "", f.Signals.PartByScript != "", f.Signals.Redirect != "", f.Signals.Challenge != "":
		return "部分内容由脚本填充"
	case len(pg.Frames()) > 0:
		return "部分内容在框架中"
	}
	for _, lead := range pg.Related() {
		if !c.Portal.InScope(lead.URL) {
			return "通往别的网站"
		}
	}
	full, err := c.Portal.Full(pg)
	if err != nil {
		return "页面未能重新读取"
	}
	for _, l := range full.Links {
		if l.Region == extract.Body && l.URL != pg.URL && (bareNames.MatchString(extract.Fold(l.Text)) || foldedWord(l.Text, append([]string{"详情", "要点", "材料", "流程", "全文"}, k.Titles...)) != "") {
			return "另有链接“" + l.Text + "”"
		}
	}
	if said := toldElsewhere.FindString(extract.Fold(full.Text)); said != "" {
		return "正文写有“" + said + "”"
	}
	return ""
}

// toldElsewhere says in the text of a guide that the rest stands elsewhere, or that there
// is nothing left to tell.
var toldElsewhere = regexp.MustCompile(`(?:登录|登陆|访问|关注|进入|扫描|扫码|见|在)[^。;\n]{0,30}(?:政务服务网|一网通办|公众号|小程序|二维码|客户端|网站|app)|扫码|(?:全程|在线|网上|线上)(?:网办|办理|申办|申请|预约)|(?:详见|详情|见附|移步|新版见|通过[^。;\n]{0,14}app)|(?:zwfw|www)\.[\w.-]+|(?:本|该|此)(?:事项|业务)已?(?:被)?(?:停办|取消|下放|停止|暂停|整合|合并|并入|纳入|划转|移交)|不再(?:单独|另行)?(?:办理|受理|实施|需要)`)
