package rules

import (
	"strings"
	"testing"
)

// decisions is a county with a column of decisions.
func decisions(rows []string, pages ...string) string {
	return county(`<li><a href="/jc/">重大行政决策</a></li>`, "", list("/jc/", "重大行政决策", rows...)+strings.Join(pages, ""))
}

// The sites are judged on 2026-04-10.
func TestDecisionCatalogue(t *testing.T) {
	const title = "示例县2026年度重大行政决策事项目录"
	rows := func(title, day string) string {
		return decisions([]string{title + "|" + day + "|/jc/1.html", "示例县2024年度重大行政决策事项目录|2024-03-01|/jc/2.html"}, article("/jc/1.html", title, day), article("/jc/2.html", "示例县2024年度重大行政决策事项目录", "2024-03-01"))
	}
	tests := []struct{ name, with, site, want string }{
		{"a catalogue on the last day is in time", "{}", rows(title, "2026-03-31"), "pass"},
		{"a catalogue one day later is late", "{}", rows(title, "2026-04-01"), "fail catalogue_late"},
		{"a file on its page came with it", "{}", decisions([]string{title + "|2026-04-01|/jc/1.html"}, page("/jc/1.html", title, "2026-04-01", `<p>现将目录予以公布，请各承办单位按照规定的程序做好有关工作。</p><p>附件：<a href="/jc/1.pdf">`+title+`.pdf</a></p>`)), "fail catalogue_late"},
		{"a file of another page without a day may be older", "{}", decisions([]string{title + "|2026-04-01|/jc/1.html", "县政府常务会议议题|2026-03-01|/jc/2.html"}, article("/jc/1.html", title, "2026-04-01"), page("/jc/2.html", "县政府常务会议议题", "2026-03-01", `<p>会议审议了目录，请各承办单位按照规定的程序做好有关工作。</p><p>附件：<a href="/jc/1.pdf">`+title+`.pdf</a></p>`)), "pass"},
		{"last year's catalogue is none of this year", "{}", rows("示例县2025年度重大行政决策事项目录", "2025-03-20"), "fail catalogue_missing"},
		{"a list of this year of another kind is no catalogue of decisions", "{}", decisions([]string{"示例县2025年度重大行政决策事项目录|2025-03-20|/jc/1.html", "2026年行政事业性收费目录清单|2026-01-12|/jc/2.html"}, article("/jc/1.html", "示例县2025年度重大行政决策事项目录", "2025-03-20"), article("/jc/2.html", "2026年行政事业性收费目录清单", "2026-01-12")), "fail catalogue_missing"},
		{"last year's will do while there is time", "{due: 04-10}", rows("示例县2025年度重大行政决策事项目录", "2025-03-20"), "pass"},
		{"a column of decisions without a catalogue lacks it", "{required: false}", decisions([]string{"县政府研究供水方案|2026-03-01|/jc/1.html", "县政府研究供热方案|2026-03-01|/jc/2.html"}, article("/jc/1.html", "县政府研究供水方案", "2026-03-01"), article("/jc/2.html", "县政府研究供热方案", "2026-03-01")), "fail catalogue_missing"},
		{"a site that shows no decisions is exempt where it may be", "{required: false}", county("", "", ""), "exempt"},
		{"what was seen of it shows no decisions, and the rest may", "{required: false}", partial + county("", "", ""), "unknown"},
		{"a site that shows no decisions lacks it where it must not", "{}", county("", "", ""), "fail catalogue_missing"},
		{"a site cut off is unknown", "{}", county("", "", "") + partial, "unknown"},
		{"a call for opinions on the catalogue is none", "{}", decisions([]string{"关于2026年度重大行政决策事项目录征求意见的公告|2026-03-01|/jc/1.html", "县政府研究供热方案|2026-03-01|/jc/2.html"}, article("/jc/1.html", "关于2026年度重大行政决策事项目录征求意见的公告", "2026-03-01"), article("/jc/2.html", "县政府研究供热方案", "2026-03-01")), "fail catalogue_missing"},
		{"a page with an earlier day in its address is for a person", "{}", decisions([]string{title + "|2026-04-02|/jc/t20260301_1.html"}, article("/jc/t20260301_1.html", title, "2026-04-02")), "review catalogue_late"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			with := "{judge: [catalogue_missing, catalogue_late]}"
			if tt.with != "{}" {
				with = strings.Replace(tt.with, "{", "{judge: [catalogue_missing, catalogue_late], ", 1)
			}
			expect(t, judgeSite(t, "decision", with, tt.site), tt.want)
		})
	}
}

func TestDecisionParts(t *testing.T) {
	set := func(links ...string) string {
		var b strings.Builder
		b.WriteString("<p>县人民政府关于供水价格调整的决策，现将有关材料集中公开如下，欢迎社会各界监督并提出宝贵的看法。</p><ul>")
		for _, l := range links {
			b.WriteString(`<li><a href="/x/` + l + `.html">` + l + `</a></li>`)
		}
		return decisions([]string{"供水价格调整方案|2026-03-01|/jc/1.html", "关于召开会议的通知|2026-03-01|/jc/2.html"},
			page("/jc/1.html", "供水价格调整方案", "2026-03-01", b.String()+"</ul>"), article("/jc/2.html", "关于召开会议的通知", "2026-03-01"))
	}
	tests := []struct{ name, site, want string }{
		{"a page with all parts", set("决策草案全文", "草案编制说明", "公众意见采纳反馈", "决策结果公布"), "pass"},
		{"a page with parts named in other words", set("决策事项文本（草案）", "起草说明", "公众意见收集及采纳情况", "最终文件"), "pass"},
		{"a page without what came of the opinions", set("决策草案全文", "草案编制说明", "决策结果公布"), "fail part_missing"},
		{"the set of a decision on rules goes by their name", strings.ReplaceAll(set("决策草案全文", "草案编制说明", "公众意见采纳反馈"), "供水价格调整方案", "公共租赁住房管理办法"), "fail part_missing"},
		{"the call for opinions with its files is no set", strings.ReplaceAll(set("决策草案全文", "草案编制说明"), "供水价格调整方案", "关于公开征求供水价格调整方案意见的公告"), "exempt"},
		{"a page that is no set is not judged", set("决策草案全文"), "exempt"},
		{"a sub-column with all parts", decisions(nil), "exempt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, judgeSite(t, "decision", "{judge: [part_missing]}", tt.site), tt.want)
		})
	}
	refused(t, "decision", "{titles: []}", "titles")
	refused(t, "decision", "{judge: [missing]}", "missing")
	refused(t, "decision", "{enough: 0}", "enough")
	refused(t, "decision", "{parts: [{name: 草案, words: []}]}", "要素")
}
