package rules

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// footerPart is one thing the foot of a page has to show (国办发〔2017〕47号 底部功能区;
// 互联网信息服务管理办法 article 12 for the registration number). Any one of its words,
// links or scripts shows it.
type footerPart struct {
	Name    string   `yaml:"name,required"` // as it is called
	Words   []string `yaml:"words"`         // in the text, or in what pictures and links say of themselves
	Links   []string `yaml:"links"`         // parts of addresses of links and pictures, and of ids
	Scripts []string `yaml:"scripts"`       // parts of scripts that write it
	Picture bool     `yaml:"picture"`       // it is usually shown as a picture

	shape *regexp.Regexp // of folded text that shows it without any of its words; nil: none does
}

// Shapes of what a footer shows without a word for it.
var (
	bareTelephone = regexp.MustCompile(`(?:^|[^\d])\(?0\d{2,3}[-—–)]{0,2}\d{7,8}(?:\D|$)`)
	bareCode      = regexp.MustCompile(`(?:^|\D)(?:bm\d{8}|[1-35-79]\d{9}|4[1-9]\d{8})(?:\D|$)`)
	bareRecord    = regexp.MustCompile(`[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川蜀贵黔云滇陕秦甘陇青藏桂蒙宁新](?:lcp)?备?案?[编序]?号?:?\d{8}(?:\D|$)|备案[编序]?号?:\p{Han}?\d{8}(?:\D|$)`)
)

func (p *footerPart) validate() error {
	if strings.TrimSpace(p.Name) == "" {
		return errors.New("footer: name 不能为空")
	}
	if len(p.Words)+len(p.Links)+len(p.Scripts) == 0 {
		return fmt.Errorf("footer: %s 至少要有 words、links、scripts 之一", p.Name)
	}
	for i, w := range p.Words {
		p.Words[i] = extract.Fold(w)
	}
	for _, list := range [][]string{p.Links, p.Scripts} {
		for i, w := range list {
			list[i] = strings.ToLower(w)
		}
	}
	return nil
}

func footerParts() []footerPart {
	return []footerPart{
		{Name: "党政机关网站标识", Words: []string{"党政机关", "事业单位标识", "政府网站标识"}, Links: []string{"conac", "bszs", "dzjg", "dangzheng", "jiguan", "jgbs", "_ideconac", "dzwz"}, Scripts: []string{"conac", "bszs"}, Picture: true},
		{Name: "“我为政府网站找错”入口", Words: []string{"找错", "政府网站纠错", "网站纠错", "我要纠错", "网页纠错"}, Links: []string{"jiucuo", "zhaocuo", "zfwzgl.www.gov.cn", "kaipuyun", "exposure", "zcjc", "findeerror"}, Scripts: []string{"jiucuo", "kaipuyun", "zfwzgl.www.gov.cn", "exposure", "findeerror"}, Picture: true},
		{Name: "网站标识码", Words: []string{"标识码", "网站标识", "标识编码", "标识号", "网站编码", "识别码"}, shape: bareCode},
		{Name: "主办单位", Words: []string{"主办", "版权所有", "主管单位", "承办", "办公室维护", "copyright", "©", "版权归", "版权:", "建设单位", "维护单位", "建设维护", "运维单位", "主管:", "维护管理", "运行维护", "建设:", "网站管理", "责任单位", "编辑部", "管理单位", "sponsor"}},
		{Name: "联系方式", Words: []string{"电话", "联系", "邮编", "邮箱", "地址", "热线", "传真", "tel", "总机", "值班", "信箱", "email", "e-mail", "@"}, Links: []string{"lxwm", "lianxi", "contact", "mailto:", "tel:"}, shape: bareTelephone},
		{Name: "ICP备案编号", Words: []string{"icp备", "icp证", "icp许", "icp"}, Links: []string{"beian.miit.gov.cn", "miitbeian.gov.cn", "miibeian.gov.cn", "www.miit.gov.cn"}, shape: bareRecord},
		{Name: "公安机关备案标识", Words: []string{"公网安备", "公安备", "公安机关备案", "网安备", "公安网备", "公安联网备案", "公安局备案", "公网备"}, Links: []string{"beian.gov.cn/portal", "www.beian.gov.cn", "beian.mps.gov.cn", "gongan", "ghs.png", "/ga."}, Picture: true},
	}
}

// seeing is how much of a footer part a page shows.
type seeing int

const (
	notShown seeing = iota
	mayShow
	present
)

// look says whether the end of a page shows the part. A picture of which nothing
// says what it shows may be what is usually a picture.
func (p *footerPart) look(b *ending) seeing {
	if b.ends(p.Words) || b.leads(p.Links) || b.runs(p.Scripts) || b.says(p.Words) || p.shape != nil && b.has(p.shape) {
		return present
	}
	if p.Picture && b.puzzles() {
		return mayShow
	}
	return notShown
}

// ending is the end of a page in the forms in which parts of a footer are looked
// for, each made when it is asked for first: most footers name most of their parts
// in their last words.
type ending struct {
	*extract.Bottom
	last, text         string // folded: the last words, all of them
	addresses, scripts string // in lower case, each followed by a zero byte
	puzzling           *bool  // see puzzles
}

// footerBytes is how much of the end of a page its footer takes in most cases.
const footerBytes = 1200

// ends reports that one of the words stands in the last of the text.
func (e *ending) ends(words []string) bool {
	if e.last == "" && len(words) > 0 {
		e.last = extract.Fold(e.Text[e.cut():])
	}
	return stands(e.last, words)
}

// says reports that one of the words stands anywhere in the text. It is asked where
// ends says no.
func (e *ending) says(words []string) bool {
	if len(words) == 0 || e.cut() == 0 {
		return false
	}
	if e.text == "" {
		e.text = extract.Fold(e.Text)
	}
	return stands(e.text, words)
}

// has reports that the text has the shape.
func (e *ending) has(shape *regexp.Regexp) bool {
	for line := range strings.Lines(e.Text) {
		if shape.MatchString(foldSpoken(line)) {
			return true
		}
	}
	return false
}

// cut is where the last words of the text begin.
func (e *ending) cut() int {
	from := max(0, len(e.Text)-footerBytes)
	for from > 0 && !utf8.RuneStart(e.Text[from]) {
		from--
	}
	return from
}

// leads reports that one of the addresses has one of the parts.
func (e *ending) leads(parts []string) bool {
	if e.addresses == "" && len(parts) > 0 {
		e.addresses = lowered(e.Addresses)
	}
	return stands(e.addresses, parts)
}

// runs reports that one of the scripts has one of the parts.
func (e *ending) runs(parts []string) bool {
	if e.scripts == "" && len(parts) > 0 {
		e.scripts = lowered(e.Scripts)
	}
	return stands(e.scripts, parts)
}

// puzzles reports a picture of which nothing says what it shows.
func (e *ending) puzzles() bool {
	if e.puzzling == nil {
		yes := e.Silent > len(e.Mute) || slices.ContainsFunc(e.Mute, func(at string) bool { return !tellsWhat(at) })
		e.puzzling = &yes
	}
	return *e.puzzling
}

func lowered(list []string) string {
	var out strings.Builder
	for _, s := range list {
		out.WriteString(s)
		out.WriteByte(0)
	}
	return strings.ToLower(out.String())
}

func stands(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// tellsWhat reports a picture whose address, or that of what it leads to, says what
// it shows, or that it is an ornament.
func tellsWhat(at string) bool {
	at = strings.ToLower(at)
	for _, p := range footerParts() {
		if p.Picture && holdsAny([]string{at}, p.Links) {
			return true
		}
	}
	return slices.ContainsFunc(ornaments, func(w string) bool { return strings.Contains(at, w) })
}

// ornaments are parts of the names of pictures at the end of a page that show
// nothing a footer has to show.
var ornaments = []string{"ewm", "erweima", "qrcode", "weixin", "wechat", "weibo", "douyin", "logo", "banner", "ipv6", "wza", "arrow", "line.", "dot.", "space.", "blank."}

// holdsAny reports that one of a list in lower case has one of the parts.
func holdsAny(list, parts []string) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		return slices.ContainsFunc(parts, func(w string) bool { return strings.Contains(s, w) })
	})
}

// foot is what one page's footer lacks.
type foot struct {
	pg            *portal.Page
	end           *extract.Bottom // nil: not seen
	absent, maybe []string
	shown         int    // parts it shows
	unseen        string // why nothing can be said; "" otherwise
}

// foot looks for every part at the end of a page.
func (k *labels) foot(c *Case, pg *portal.Page) foot {
	b := c.bottom(pg)
	b = withoutRows(pg, b)
	f := foot{pg: pg, end: b}
	if b == nil || !whole(pg) {
		f.unseen = "没有看到页脚"
		return f
	}
	f = k.parts(f, b)
	if f.unseen == "" {
		return perhapsNamed(c, f)
	}
	// What a script file would write, or a frame shows, was read; what it does not show
	// may come another way.
	if g := k.parts(foot{pg: pg, end: b}, c.written(pg, b)); len(g.absent)+len(g.maybe) == 0 {
		g.unseen = ""
		return g
	}
	return f
}

// withoutRows takes the titles of dated rows off the end of a page: 关于值班安排的通知 gives no
// contact.
func withoutRows(pg *portal.Page, b *extract.Bottom) *extract.Bottom {
	if b == nil {
		return nil
	}
	rest := *b
	for _, it := range pg.Items() {
		if it.Day != 0 && utf8.RuneCountInString(it.Title) > shortSpeech/2 {
			rest.Text = strings.ReplaceAll(rest.Text, it.Title, "")
		}
	}
	return &rest
}

// runner is the part of a footer that names who runs the site.
const runner = "主办单位"

var (
	// besideRunner is what stands in one line with it: a number, a record.
	besideRunner = regexp.MustCompile(`\d{6}|标识|备案|电话|版权|icp`)
	// role is a part in the running of the site, with the body that has it: 运维:示例县大数据中心.
	role = regexp.MustCompile(`^(\p{Han}{2,6}):\p{Han}{2,16}(?:政府|局|委|办|室|中心|厅|院)(?:[^\p{Han}]|$)`)
	// otherRole is one that tells nothing of who runs it.
	otherRole = regexp.MustCompile(`技术|设计|制作|开发|承建|地址|地点|电话|联系|邮|链接|位置|来源`)
	// asSite follows the name of the body where it is that of its site.
	asSite = regexp.MustCompile(`^(?:门户|官方|政务|公众)?(?:网站|网)`)
)

// perhapsNamed leaves it open whether a footer tells who runs the site that names the body
// itself, in words for its part nobody thought of: 某某局管理维护.
func perhapsNamed(c *Case, f foot) foot {
	at, name := slices.Index(f.absent, runner), extract.Fold(c.Target.Name)
	if at < 0 || !slices.ContainsFunc(strings.Split(f.end.Text, "\n"), func(line string) bool {
		if slices.ContainsFunc(strings.Fields(line), func(piece string) bool {
			runs := role.FindStringSubmatch(extract.Fold(piece))
			return runs != nil && !otherRole.MatchString(runs[1])
		}) {
			return true
		}
		if name == "" {
			return false
		}
		pieces := strings.Split(extract.Fold(line), name)
		return besideRunner.MatchString(strings.Join(pieces, "")) && slices.ContainsFunc(pieces[1:], func(after string) bool { return !asSite.MatchString(after) })
	}) {
		return f
	}
	f.absent = slices.Delete(slices.Clone(f.absent), at, at+1)
	f.maybe = append(f.maybe, runner)
	return f
}

// written adds to the end of a page what its own script files write there and its
// frames show, where they were obtained.
func (c *Case) written(pg *portal.Page, b *extract.Bottom) *extract.Bottom {
	base, err := url.Parse(pg.URL)
	if err != nil {
		return b
	}
	all := *b
	for _, src := range slices.Concat(b.Scripts, pg.Frames()) {
		at, err := base.Parse(src)
		if err != nil {
			continue
		}
		file := c.Portal.Page(at.String())
		if !file.OK() {
			continue
		}
		if more := c.bottom(file); more != nil {
			all.Text += "\n" + more.Text
			all.Addresses = slices.Concat(all.Addresses, more.Addresses)
			all.Scripts = slices.Concat(all.Scripts, more.Scripts)
		}
	}
	return &all
}

// parts looks for every part in what stands at the end of a page.
func (k *labels) parts(f foot, b *extract.Bottom) foot {
	end := &ending{Bottom: b}
	for i := range k.Footer {
		switch k.Footer[i].look(end) {
		case present:
			f.shown++
		case mayShow:
			f.maybe = append(f.maybe, k.Footer[i].Name)
		default:
			f.absent = append(f.absent, k.Footer[i].Name)
		}
	}
	// A footer that shows hardly anything may be written by a script or stand in a
	// frame; one that shows some of it is there, and what it lacks is lacking.
	if why := writtenElsewhere(f.pg, b); why != "" && f.shown < k.Least {
		f.unseen = "页脚可能由脚本或框架写出：" + why
	}
	if why := footScript(b); why != "" && f.unseen == "" && len(f.absent) > 0 {
		f.unseen = "页脚的一部分由脚本写出：" + why
	}
	return f
}

// writtenElsewhere names a script or frame of the page that may hold its footer.
func writtenElsewhere(pg *portal.Page, b *extract.Bottom) string {
	if s := pg.Signals().FooterByScript; s != "" {
		return s
	}
	for _, s := range b.Scripts {
		low := strings.ToLower(s)
		if !slices.ContainsFunc(idleScripts, func(w string) bool { return strings.Contains(low, w) }) {
			return abridge(firstLine(s))
		}
	}
	if len(pg.Frames()) > 0 {
		return pg.Frames()[0]
	}
	return ""
}

// idleScripts are parts of scripts that never write a footer.
var idleScripts = []string{"jquery", "swiper", "bootstrap", "layui", "vue.", "echarts", "slide", "share", "hm.baidu", "tongji", "cnzz", "analytics", "_hmt", "html5", "respond", "polyfill", "player", "createpagehtml"}

// footScript names a script that is there to write a footer, by its name.
func footScript(b *extract.Bottom) string {
	for _, s := range b.Scripts {
		low := strings.ToLower(s)
		for _, w := range []string{"footer", "foot.", "bottom.", "copyright", "banquan", "foot_", "_foot", "dibu", "yejiao"} {
			if strings.Contains(low, w) {
				return abridge(firstLine(s))
			}
		}
	}
	return ""
}

// bottom returns what stands at the end of a page; nil where that was not seen, or
// where the page is an article.
func (c *Case) bottom(pg *portal.Page) *extract.Bottom {
	if b, ok := c.bottoms[pg]; ok {
		return b
	}
	if pg.Kind() == extract.Article || pg.Kind() == extract.Report {
		return nil // none is read of them: the page need not be read again to know
	}
	var b *extract.Bottom
	if f, err := c.Portal.Full(pg); err == nil && f != nil {
		b = f.Bottom
	}
	if c.bottoms == nil {
		c.bottoms = map[*portal.Page]*extract.Bottom{}
	}
	c.bottoms[pg] = b
	return b
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// homeFoot looks for every part at the end of the home page: of a frame set, at the
// ends of its frames, which the reader sees as one page.
func (k *labels) homeFoot(c *Case) foot {
	pg := front(c)
	frames := pg.Frames()
	if whole(pg) || len(frames) == 0 {
		return k.foot(c, pg)
	}
	var all foot
	for i, frame := range frames {
		f := foot{unseen: "有未取得的框架 " + frame}
		if within := c.Portal.Page(frame); within.OK() {
			f = k.foot(c, within)
		}
		switch {
		case f.unseen != "":
			return f
		case i == 0:
			all = f
			continue
		case f.shown > all.shown:
			all.pg, all.end, all.shown = f.pg, f.end, f.shown
		}
		missed := func(n string) bool { return !slices.Contains(f.absent, n) && !slices.Contains(f.maybe, n) }
		all.maybe = slices.DeleteFunc(all.maybe, missed)
		all.absent = slices.DeleteFunc(all.absent, func(n string) bool {
			if slices.Contains(f.maybe, n) {
				all.maybe = append(all.maybe, n)
			}
			return !slices.Contains(f.absent, n)
		})
	}
	return all
}

// footers judges the footers of the home page and of the columns. What the columns
// lack in common with the home page is told of the home page.
func (k *labels) footers(c *Case, columns []*portal.Page) (out []Defect, unknown string) {
	home := k.homeFoot(c)
	if home.unseen != "" {
		unknown = "首页" + home.unseen
	} else if d, ok := k.footDefect(home, c.Portal.Home, ""); ok {
		out = append(out, d)
	}
	var lacking []foot
	seen := 0
	for _, pg := range columns {
		f := k.foot(c, pg)
		if f.unseen != "" {
			continue
		}
		seen++
		f.absent = slices.DeleteFunc(f.absent, func(n string) bool {
			return slices.Contains(home.absent, n) || home.unseen == "" && slices.Contains(home.maybe, n)
		})
		f.maybe = nil // told of the home page
		if len(f.absent) > 0 {
			lacking = append(lacking, f)
		}
	}
	if len(lacking) >= ofTemplate && 2*len(lacking) > seen {
		f := lacking[0]
		if d, ok := k.footDefect(f, c.Portal.Home, fmt.Sprintf("（%d 个栏目页中有 %d 个如此，如 %s）", seen, len(lacking), f.pg.URL)); ok {
			return append(out, d), unknown
		}
	}
	for _, f := range lacking {
		if d, ok := k.footDefect(f, nil, ""); ok {
			out = append(out, d)
		}
	}
	return out, unknown
}

// footDefect tells what a footer lacks, of the page itself or of the page about.
func (k *labels) footDefect(f foot, about *portal.Page, more string) (Defect, bool) {
	subject := f.pg.URL
	if about != nil {
		subject = about.URL
	}
	seen := Quote(f.pg, lastWords(f.end.Text))
	asked := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return len(k.Parts) > 0 && !slices.Contains(k.Parts, n) })
	}
	f.absent, f.maybe = asked(f.absent), asked(f.maybe)
	switch {
	case len(f.absent) > 0 && f.shown < k.Least:
		return doubtful("footer_missing", subject, "页面底部没有看到"+strings.Join(append(f.absent, f.maybe...), "、")+more+"；底部内容很少，可能另有安排，须由人工核实", seen), true
	case len(f.absent) > 0:
		message := "页面底部没有列明" + strings.Join(f.absent, "、") + more
		if len(f.maybe) > 0 {
			message += "；" + strings.Join(f.maybe, "、") + "可能是未加说明的图片，或者换了说法"
		}
		return failing("footer_missing", subject, message, seen), true
	case len(f.maybe) > 0:
		return doubtful("footer_missing", subject, "页面底部没有看到"+strings.Join(f.maybe, "、")+"，可能是未加说明的图片，或者换了说法，须由人工核实", seen), true
	}
	return Defect{}, false
}

// lastWords returns the end of a text, to be quoted.
func lastWords(text string) string {
	r := []rune(text)
	return string(r[max(0, len(r)-maxQuote+10):])
}
