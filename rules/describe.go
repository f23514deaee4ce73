package rules

import (
	"fmt"
	"strings"
)

// Describe says how a column is looked for.
func (k *column) Describe() string {
	out := fmt.Sprintf("在全站的菜单、栏目树、面包屑、图片链接、框架和页签里找名为“%s”的栏目", k.subject())
	if len(k.Names) > 1 {
		out += fmt.Sprintf("（或 names 所列的其他 %d 个名称）", len(k.Names)-1)
	}
	if len(k.Within) > 0 {
		out += fmt.Sprintf("（限“%s”之下）", strings.Join(k.Within, "”“"))
	}
	out += "；繁简、全半角、前缀的机关名和括注不影响。找到后看能否打开、有没有内容"
	if k.MaxAge.set() {
		out += fmt.Sprintf("、最近一条是否在%s内", k.MaxAge)
	}
	out += "。全站看完仍没有任何叫这个名称的入口才算缺失"
	if len(k.Near) > 0 {
		out += fmt.Sprintf("；有名称含“%s”的相近栏目时提请人工", strings.Join(k.Near, "”“"))
	}
	return out + "；抓取不完整、菜单由脚本写出而看不到时，记为未能观察。"
}

// Describe says which report is looked for, and where.
func (a *annualReport) Describe() string {
	return "在年报栏目、公开专栏和全站文章里找本机关应公布的最近一个年度的政府信息公开工作年度报告（期限已过的那一年）。" +
		"公布日期取页面标签、“发布日期”字样和网址三处，相互矛盾或只有改版痕迹时提请人工；六个部分、两张表、表内合计与上年结转按统一格式核对；" +
		"只有附件的算已公布，内容不判；部门、乡镇的报告不会算作本级的。"
}

// Describe says what is asked of the network.
func (c *ipv6) Describe() string {
	return fmt.Sprintf("查首页域名和域名服务器的 AAAA 记录；经 IPv6 打开首页并与 IPv4 的内容比较；抽查二、三级链接，支持率应不低于 %.0f%%。"+
		"先用已知支持 IPv6 的网站核对本机：本机没有 IPv6 时，只判 AAAA 与域名服务器，其余记为未能观察。", 100*c.Share)
}

// Describe says which documents are looked at, and for what.
func (v *validityMark) Describe() string {
	return "先认出规章和行政规范性文件（所在栏目、文号、标题），再看文件页的索引框、标题旁文字和图章、所在列表里有没有有效性标注；" +
		"有标注的，与站内的废止、失效决定和文件自身写明的有效期对照。名称相同而文号不同的不算同一件；索引框由脚本填写的，记为未能观察。"
}

// Describe says which documents need an interpretation, and how it is found.
func (n *interpretation) Describe() string {
	return fmt.Sprintf("对 %s 以后发布的政策文件，按页面互链、文号和《标题》在全站找解读；有链接以外的对应关系也算有解读。"+
		"发布间隔按工作日计算，超过 %d 个工作日为晚；要素看有没有相应的词句；照抄看与原文逐字相同的比例。"+
		"相关链接由脚本填写的，不据此认定没有关联。", n.Since, n.MaxGap)
}

// Describe says what is concluded from visits and from the home page.
func (a *availability) Describe() string {
	return fmt.Sprintf("访问首页超过 %g 秒未打开记一次失败；连续%s、每天不少于 %d 次的访问中失败达 %.0f%% 才认定打不开，一次审计的访问不足以认定，提请人工。"+
		"首页更新看首页和二级页面上带日期的条目，%s内有新条目即为更新。", a.Patience.Seconds(), a.Window, a.PerDay, 100*a.Share, a.Home)
}
