package rules

import (
	"strings"
	"testing"
)

// TestOrdinaryMarksAndNames has wordings of terms, repeals, marks and titles of
// interpretations; want is fail, or no fail where a person may have to decide.
func TestOrdinaryMarksAndNames(t *testing.T) {
	check := func(want, name string, got []string) {
		t.Helper()
		out := strings.Join(got, "; ")
		if strings.Contains(out, " fail ") != (want == "fail") {
			t.Errorf("%s: got %s, want %s", name, out, want)
		}
	}
	const term = "本办法自2024年4月1日起施行，有效期5年。"
	for want, list := range map[string][]string{
		"no fail": {"本办法自2024年4月10日起实行，有效期两年。", "本办法自2024年4月1日起施行，试行期满两年后另行评估。", "本办法有效期至2026年12月底。", "本办法自2024年4月1日起施行，至2029年3月31日失效。", "本办法执行期限为2024年至2026年。", "本办法自2024年4月1日起施行，有效期2年，期满自动延续。", "补贴对象有效期两年的证书可以续期。", "本办法自2024年4月1日起施行，暂行五年。", "自2024年5月1日起施行，有效期二年。", "本办法有效期五年，原办法（有效期两年）同时废止。", "许可证有效期一年。本办法自2024年4月1日起施行。", "本办法自2024年4月1日起施行，有效期为3年。"},
		"fail":    {"本办法自2024年4月1日起施行，有效期为2年。", "本办法有效期至2025年12月31日。", "本办法自2024年4月1日起施行，有效期一年。", "本办法自2024年4月1日起实施，执行至2025年3月31日止。", "本办法自2024年4月1日起施行，至2026年3月31日止。", "本办法自公布之日起施行，有效期2年。"},
	} {
		for _, s := range list {
			check(want, "term "+s, policyVerdict(t, "validity_mark", "", edited(t, marking(), change{term, s}, "")))
		}
	}
	const entry = "一、《示例县城市养犬管理规定》（示政规〔2015〕7号）"
	for want, list := range map[string][]string{
		"no fail": {"一、《" + roads + "》（示政规〔2018〕2号）", "一、《关于修改〈" + roads + "〉的决定》（示政规〔2023〕1号）", "一、《" + roads + "（试行）》（示政规〔2020〕3号）", "一、《" + roads + "实施细则》（示交规〔2024〕5号）", "一、与《" + roads + "》不一致的文件", "一、《示例县农村道路管理办法》（示政规〔2019〕2号），由《" + roads + "》代替", "一、《远山县农村公路管理办法》（远政规〔2024〕2号）"},
		"fail":    {"一、《" + roads + "》（示政规〔2024〕2号）", "一、示例县人民政府关于印发" + roads + "的通知（示政规〔2024〕2号）", "1.示政规〔2024〕2号 " + roads, "（一）" + roads + "，示政规〔2024〕2号"},
	} {
		for _, s := range list {
			check(want, "repeal "+s, policyVerdict(t, "validity_mark", "", edited(t, marking(), change{entry, s}, "")))
		}
	}
	const box = "有效性：</td><td>有效</td>"
	for want, list := range map[string][]string{
		"no fail": {"效力：</td><td>有效</td>", "时效：</td><td>现行</td>", "文件状态：</td><td>执行中</td>", "施行状态：</td><td>正在执行</td>", "是否有效：</td><td>是</td>", "失效日期：</td><td>2029-03-31</td>", "有效期：</td><td>5年</td>", "效力状态：</td><td>✔ 有效</td>", "有 效 性：</td><td>有 效</td>"},
		"fail":    {"有效性：</td><td>　</td>", "有效性：</td><td>-</td>", "有效性：</td><td>/</td>", "有效性：</td><td>无</td>", "公开方式：</td><td>主动公开</td>", "时效性：</td><td></td>", "关键词：</td><td>公路</td>"},
	} {
		for _, s := range list {
			check(want, "mark "+s, policyVerdict(t, "validity_mark", "codes: [missing]", edited(t, marking(), change{box, s}, "")))
		}
	}
	gone := change{relatedBox, "", wordsRow, "", pictureRow, ""}[:6:6]
	without2 := func(text string) string { return without(without(text, "/zcjd/1.html"), "/zcjd/2.html") }
	for want, list := range map[string][]string{
		"no fail": {"图说" + roads, "一张图带你了解" + roads, "解读|" + roads, roads + "政策问答", "县交通运输局局长解读《" + roads + "》", "【视频解读】" + roads, "《" + roads + "》起草说明", "《" + roads + "》新闻发布会实录", roads + "（漫画版）", "农村公路怎么管？《" + roads + "》来了", "关于《" + roads + "》的政策吹风会", "“农村公路管理办法”专家谈", "读懂" + roads, "一图看懂：《" + roads + "》"},
		"fail":    {"《示例县农村客运管理办法》解读", "《示例县养犬管理办法》政策解读", "国务院公路安全保护条例解读", "一图读懂2026年县政府工作报告"},
	} {
		for _, s := range list {
			check(want, "interp "+s, policyVerdict(t, "interpretation", "codes: [missing]", edited(t, without2(explaining()), gone, docPage("/zcjd/9.html", "政策解读", "/zcjd/", s, "2026-03-04", "", explained))))
		}
	}
	// A name in short, beside links both ways, is that of the document.
	const plan = "示例县人民政府办公室关于印发示例县乡村客运实施方案的通知"
	late := strings.NewReplacer("图解：示例县乡村客运实施方案</a><span>2026-02-10", "图解：示例县乡村客运实施方案</a><span>2026-03-10", "图解：示例县乡村客运实施方案</h1><p class=\"info\">发布时间：2026-02-10", "图解：示例县乡村客运实施方案</h1><p class=\"info\">发布时间：2026-03-10").Replace(explaining())
	for want, list := range map[string][]string{
		"fail":    {"关于《加快文旅融合的意见》的解读", "《关于加快文旅融合的意见》政策解读", "文旅融合意见解读"},
		"no fail": {"《示例县旅游民宿管理办法》解读"},
	} {
		for _, s := range list {
			check(want, "short "+s, policyVerdict(t, "interpretation", "codes: [late]", strings.NewReplacer(plan, "示例县人民政府办公室关于加快文旅融合的意见", "图解：示例县乡村客运实施方案", s).Replace(late)))
		}
	}
}
