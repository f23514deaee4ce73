package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// dateClaim is what the label of a date says about it.
type dateClaim uint8

const (
	notDate     dateClaim = iota
	isPublished           // 发布时间: the date of publication
	mayPublish            // 发文日期, 更新时间: of publication where nothing better stands
	isOther               // 成文日期, 实施日期: of something else
)

// label is what a label of an index box or of the line under the title means.
type label struct {
	name FieldName // "": no field of a document (浏览次数), but it ends the value before it
	date dateClaim
	weak bool // a common word: a label only among other labels
}

// labels knows the labels by their folded form. Folding makes 索 引 號 the same as
// 索引号.
var labels = func() map[string]label {
	m := map[string]label{}
	add := func(l label, words string) {
		for _, w := range strings.Fields(words) {
			m[Fold(w)] = l
		}
	}
	add(label{name: IndexNo}, "索引号 索引 索引编号 信息索引号 索取号 公开索引号 信息索引 索引码 信息索取号 政府信息索引号 文件索引号")
	add(label{name: DocNumber}, "发文字号 文号 文件编号 文件号 公文文号 发文文号 文件字号 发文号 文件文号 公文字号 公文号 发文编号 文件发文字号 信息文号 批准文号 文书号 文件文号字号")
	add(label{name: Issuer}, "发文机关 发布机构 发布机关 发文单位 发布单位 制发机关 制定机关 发文机构 公开机构 公开主体 公布机关 印发机关 成文机关 颁布机关 颁布部门 公开单位 发布部门 制发单位 制定单位 发文部门 制定部门 制作机关 信息公开机构 颁发机关 印发单位 联合发文单位 发布主体 制定主体 发文主体 发文机关名称")
	add(label{name: Issuer, weak: true}, "公开责任部门 责任单位 责任部门 起草单位 发布人 发布者")
	add(label{name: Written, date: isOther}, "成文日期 生成日期 成文时间 生成时间 签发日期 印发日期 印发时间 制发日期 形成日期 文件日期 行文日期 制定日期 签署日期 制文日期 落款日期 制发时间 签发时间 信息生成日期 产生日期 形成时间 公文时间 成文日 决定日期 作出日期 决定时间 作出决定日期 作出决定时间 处罚决定日期 许可决定日期 处罚决定时间 许可决定时间 行政处罚决定日期 行政许可决定日期 作出处罚决定日期 作出许可决定日期")
	add(label{name: Published, date: isPublished}, "发布日期 发布时间 公布日期 公开日期 公开时间 公布时间 发表日期 发表时间 发布于 发表于 刊发于 刊登于 张贴于 上网日期 上网时间 登载日期 刊登日期 信息发布日期 信息发布时间 时间发布 发稿时间 发稿日期 网站发布日期 网上发布日期 网上发布时间 网站发布时间 首次发布时间 首发时间 发布日 公开发布日期 对外发布时间 信息公开日期 信息公开时间 上传时间 上传日期 上线时间 文章发布时间  发布 信息时间 信息日期 添加时间 添加日期 加入时间 录入时间 录入日期 入库时间 稿件时间 文章时间 出版日期 时间发表 日期发布 新闻时间")
	add(label{name: Published, date: mayPublish}, "发文日期 发文时间 颁布日期 颁布时间")
	add(label{name: Effective, date: isOther}, "实施日期 生效日期 施行日期 实施时间 生效时间 施行时间 执行日期 起始日期 有效期起")
	add(label{name: Expires, date: isOther}, "失效日期 废止日期 失效时间 废止时间 有效期至 终止日期 有效期截止 有效期限 有效期 停止执行日期 截止有效期 有效截止日期 有效期止 失效/废止时间 失效废止时间 失效废止日期 失效/废止日期 废止失效日期 有效日期")
	add(label{name: Validity}, "有效性 文件状态 时效性 效力状态 时效 是否有效 效力 有效状态 文件效力 时效状态 文件时效 现行效力 文件有效性 规范性文件有效性 规范性文件状态 规范性文件效力 时效性状态 有效性状态 标注效力 效力性 文件时效性 公文时效 公文有效性 法规有效性 政策状态 政策时效 政策有效性 有效否 信息有效性 现行有效性 有效性标注 有效性标识 文件时效状态 有效与否 效力情况 有效情况 施行状态 实施状态 执行状态 文件执行状态 效力级别状态")
	add(label{name: Validity, weak: true}, "状态 有效无效")
	add(label{name: Topic}, "主题分类 信息分类 主题类别 所属主题 信息类别 主题词分类 分类主题 组配分类 分类词 信息所属分类")
	add(label{name: Topic, weak: true}, "分类 类别 主题 文件分类 所属类别")
	add(label{name: Source, weak: true}, "来源 信息来源 文章来源 稿件来源 稿源 内容来源 发布来源 转载来源 新闻来源 来源单位 出处")
	add(label{name: UnifiedNo}, "统一编号 统一登记号 登记编号 规范性文件统一编号 登记号 规范性文件登记号 规范性文件编号 统一登记编号 备案登记号 登记备案号 三统一编号")
	add(label{name: DocTitle, weak: true}, "标题 名称 文件名称 信息名称 文件标题 公文标题 信息标题 文件名 公文名称")
	add(label{name: Subject, weak: true}, "主题词 关键词 关键字")
	add(label{date: isPublished, weak: true}, "时间 日期 日间")
	add(label{date: mayPublish, weak: true}, "更新时间 更新日期 最后更新 最后更新时间 修改时间 最近更新")
	add(label{}, "体裁分类 服务对象 公开形式 公开方式 公开范围 公开程序 公开时限 公开期限 公文种类 文种 载体 载体类型 信息格式 语种 内容概述 内容摘要 摘要 概述 备注 浏览次数 点击数 点击次数 访问次数 访问量 阅读 阅读次数 阅读量 作者 责任编辑 编辑 审核 字号 字体 打印 分享 视力保护 浏览量 浏览 点击 点击率 记录形式 体裁 服务分类 主办单位 供稿 撰稿 初审 终审 复审 摄影 校对 记者 人气 次数 保护视力色 保护视力 背景色 打印本页 分享到 分享至 公开类别 公开类型 公开属性 信息属性 获取方式 载体形式 题裁 浏览字号 字体大小 字号大小 文字大小 收藏 关闭 大小 字体设置 扫一扫 转发 所属机构 所属部门 区域分类 上一篇 下一篇 相关文档 责编 信息员 审核人 提供单位 附件 二维码")
	return m
}()

// labelStarts has a bit for the first character of every label, folded: each is
// Chinese.
var labelStarts = func() (set [(lastHan-firstHan)/64 + 1]uint64) {
	for w := range labels {
		r, _ := utf8.DecodeRuneInString(w)
		set[(r-firstHan)/64] |= 1 << ((r - firstHan) % 64)
	}
	return set
}()

// startsLabel reports whether a label begins with r, as Fold writes it.
func startsLabel(r rune) bool {
	return r >= firstHan && r <= lastHan && labelStarts[(r-firstHan)/64]>>((r-firstHan)%64)&1 != 0
}

// longestLabel is the length of the longest label.
const longestLabel = 12

// maxHits bounds the labels read of one page.
const maxHits = 1000

// hit is one label found in a line.
type hit struct {
	line     int // index into content.rows
	from, to int // in content.text: the label with its colon
	label    label
	words    string // as written, without white space
	colon    bool
	starts   bool // nothing stands before it in the line
}

// findLabels finds every label in the body of the page.
func (c *content) findLabels() {
	for i := range c.rows {
		if len(c.hits) >= maxHits {
			return
		}
		l := &c.rows[i]
		if z := c.p.zones[l.node]; z == inFooter || z == inNav || z == inCrumbs {
			continue
		}
		if l.linked > 0 && l.linked*4 > l.runes*3 && l.runes > 30 {
			continue
		}
		c.labelsIn(i)
	}
}

// labelsIn finds the labels of one line. A label begins where the line, an
// inline element or a word begins, and ends with a colon, the end of the inline
// element or the end of the line.
func (c *content) labelsIn(i int) {
	s := c.line(i)
	base := int(c.rows[i].from)
	limit := len(s)
	if limit > 1500 { // an index box in one line is shorter, running text has its labels in front
		limit = 400
	}
	if !c.rows[i].marked && !closesLabel(s) {
		if c.rows[i].runes > longestLabel {
			return // running text
		}
		limit = min(limit, 1)
	}
	start := true // a label may begin here
	for k := 0; k < limit; {
		if !start && hanAt(s, k) > 0 { // opens nothing
			k += 3
			continue
		}
		r, w := utf8.DecodeRuneInString(s[k:])
		if start && k < limit {
			if h, ok := labelAt(s, k); ok && (h.colon || h.from == 0 || s[h.from-1] == mark) && c.believable(s, h) {
				h.line, h.starts = i, strings.Trim(s[:h.from], "\x01 ·•◆■[【(（") == ""
				h.from, h.to = h.from+base, h.to+base
				c.hits = append(c.hits, h)
				k = h.to - base
				continue
			}
		}
		start = opensLabel(r)
		k += w
	}
}

// closesLabel reports whether a mark stands in s that may end a label.
func closesLabel(s string) bool {
	for k := nextEnd(s, 0); k < len(s); k = nextEnd(s, k+1) {
		switch s[k:min(k+3, len(s))] {
		case "：", "】", "∶":
			return true
		}
		if s[k] < 0x80 {
			return true
		}
	}
	return false
}

// opensLabel reports whether a label may begin behind r.
func opensLabel(r rune) bool {
	switch r {
	case mark, ' ', ';', '|', '[', '(', ',', '>', ')', ']', '；', '｜', '【', '（', '，', '）', '】', '\u3000', '·', '•':
		return true
	}
	return false
}

// labelAt reads a label that begins at s[k].
func labelAt(s string, k int) (hit, bool) {
	first, w := utf8.DecodeRuneInString(s[k:])
	if w < 3 || !startsLabel(foldRune(first)) {
		return hit{}, false
	}
	var key [4 * longestLabel]byte
	n, runes := 0, 0
	var best hit
	found := false
	for j := k; j <= len(s); {
		r, w := rune(0), 1
		if j < len(s) {
			r, w = utf8.DecodeRuneInString(s[j:])
		}
		switch {
		case j == len(s) || r == mark || r == ' ' && j+1 < len(s) && s[j+1] == mark:
			if l, ok := labels[string(key[:n])]; ok && (j == len(s) || !found) {
				best, found = hit{from: k, to: j, label: l, words: squeezePlain(s[k:j])}, true
			}
			if j == len(s) {
				return best, found
			}
			j++
			continue
		case r == '：' || r == ':' || r == '∶' || r == '﹕' || r == '︰':
			if l, ok := labels[string(key[:n])]; ok {
				return hit{from: k, to: j + w, label: l, words: squeezePlain(s[k:j]), colon: true}, true
			}
			return best, found
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			j += w
			continue
		case runes == longestLabel || r < 0x2E80 && r != '/':
			return best, found
		case r == '】' || r == ']' || r == '）' || r == '〕':
			if l, ok := labels[string(key[:n])]; ok && !l.weak {
				return hit{from: k, to: j + w, label: l, words: squeezePlain(s[k:j]), colon: true}, true
			}
			return best, found
		}
		f := foldRune(r)
		if f < 0 {
			return best, found
		}
		n += utf8.EncodeRune(key[n:], f)
		runes++
		j += w
	}
	return best, found
}

// believable refuses labels that are the end of a longer one (会议 时间：,
// 会 议 时 间：).
func (c *content) believable(s string, h hit) bool {
	if !h.label.weak || h.from == 0 {
		return true
	}
	before := strings.TrimRight(s[:h.from], " \x01\u3000\u00a0")
	if before == "" {
		return true
	}
	r := lastRune(before)
	if !unicode.Is(unicode.Han, r) {
		return true
	}
	return strings.ContainsAny(before, "：:∶")
}

func squeezePlain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == mark || r == '\u200b' || r == '\ufeff' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
