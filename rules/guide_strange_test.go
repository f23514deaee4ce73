package rules

import "testing"

// A line among the contacts that says none of what is asked for may say what was not
// found, in words nobody thought of.
func TestAStrangeLineAmongContactsIsForAPerson(t *testing.T) {
	for _, tt := range []struct{ name, site, want string }{
		{"hours in a way of their own", guideSite(changedGuide(guideHours, "<p>随机关作息</p>")), "review element_missing"},
		{"hours by the days off", guideSite(changedGuide(guideHours, "<p>全天候受理（法定假日除外）</p>")), "review element_missing"},
		{"a place under another name", guideSite(changedGuide(guideAddress, "<p>通信处：示例县人民路一号</p>")), "review element_missing"},
		{"a telephone in Chinese numerals behind its label", guideSite(changedGuide(guidePhone, "<p>电话：零五一三—八一二三四五六七</p>")), "review element_missing"},
		{"a fax that was given up", guideSite(changedGuide(guideFax, "<p>传真：已取消</p>")), "review element_missing"},
		{"nothing behind the label", guideSite(changedGuide(guideFax, "<p>传真号码：</p>")), "fail element_missing"},
		{"a line on something else", guideSite(changedGuide(guideFax, "<p>邮政编码：226000</p>")), "fail element_missing"},
		{"who takes calls", guideSite(changedGuide(guideFax, "<p>联系人：王工</p>")), "fail element_missing"},
		{"a heading", guideSite(changedGuide(guideFax, "<p>（二）监督方式</p>")), "fail element_missing"},
		{"a sentence", guideSite(changedGuide(guideFax, "<p>欢迎社会各界和广大群众前来查询信息。</p>")), "fail element_missing"},
		{"a long line", guideSite(changedGuide(guideFax, "<p>本机关编制的公开目录每年更新，公众可以随时向我们提出改进的意见和建议，我们将认真研究</p>")), "fail element_missing"},
		{"a strange line far from the contacts", guideSite("<p>便民提示</p>" + lessGuide(guideFax)), "fail element_missing"},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "guide", "{}", tt.site), tt.want) })
	}
}

func TestAStrangeLineAmongTheFactsOfABody(t *testing.T) {
	body := func(old, with string) string {
		text := ""
		for _, part := range []string{orgDuties, orgUnits, orgAddress, orgHours, orgPhone, orgHead} {
			if part == old {
				part = with
			}
			text += part
		}
		return county("", orgEntry, single("/zwgk/jg/", "机构职能", text))
	}
	for _, tt := range []struct{ name, site, want string }{
		{"hours in a way of their own", body(orgHours, "<p>五天工作制</p>"), "review element_missing"},
		{"names without posts", body(orgHead, "<p>局领导班子成员有张明、李华等5人</p>"), "review element_missing"},
		{"units without a word for them", body(orgUnits, "<p>编制：设3个科</p>"), "review element_missing"},
		{"how large the place is", body(orgHours, "<p>面积120平方公里，人口3万</p>"), "fail element_missing"},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "institution", "{}", tt.site), tt.want) })
	}
}
