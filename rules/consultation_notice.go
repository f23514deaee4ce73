package rules

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// shortNotice is the length in characters from which on a text may hold the
// draft itself.
const shortNotice = 1200

// shortText reports that so little stands on the page that the notice may be in a
// file.
func shortText(n *notice) bool { return utf8.RuneCountInString(n.whole) < 60 }

// allNotText reports that a page shows something that is no text and may be the
// notice.
func allNotText(pg *portal.Page) bool {
	f := pg.Facts()
	return f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || f.Signals.Embedded || len(pg.Frames()) > 0
}

// unfollowed reports that the page has links or parts only a script knows.
func unfollowed(pg *portal.Page) bool {
	s := pg.Signals()
	return len(pg.Unopened()) > 0 || s.ListByScript != "" || s.PartByScript != "" || s.RelatedByScript != "" || s.Redirect != "" || s.Challenge != ""
}

// offers returns the texts of the files and links that a notice offers.
func (n *notice) offers() []string {
	var out []string
	for _, a := range n.full.Attachments {
		out = append(out, extract.Fold(a.Text))
	}
	for _, l := range n.full.Links {
		if l.Region == extract.Body || l.Region == extract.Related {
			out = append(out, extract.Fold(l.Text))
		}
	}
	return append(out, foldAll(n.page.Unopened())...)
}

// entrances returns the offers of a notice that can be a way to give an opinion.
// A link to another site that stands on many pages, 国家政务服务平台, is none.
func (n *notice) entrances() []string {
	out := foldAll(n.page.Unopened())
	for _, a := range n.full.Attachments {
		out = append(out, extract.Fold(a.Text))
	}
	article := n.page.Kind() == extract.Article
	for _, l := range n.full.Links {
		if l.Region != extract.Body && l.Region != extract.Related {
			continue
		}
		own := slices.ContainsFunc(n.page.Related(), func(x portal.Lead) bool { return x.URL == l.URL })
		if !article || own || sameHost(l.URL, n.page.URL) {
			out = append(out, extract.Fold(l.Text))
		}
	}
	return out
}

// bareNames are texts of links that tell nothing of what they lead to: 征求意见稿：点击查看.
var bareNames = regexp.MustCompile(`^[\[(【>]*(?:请?点击(?:此处|这里)?(?:查看|下载|阅读|浏览)?(?:全文|详情|原文|附件)?|点此(?:查看|下载)?|此处|这里|查看(?:全文|详情|原文|附件)?|详情|详见|下载)[\])】>]*$`)

// bareLink returns the text of a link in the main part that may lead to anything; ""
// if there is none.
func (n *notice) bareLink() string {
	for _, l := range n.page.Related() {
		if l.Region == extract.Body && bareNames.MatchString(extract.Fold(l.Text)) {
			return l.Text
		}
	}
	return ""
}

// sameHost reports that two absolute addresses are of one host.
func sameHost(a, b string) bool {
	x, err := url.Parse(a)
	y, err2 := url.Parse(b)
	return err == nil && err2 == nil && strings.EqualFold(x.Host, y.Host)
}

// draftWords name a draft, or the file that holds it.
var draftWords = []string{"征求意见稿", "草案", "送审稿", "全文", "附件", "文本", "初稿", "讨论稿"}

// draft judges whether the draft is published with the notice.
func (k *consultation) draft(b *consultBook, n *notice) *Defect {
	if n.repeal || len(n.full.Attachments) > 0 && !n.otherFiles() || n.holdsDraft() || holdsDraft(n.files) {
		return nil
	}
	for _, text := range n.offers() {
		if !otherFile(text) && (wordIn(text, draftWords) != "" || n.core != "" && strings.Contains(text, n.core)) {
			return nil
		}
	}
	for _, u := range b.titled(n) {
		if pg := b.c.Portal.Page(u.url); pg != n.page && !otherFile(extract.Fold(u.text)) && wordIn(extract.Fold(u.text), []string{"征求意见稿", "草案", "送审稿", "全文"}) != "" && !asksOpinions(extract.Fold(u.text)) {
			return nil
		}
	}
	said := fmt.Sprintf("《%s》没有公布草案：页面上没有草案全文、附件或链接", abridgeTitle(n.title))
	if n.unsure() || n.unread != "" && len(n.full.Attachments) > 0 {
		return new(doubtful("no_draft", n.page.URL, said+"，但页面有图片、脚本或几乎没有文字，须由人工核实", Quote(n.page, n.title)))
	}
	if name := n.bareLink(); name != "" {
		return new(doubtful("no_draft", n.page.URL, said+"，但正文里的链接“"+name+"”可能就是，须由人工核实", Quote(n.page, n.title)))
	}
	if begun := wordIn(extract.Fold(n.full.Text), []string{"第一条", "第一章", "征求意见稿)全文", "草案)全文"}); begun != "" {
		return new(doubtful("no_draft", n.page.URL, said+"，但页面上有“"+begun+"”，可能是草案的一部分，须由人工核实", Quote(n.page, n.title), Quote(n.page, begun)))
	}
	if words := n.perhapsDraft(); words != "" {
		return new(doubtful("no_draft", n.page.URL, said+"，但正文写有“"+words+"”，须由人工核实", Quote(n.page, n.title), Quote(n.page, opening(n.full.Text))))
	}
	return new(failing("no_draft", n.page.URL, said, Quote(n.page, n.title), Quote(n.page, opening(n.full.Text))))
}

var (
	// draftTold says where the draft is, or what it changes.
	draftTold = regexp.MustCompile(`(?:征求意见稿|草案|送审稿|初稿|全文|文本|稿\))[^。;\n]{0,24}(?:附后|后附|附下|如下|登载|刊登|刊载|张贴|查阅|查看|领取|索取|公众号|网站|日报|晚报)|草案内容|主要内容公布|拟?(?:修改|修订|调整)的?(?:内容|条款)|将[^。;\n]{1,60}(?:修改|调整|改)为|修改后|修订后|主要条款|主要规定`)
	// ownSection begins a numbered section, and aboutAnswer is in those that tell how to
	// take part.
	ownSection  = regexp.MustCompile(`(?m)(?:^|[。;；])(?:[一二三四五六七八九十]{1,2}、|\d{1,2}[.、])[^\n]*$`)
	numberedBit = regexp.MustCompile(`(?m)(?:^|[;；])\d{1,2}[.、]`)
	aboutAnswer = []string{"时间", "方式", "途径", "渠道", "联系", "期限", "反馈", "邮箱", "要求", "电话", "地址", "意见"}
)

// sectionsOfDraft is from how many numbered sections on a notice may hold its draft.
const sectionsOfDraft = 3

// perhapsDraft returns words of the notice that may be the draft or say where it is; ""
// if it has none.
func (n *notice) perhapsDraft() string {
	if words := draftTold.FindString(n.whole); words != "" {
		return words
	}
	var own []string
	for _, s := range ownSection.FindAllString(n.whole, 40) {
		if wordIn(s, aboutAnswer) == "" {
			own = append(own, s)
		}
	}
	if len(own) > 0 && len(own)+len(numberedBit.FindAllString(own[0], 10))-1 >= sectionsOfDraft {
		return abridge(own[0])
	}
	return ""
}

// besideDraft is what the name of a file calls that is not the draft: its
// explanation, or a form to fill in.
var besideDraft = regexp.MustCompile(`说明|解读|(?:意见|建议|反馈|征集|征求)[^稿]{0,6}表`)

// withDraft is a name of both: 征求意见稿及起草说明.
var withDraft = regexp.MustCompile(`(?:稿|草案|全文|文本)[)》]*(?:及|和|与|、|以及)|(?:说明|表)(?:及|和|与|、|以及)`)

// otherFile reports that a folded name is of a file beside the draft.
func otherFile(folded string) bool {
	return besideDraft.MatchString(unquoted(folded)) && !withDraft.MatchString(folded)
}

// otherFiles reports that none of the notice's attachments is the draft, by name.
func (n *notice) otherFiles() bool {
	return !slices.ContainsFunc(n.full.Attachments, func(a extract.Link) bool { return !otherFile(extract.Fold(a.Text)) })
}

// draftHeads are the headings of a draft that stands in the notice.
var draftHeads = regexp.MustCompile(`(?:^|\n)(?:第[一二三四五六七八九十]{1,3}[条章]|\([一二三四五六七八九十]{1,2}\))`)

// holdsDraft reports that the text of the notice has the draft itself in it.
func (n *notice) holdsDraft() bool {
	return holdsDraft(n.whole) || utf8.RuneCountInString(n.whole) >= shortNotice
}

// holdsDraft reports that a text has the articles of a draft.
func holdsDraft(text string) bool { return len(draftHeads.FindAllString(text, 3)) >= 2 }

// explanationWords name the explanation of a draft.
var explanationWords = []string{"起草说明", "编制说明", "草案说明", "制定说明", "修订说明", "修改说明", "说明材料", "情况说明", "政策说明", "有关说明", "编写说明", "的说明", "草案解读", "背景", "必要性", "主要内容", "起草过程", "起草情况", "修订情况", "编制情况", "主要考虑", "有关考虑", "起草依据", "制定依据", "修订依据", "起草目的", "制定目的", "修订目的", "起草缘由", "修订内容", "修改内容", "情况介绍", "本次修订主要", "本次修改主要"}

// explanation judges whether the draft is explained.
func (k *consultation) explanation(b *consultBook, n *notice) *Defect {
	if n.repeal || wordIn(n.whole, explanationWords) != "" || wordIn(n.files, explanationWords) != "" {
		return nil
	}
	vague := false
	for _, text := range n.offers() {
		if wordIn(text, explanationWords) != "" || strings.Contains(text, "说明") || strings.Contains(text, "解读") {
			return nil
		}
	}
	for _, a := range n.full.Attachments {
		text := extract.Fold(a.Text)
		vague = vague || n.unread != "" && wordIn(text, []string{"征求意见稿", "草案", "送审稿", "意见表", "反馈表", "意见建议表", "征求意见表"}) == "" && (n.core == "" || !strings.Contains(text, n.core))
	}
	for _, u := range b.titled(n) {
		if text := extract.Fold(u.text); wordIn(unquoted(text), []string{"说明", "解读", "背景"}) != "" {
			return nil
		}
	}
	said := fmt.Sprintf("《%s》没有公布草案说明：正文、附件名称和链接中都没有起草（编制）说明", abridgeTitle(n.title))
	if name := n.bareLink(); name != "" {
		return new(doubtful("no_explanation", n.page.URL, said+"，但正文里的链接“"+name+"”可能就是，须由人工核实", Quote(n.page, n.title)))
	}
	if vague || n.unsure() {
		return new(doubtful("no_explanation", n.page.URL, said+"，但附件名称看不出内容，或页面有图片、脚本，须由人工核实", Quote(n.page, n.title)))
	}
	return new(failing("no_explanation", n.page.URL, said, Quote(n.page, n.title), Quote(n.page, opening(n.full.Text))))
}

// channelWords are words that tell how to give an opinion; address patterns count too.
var (
	channelWords    = []string{"@", "邮箱", "邮件", "电子信箱", "信函", "来信", "来函", "邮寄", "寄至", "寄送", "信件", "书面", "传真", "电话", "致电", "来电", "联系方式", "联系人", "通信地址", "通讯地址", "网上", "在线", "线上", "平台", "留言", "登录", "登陆", "验证码", "我要参与", "我要提", "发表意见", "提交意见", "填写", "二维码", "扫码", "微信", "公众号", "热线", "12345", "收件人", "邮编", "邮政编码", "e-mail", "email", "地址", "当面", "面谈", "现场反映", "现场提交", "意见箱", "评论", "客户端", "电邮", "致函", "书信", "大厅", "发言", "私信", "抖音", "小程序", "寄往", "寄到", "oa系统", "递交", "送交", "送至", "送达", "面交", "qq", "建言", "窗口", "参加座谈", "报名"}
	roomToBring     = regexp.MustCompile(`(?:意见|建议|书面材料)[^。\n]{0,16}(?:送|交|递)[^。\n]{0,24}\d+(?:号|室|楼|层)`)
	telephoneNumber = regexp.MustCompile(`0\d{2,3}[-_)—]?\d{7,8}|0\d{2,3}_\d{3,4}_\d{4}|1[3-9]\d{9}|(?:^|\D)[2-8]\d{6,7}(?:\D|$)`)
)

// channel judges whether the notice says how to give an opinion.
func (k *consultation) channel(_ *consultBook, n *notice) *Defect {
	if n.repeal || n.hasChannel() {
		return nil
	}
	said := fmt.Sprintf("《%s》没有写明提出意见的方式：没有邮箱、地址、电话、传真或网上提交入口", abridgeTitle(n.title))
	if n.unsure() || n.unread != "" && n.noticeInFile() {
		return new(doubtful("no_channel", n.page.URL, said+"，但页面有图片、脚本或几乎没有文字，须由人工核实", Quote(n.page, n.title)))
	}
	if office := officeNamed.FindString(n.whole); office != "" {
		return new(doubtful("no_channel", n.page.URL, said+"，只写了“"+office+"”，须由人工核实", Quote(n.page, n.title), Quote(n.page, opening(n.full.Text))))
	}
	return new(failing("no_channel", n.page.URL, said, Quote(n.page, n.title), Quote(n.page, opening(n.full.Text))))
}

// officeNamed names the office within a body to which opinions go, or tells that they are
// to be written, without an address.
var officeNamed = regexp.MustCompile(`(?:意见|建议|反馈)[^。;\n]{0,8}(?:请|可|应)?(?:寄|函|来信|致信|写信)[^。;\n]{0,16}|(?:以|用|通过|采取|采用|提交)[^。;\n]{0,6}(?:函|信|书面)[^。;\n]{0,12}|(?:意见|建议)[^。;\n]{0,12}(?:报|反馈|提交|送|交)(?:至|到|给|于|送)?\p{Han}{2,16}(?:科|股|处|室)`)

// channelInFile tells a way to give an opinion in a file, which may be a draft with
// telephones and platforms of its own: an address for letters or mail.
var channelInFile = regexp.MustCompile(`[\w.]@[\w.]|电子邮箱|电子邮件|(?:意见|建议|反馈)[^\n]{0,40}(?:邮寄|寄至|传真|电话|信函|邮箱)|联系人:`)

// noticeInFile reports that a file is there whose name does not tell that it is the
// draft or its explanation: it may be the notice itself.
func (n *notice) noticeInFile() bool {
	return slices.ContainsFunc(n.full.Attachments, func(a extract.Link) bool {
		text := extract.Fold(a.Text)
		return !otherFile(text) && (n.core == "" || !strings.Contains(text, n.core)) && wordIn(text, []string{"征求意见稿", "草案", "送审稿"}) == ""
	})
}

// spoken returns the text without the articles of the draft, which may speak of
// telephones and platforms of their own.
func (n *notice) spoken() string { return draftArticle.ReplaceAllString(n.whole, "") }

var draftArticle = regexp.MustCompile(`(?m)^第[一二三四五六七八九十百]{1,5}[条章节].*$`)

// hasChannel reports that the page tells a way to give an opinion.
func (n *notice) hasChannel() bool {
	if wordIn(n.spoken(), channelWords) != "" || roomToBring.MatchString(n.whole) || telephoneNumber.MatchString(n.whole) || channelInFile.MatchString(n.files) || n.full.Signals.Writable {
		return true
	}
	for _, text := range n.entrances() {
		if wordIn(text, []string{"提交", "参与", "留言", "反馈", "在线", "@", "平台", "入口", "建言"}) != "" && wordIn(text, []string{"结果", "采纳", "情况"}) == "" && !asksOpinions(text) && !isDocument(text) {
			return true
		}
	}
	return false
}

// unsure reports that the page may show more than was read.
func (n *notice) unsure() bool {
	return allNotText(n.page) || unfollowed(n.page) || shortText(n) || n.bare()
}

// titled returns everything on the site whose title has the name of the notice's
// draft.
func (b *consultBook) titled(n *notice) []textUse {
	if n.core == "" {
		return nil
	}
	x := b.c.words()
	var out []textUse
	for _, i := range x.with(n.core) {
		for _, u := range x.at(i).uses {
			if u.kind != labelUse {
				out = append(out, u)
			}
		}
	}
	return out
}
