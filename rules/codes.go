package rules

import (
	"slices"
	"strings"
)

// code is one kind of defect a check can find.
type code struct {
	name  string // as in results and packs
	means string // Chinese
}

type codeList []code

// codes lists the defects of every check: the words other programs rely on. A
// code is never renamed or given another meaning.
var codes = map[string]codeList{
	"column": {
		{"missing", "未找到该栏目"},
		{"unreachable", "栏目存在，但从导航到达不了"},
		{"empty", "栏目没有内容"},
		{"placeholder", "栏目只有“建设中”之类的占位内容"},
		{"stale", "栏目超过期限未更新"},
		{"undated", "栏目条目没有日期，无法判断更新"},
	},
	"columns": {
		{"stale_many", "多个栏目超过期限未更新"},
		{"blank_many", "多个栏目是空白"},
	},
	"service_guides": {
		{"element_missing", "办事指南缺少规定的要素"},
		{"many_lacking", "多个事项的办事指南缺少多类要素"},
	},
	"annual_report": {
		{"missing", "未找到应公布的年度报告"},
		{"late", "年度报告晚于期限公布"},
		{"date_doubt", "年度报告的日期相互矛盾"},
		{"part_missing", "缺少规定的部分"},
		{"table_missing", "缺少规定的表格"},
		{"sum_mismatch", "表内数字不平"},
		{"carry_mismatch", "与上年度报告的结转数不一致"},
		{"no_download", "没有可下载的版本"},
		{"copied", "与上年度报告雷同"},
	},
	"ipv6": {
		{"no_aaaa", "域名没有 IPv6 地址（AAAA）"},
		{"ns_no_ipv6", "域名服务器不支持 IPv6"},
		{"unreachable", "首页经 IPv6 打不开"},
		{"links_below", "二、三级链接的 IPv6 支持率不足"},
		{"content_differs", "IPv6 与 IPv4 的内容不一致"},
	},
	"validity_mark": {
		{"missing", "规范性文件未标注有效性"},
		{"bad_label", "有效性标注的用语不规范"},
		{"contradicts_repeal", "标注与废止、失效决定矛盾"},
		{"expired", "已过有效期仍标为有效"},
	},
	"interpretation": {
		{"missing", "政策文件没有解读"},
		{"not_linked_forward", "文件页没有链接到解读"},
		{"not_linked_back", "解读页没有链接到文件"},
		{"late", "解读发布晚于期限"},
		{"elements_missing", "解读缺少规定的要素"},
		{"copied", "解读照抄文件"},
		{"text_only", "解读只有文字一种形式"},
	},
	"availability": {
		{"unreachable", "网站打不开"},
		{"slow", "打开首页过慢"},
		{"home_stale", "首页超过期限未更新"},
		{"home_unchanged", "历次快照里首页没有任何变化"},
	},
	"expression": {
		{"violated", "不符合规则里写的条件"},
	},
	"guide": {
		{"missing", "没有找到公开指南"},
		{"element_missing", "指南缺少规定的内容"},
	},
	"document_elements": {
		{"element_missing", "文件页缺少规定的要素"},
		{"no_download", "没有可下载的版本"},
		{"broken_download", "下载的文件打不开"},
	},
	"consultation": {
		{"period_short", "征求意见的时间不足"},
		{"no_draft", "没有公布草案"},
		{"no_explanation", "没有公布草案说明"},
		{"no_channel", "没有写明提出意见的方式"},
		{"no_feedback", "没有公布意见采纳情况"},
		{"feedback_late", "意见采纳情况公布过晚"},
		{"no_reasons", "没有说明不采纳的理由"},
	},
	"decision": {
		{"catalogue_missing", "没有公布年度重大行政决策事项目录"},
		{"catalogue_late", "重大行政决策事项目录公布过晚"},
		{"part_missing", "决策公开的内容不全"},
	},
	"disclosure": {
		{"missing", "没有公开"},
		{"stale", "没有按期更新"},
		{"element_missing", "公开的内容不全"},
	},
	"institution": {
		{"missing", "没有公开机构职能"},
		{"element_missing", "机构信息缺少规定的内容"},
	},
	"application": {
		{"missing", "没有依申请公开渠道"},
		{"element_missing", "依申请公开缺少规定的内容"},
	},
	"timeliness": {
		{"late", "超过期限才公开"},
	},
	"reply": {
		{"late", "超过期限才答复"},
		{"unanswered", "超过期限仍未答复"},
	},
	"interaction": {
		{"missing", "没有互动渠道"},
		{"stale", "互动栏目长期没有更新"},
		{"unusable", "互动渠道打不开或者没有内容"},
	},
	"links": {
		{"broken", "链接、图片或附件打不开"},
	},
	"labels": {
		{"meta_missing", "缺少网页标签"},
		{"meta_wrong", "网页标签与事实不符"},
		{"footer_missing", "页脚缺少规定的内容"},
	},
	"outbound": {
		{"hidden_link", "页面藏有看不见的外部链接"},
		{"ip_literal", "链接指向 IP 地址"},
		{"unofficial", "链接指向非政府网站"},
	},
	"privacy": {
		{"id_number", "公开了完整的身份证号码"},
		{"bank_card", "公开了完整的银行卡号"},
		{"mobile", "公开了个人的手机号码"},
	},
	"attribution": {
		{"missing", "转载信息没有注明来源"},
	},
	"manual": {},
}

// Codes returns the defect codes of a check in their order, nil for a check that
// does not exist.
func Codes(check string) []string {
	var out []string
	for _, c := range codes[check] {
		out = append(out, c.name)
	}
	return out
}

// CodeMeaning returns what a code of a check says, in Chinese; "" if there is
// none.
func CodeMeaning(check, name string) string {
	for _, c := range codes[check] {
		if c.name == name {
			return c.means
		}
	}
	return ""
}

func (l codeList) has(name string) bool {
	return slices.ContainsFunc(l, func(c code) bool { return c.name == name })
}

func (l codeList) names() string {
	var out []string
	for _, c := range l {
		out = append(out, c.name)
	}
	return strings.Join(out, "、")
}
