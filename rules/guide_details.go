package rules

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// detail is one thing that a text about a body must say: its office hours, how
// information is classified. Rules list them:
//
//	elements:
//	  - {name: 传真号码, kind: fax, words: [传真号码, 传真]}
//	  - {name: 编排体系, words: [编排体系, 编排], near: [目录]}
type detail struct {
	Name  string     `yaml:"name,required"`
	Kind  detailKind `yaml:"kind"`  // what its value looks like; default words
	Words []string   `yaml:"words"` // of kind words: one of them says it; of others: labels before the value; empty: the name
	Near  []string   `yaml:"near"`  // words that may say it: a person decides
}

// detailKind is what the value of a detail looks like.
type detailKind string

const (
	wordsDetail   detailKind = ""        // prose: its words themselves
	phoneDetail   detailKind = "phone"   // a number, with a label or without
	faxDetail     detailKind = "fax"     // a number with the label
	hoursDetail   detailKind = "hours"   // times of the day or week
	addressDetail detailKind = "address" // a street, a house, a room
	onlineDetail  detailKind = "online"  // an e-mail or web address
	bodyDetail    detailKind = "body"    // the name of an office
	personDetail  detailKind = "person"  // the name of a person, with the post
)

// Validate reports a kind that does not exist.
func (k detailKind) Validate() error {
	switch k {
	case wordsDetail, phoneDetail, faxDetail, hoursDetail, addressDetail, onlineDetail, bodyDetail, personDetail:
		return nil
	}
	return fmt.Errorf("要素类型 %q 不存在：应为 phone、fax、hours、address、online、body、person 之一，或留空", string(k))
}

// contact reports that the detail is one by which a body is reached.
func (k detailKind) contact() bool { return k != wordsDetail && k != bodyDetail && k != personDetail }

// Shapes of values, over folded text: no blanks, half width.
var (
	phoneShape   = regexp.MustCompile(`\(?0\d{2,3}\)?[-—–_]*[\dx*]{5,8}|1[3-9][\dx*]{9}|400[-—–]?\d{3,4}[-—–]?\d{3,4}|[1-9][\dx*]{6,7}|12345`)
	phoneAlone   = regexp.MustCompile(`\(?\b0\d{2,3}\)?[-—–]\d{7,8}|\(0\d{2,3}\)\d{7,8}|\b0\d{9,11}\b`)
	hoursShape   = regexp.MustCompile(`\d{1,2}[:时点∶]|上午|下午|工作日|星期|周[一二三四五六日]|全天|全年|24小时|\d{3,4}[-—–~至]\d{3,4}`)
	hoursAlone   = regexp.MustCompile(`(?:上午|下午|工作日|周[一二三四五]|星期[一二三四五]).{0,12}(?:\d{1,2}[:时点∶.]|[一二三四五六七八九十]{1,2}[时点])|\d{1,2}[:∶]\d{2}[-—–~至到]+\d{1,2}[:∶]\d{2}`)
	addressShape = regexp.MustCompile(`[路街道巷弄号楼室村镇乡县区市府院厦层幢座]`)
	addressAlone = regexp.MustCompile(`[\p{Han}]{1,8}(?:路|街|大道|巷|道|街道|村)(?:[\p{Han}\d]{0,6})\d+号`)
	addressProse = regexp.MustCompile(`(?:位于|设在|设于|坐落于|坐落在)[\p{Han}\da-z、,-]{2,30}?(?:\d+号|[\da-z]+[座栋幢楼室]|[一二三四五六七八九十]+[楼层]|大楼|大厦)`)
	faxAsPhone   = regexp.MustCompile(`传真[^。;\n]{0,8}(?:同号|同上|同电话|相同|一致)|传真同|(?:电话|号码)[^。;\n]{0,6}[兼同]传真|\d\(?(?:兼|亦|同|暨)(?:作|为)?传真`)
	onlineShape  = regexp.MustCompile(`@|www\.|https?:|\.cn|\.com|公众号|二维码|网上|在线|平台|网站|小程序|客户端|app|qq|微信`)
	onlineAlone  = regexp.MustCompile(`[a-z0-9_.\-]+@[a-z0-9\-]+\.[a-z]`)
	bodyShape    = regexp.MustCompile(`[\p{Han}]{1,}(?:室|科|处|股|局|委|厅|办|中心|政府|组|院|会|所|站|部|司|大队|支队|机关)`)
	officeIs     = regexp.MustCompile(`\p{Han}{2,}(?:室|科|处|股|局|委|厅|办|中心|政府|站|所)\)?(?:承担|负责|是|为|系|即|作为|被?确定为|被?指定为)[^。;\n]{0,16}$`)
	officeTold   = regexp.MustCompile(`(?:负责|承担|承办|受理|主管|牵头)[^。;,\n]{0,14}(?:机构|部门|科室|股室|处室|单位)(?:名称)?(?:[:是为]+\n?|\n)\p{Han}{0,14}(?:室|科|处|股|局|委|厅|办|中心|站|所)(?:[。;,(\n]|$)` +
		`|公开[^。;,\n]{0,10}由\p{Han}{0,14}(?:室|科|处|股|局|委|厅|办|中心|站|所)(?:\([^()\n]{1,16}\))?(?:具体|统一)?(?:承担|承办|负责|办理)` +
		`|谁来?(?:负责|受理|承办|主管|办理?)[:?\n]{1,2}\p{Han}{0,20}(?:室|科|处|股|局|委|厅|办|中心|站|所)(?:[。;,(\n]|$)`)
	officeValue = regexp.MustCompile(`(?m)([^:。;,\n]{1,16}):\p{Han}{2,30}(?:室|科|处|股|办|厅|局|委)(?:\([^()\n]{1,12}\))?(?:[。;,\n]|$)`)
	officeLabel = regexp.MustCompile(`(?:单位|机构|部门|处室|科室|股室)$`)
	otherOffice = regexp.MustCompile(`监督|投诉|举报|查阅|查询|获取|领取|复议|编制|发布|来源|主办|技术|编辑|纪检|地址|地点`)
	personShape = regexp.MustCompile(`^\p{Han}[\p{Han}·]{1,9}`)
	personAlone = regexp.MustCompile(`(?m)(?:^|[,。;、:])\p{Han}{2,4}[,:(]{1,2}[\p{Han}、,]{0,20}(?:局长|主任|县长|市长|区长|镇长|乡长|省长|州长|旗长|盟长|厅长|处长|书记|院长|行长|站长|所长|司长|部长|会长|主席|专员|队长|负责人|分管|主持|男|女)`)
)

// nearShapes are words that may be a value of the kind, in the many ways in which prose
// says it: 朝九晚五, 行政中心东附楼, 本机关未开通传真. A person decides.
var nearShapes = map[detailKind]*regexp.Regexp{
	addressDetail: regexp.MustCompile(`(?:位于|设在|设于|坐落于|坐落在|驻)[\p{Han}\da-z]{2,20}?(?:路|街|大道|中心|大院|广场|院内)` +
		`|(?:市民之家|行政中心|政务中心|政务服务中心|服务大厅|市民中心|办公楼|综合楼|大院|大楼|大厦)[^。;\n]{0,12}(?:[\d一二三四五六七八九十]+(?:楼|层|室|号)|[a-z东西南北][区座楼]|附楼|院内)` +
		`|(?:办公|接待|来访)(?:场所|处所)|驻地:|所在地:|位置:|[路街](?:与|和)\p{Han}{1,8}[路街大道]{1,2}交[叉汇]|驻\p{Han}{1,8}[路街]`),
	hoursDetail: regexp.MustCompile(`(?:\d{1,2}|[一二三四五六七八九十]{1,3})[:点时][\d半三十]{0,3}[^。;\n]{0,8}[-—–~至到][^。;\n]{0,8}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[:点时]` +
		`|朝九晚五|正常(?:上班|工作|办公)|法定(?:工作|办公)时间|(?:^|[^\d个])(?:法定|每个?)工作日|工作日(?:办公|接待|上班|对外)|(?:周末|双休日|节假日)(?:休息|除外)|\d{1,2}[-—–~至到]\d{1,2}[,、;/]\d{1,2}[-—–~至到]\d{1,2}|夏令时|冬令时|作息|周一(?:至|到)周五`),
	phoneDetail: regexp.MustCompile(`(?:值班室?|座机|总机|☎|tel)[^\d\n]{0,4}\d|(?:拨打|致电|来电|电询)[^\d\n]{0,4}\d`),
	faxDetail:   regexp.MustCompile(`(?:未|没有|无|不|尚未|暂未)(?:设|开通|配备|使用)?(?:有|置)?传真|传真[^。;\n]{0,8}(?:无|未开通|没有|暂无|未设|停用)|电传`),
	onlineDetail: regexp.MustCompile(`(?:邮箱|邮件|e-?mail)[^\n]{0,3}[\w.#\[]|[\w.-]+(?:#|★|\[at\]|\(at\))[\w]` +
		`|(?:联系|联络|留言|咨询)[^。;\n]{0,14}(?:网站|信箱|在线|平台|公众号|微信)|(?:网站|信箱|在线|平台|公众号|微信)[^。;\n]{0,14}(?:联系|联络|留言|咨询)|政务微[信博]`),
	bodyDetail: regexp.MustCompile(`(?:室|科|处|股|局|委|办|中心)(?:具体)?(?:承担|承办|牵头|负责)|由\p{Han}{2,20}(?:承担|承办|负责)|公开办:|指定\p{Han}{2,12}为|(?m:^(?:单位|部门|机构|科室|股室|处室)$)` +
		`|(?m:^[^:。;,\n]{0,10}(?:单位|机构|部门|处室|科室|股室|名称)\n\p{Han}{2,30}(?:室|科|处|股|办|厅|局|委|中心)(?:\([^()\n]{1,12}\))?$)`),
	personDetail: regexp.MustCompile(`一把手:|(?m:^\p{Han}{2,4}(?:[县市区镇乡局处科院站所厅部]长|主任|书记)$)|\p{Han}{2,4}(?:同志)?(?:任|担任|兼任)\p{Han}{0,12}(?:长|主任|书记)`),
}

// proseShapes are sentences that say a detail of prose without its word.
var proseShapes = map[string]*regexp.Regexp{
	"信息的分类": regexp.MustCompile(`[分归]\p{Han}{0,2}?[为成][^。;\n]{0,6}?[\d一二三四五六七八九十两]+[个大小]{0,2}(?:大类|小类|类|种|部分|板块)|[按依](?:照)?[^。;\n]{1,12}(?:归类|分成|划分)|信息[^。;\n]{0,8}分[^。;\n]{3,60}?[\d一二三四五六七八九十]+[个大]?(?:类|种|部分|方面)`),
	"编排体系":  regexp.MustCompile(`[按依以](?:照)?[^。;\n]{1,16}(?:排列|排序|排好|列出|编列|先后|倒序|顺序|为序|降序|升序)|(?:由|从)(?:近|新|后)[至到]\p{Han}|(?:新|近|晚)的?(?:排)?在?(?:最)?[前上]`),
	"获取方式":  regexp.MustCompile(`(?:获取|取得|获得|索取|看)(?:政府)?(?:信息)?[:?\n]{1,2}[^。;\n]{0,40}(?:网|档案馆|图书馆|公报|公开栏|公示栏|查阅点)`),
	"机构设置":  regexp.MustCompile(`(?m)(?:^|[。;,:])(?:\p{Han}{0,8}[内下共现])?设(?:有|立|置)?\p{Han}{2,14}(?:室|局|科|处|股|部|办|站|中心|大队)、\p{Han}{2,14}(?:室|局|科|处|股|部|办|站|中心|大队)[、和及等。;\n]`),
	"申请方式":  regexp.MustCompile(`(?:在线|网上|网络|线上|网站|平台)[^。;\n]{0,6}(?:填写|填报|填表|提交|提出|递交|申请)|(?:填写|填妥|填好|写明|写好|签名|打印)[^。;\n]{0,12}(?:寄|递|送|交|投)(?:送|交|至|到|往|给|回|达)`),
}

// faxHead is the head of a column of faxes among heads of others: its numbers stand in
// another row.
var faxHead = regexp.MustCompile(`(?m)^\p{Han}{2,5}\n传真(?:号码|电话)?(?:\n\p{Han}{2,5}$|\n?\z)`)

// shape tells whether the text right behind a label is a value of the kind.
func (k detailKind) shape(value string) bool {
	switch k {
	case phoneDetail, faxDetail:
		return phoneShape.MatchString(value)
	case hoursDetail:
		return hoursShape.MatchString(value)
	case addressDetail:
		return utf8.RuneCountInString(value) >= 4 && addressShape.MatchString(value)
	case onlineDetail:
		return onlineShape.MatchString(value)
	case bodyDetail:
		return bodyShape.MatchString(value)
	case personDetail:
		return personShape.MatchString(value)
	}
	return true
}

// details is a list of them, ready to be looked for.
type details []detail

// prepare folds the words; a detail without words goes by its name.
func (d details) prepare() error {
	if len(d) == 0 {
		return errors.New("elements 不能为空")
	}
	for i := range d {
		if len(d[i].Words) == 0 {
			d[i].Words = []string{d[i].Name}
		}
		d[i].Words, d[i].Near = foldAll(d[i].Words), foldAll(d[i].Near)
	}
	return nil
}

// names lists the details by name.
func (d details) names() []string {
	var out []string
	for i := range d {
		out = append(out, d[i].Name)
	}
	return out
}

// said is how surely a text says a detail.
type said int

const (
	unsaid  said = iota
	perhaps      // words near to it, or a label whose value stands who knows where
	plainly
)

// answer is what a text says of one detail.
type answer struct {
	detail *detail
	said   said
	quote  string // folded words that say it; "" where nothing does
}

// read looks for every detail in a folded text.
func (d details) read(folded string) []answer {
	folded = unbroken(folded)
	hits := d.labels(folded)
	out := make([]answer, len(d))
	for i := range d {
		out[i] = d.readOne(folded, hits, i)
	}
	return out
}

func (d details) readOne(s string, hits []labelHit, i int) answer {
	a := answer{detail: &d[i]}
	k := d[i].Kind
	if k == wordsDetail {
		if w := wordIn(s, d[i].Words); w != "" {
			a.said, a.quote = plainly, wordsFrom(s, strings.Index(s, w))
			return a
		}
		if re := proseShapes[d[i].Name]; re != nil {
			if at := re.FindStringIndex(s); at != nil {
				a.said, a.quote = plainly, wordsFrom(s, at[0])
				return a
			}
		}
	} else {
		heads := 0
		for n, h := range hits {
			if h.detail != i {
				continue
			}
			v, next := d.value(s, hits, n)
			if k.shape(v) && (k != personDetail || titles(s[h.to:]) || holdsPost(s[h.to:])) {
				a.said, a.quote = plainly, s[h.from:h.to]+":"+v
				return a
			}
			if next && d.headRow(s, hits, n) {
				heads++
			}
			if v := d.underHead(s, hits, n); v != "" {
				a.said, a.quote = plainly, s[h.from:h.to]+":"+v
				return a
			}
		}
		if at := k.alone(s, hits, d); at >= 0 {
			a.said, a.quote = plainly, wordsFrom(s, at)
			return a
		}
		if at := k.hinted(s); at >= 0 {
			a.said, a.quote = perhaps, wordsFrom(s, at)
			return a
		}
		if heads > 0 && k == faxDetail && len(phoneShape.FindAllString(s, 3)) >= 2 || heads > 0 && k == bodyDetail {
			a.said = perhaps
		}
	}
	if w := wordIn(s, d[i].Near); w != "" {
		a.said, a.quote = perhaps, wordsFrom(s, strings.Index(s, w))
	}
	return a
}

// lacking returns the names of what a text does not say, and of what it may say.
func lacking(answers []answer) (absent, unclear []string) {
	for _, a := range answers {
		switch a.said {
		case unsaid:
			absent = append(absent, a.detail.Name)
		case perhaps:
			unclear = append(unclear, a.detail.Name)
		}
	}
	return absent, unclear
}

// spoken counts what a text says plainly.
func spoken(answers []answer) int {
	n := 0
	for _, a := range answers {
		if a.said == plainly {
			n++
		}
	}
	return n
}
