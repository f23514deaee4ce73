package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mentionLines(title, body string) []string {
	f := read(`<html><head><title>` + title + `</title></head><body><h1>` + title + `</h1><div class="TRS_Editor">` + body + `</div></body></html>`)
	var out []string
	for _, m := range f.Mentions {
		s := m.Title
		if m.Number != "" {
			s = strings.TrimSpace(s + " " + m.Number)
		}
		if m.Act != Named {
			s += fmt.Sprintf(" [%s]", m.Act)
		}
		out = append(out, s)
	}
	return out
}

func TestMentions(t *testing.T) {
	tests := []struct {
		name, title, body string
		want              []string
	}{
		{"repealed at the end", "测试办法", `<p>本办法自2024年5月1日起施行。《旧测试办法》（测府发〔2019〕3号）同时废止。</p>`,
			[]string{"旧测试办法 测府发〔2019〕3号 [repeal]"}},
		{"repealed in the clause after the term", "测试办法", `<p>本办法自2024年5月1日起施行，有效期5年，《旧测试办法》同时废止。</p>`,
			[]string{"旧测试办法 [repeal]"}},
		{"only the number is given", "测试办法", `<p>本通知自印发之日起施行，测府发〔2019〕3号文件同时废止。</p>`,
			[]string{"测府发〔2019〕3号 [repeal]"}},
		{"verb in front, several in a row", "通知", `<p>市政府决定废止《甲办法》（测府发〔2010〕1号）、《乙办法》和《丙办法》。</p>`,
			[]string{"甲办法 测府发〔2010〕1号 [repeal]", "乙办法 [repeal]", "丙办法 [repeal]"}},
		{"the basis is not repealed", "通知", `<p>根据《规章制定程序条例》和《测试法》的规定，市政府决定废止《甲办法》。</p>`,
			[]string{"规章制定程序条例", "测试法", "甲办法 [repeal]"}},
		{"the basis of a keeping decision", "通知", `<p>按照《行政规范性文件管理办法》（测府发〔2018〕2号）要求，《甲办法》继续有效。</p>`,
			[]string{"行政规范性文件管理办法 测府发〔2018〕2号", "甲办法 [keep]"}},
		{"not repealed", "答复", `<p>《甲办法》不予废止。</p><p>《乙办法》尚未废止，仍应执行。</p>`,
			[]string{"甲办法", "乙办法"}},
		{"a proposed repeal", "征求意见", `<p>我局拟废止《甲办法》，现公开征求意见。</p>`, []string{"甲办法"}},
		{"changed and then kept", "通知", `<p>《甲办法》（测府发〔2010〕1号）修改后继续有效。</p>`, []string{"甲办法 测府发〔2010〕1号 [keep]"}},
		{"changed", "决定", `<p>将《甲办法》第三条修改为“测试应当公开”。</p>`, []string{"甲办法 [amend]"}},
		{"an article is repealed, not the document", "决定", `<p>废止《甲办法》第三条第二款。</p>`, []string{"甲办法 [amend]"}},
		{"two acts in one sentence", "决定", `<p>对《甲办法》等2件规章予以修改，对《乙办法》等3件规章予以废止。</p>`,
			[]string{"甲办法 [amend]", "乙办法 [repeal]"}},
		{"extended", "通知", `<p>《甲办法》（测府规〔2019〕1号）有效期延长至2026年12月31日。</p><p>决定延长《乙办法》有效期至2027年。</p>`,
			[]string{"甲办法 测府规〔2019〕1号 [extend]", "乙办法 [extend]"}},
		{"explained by the title", "《甲办法》政策解读", `<p>近日，市政府印发了《甲办法》（测府发〔2024〕5号，以下简称《办法》）。</p>`,
			[]string{"甲办法 [explain]", "甲办法 测府发〔2024〕5号", "办法"}},
		{"a title within a title", "通知", `<p>《关于废止〈甲办法〉的决定》已经通过，现予公布。</p>`, []string{"关于废止〈甲办法〉的决定"}},
		{"a term that will end is no repeal", "办法", `<p>《甲办法》有效期5年，有效期届满自动失效。</p>`, []string{"甲办法"}},
		{"one document repealed by another", "说明", `<p>《甲办法》已被《乙办法》废止。</p>`, []string{"甲办法 [repeal]", "乙办法"}},
		{"lists under headings", "关于公布规范性文件清理结果的通知",
			`<p>一、继续有效的规范性文件目录</p><p>1.《甲办法》（测府发〔2010〕1号）</p><p>2.《乙办法》</p><p>二、废止的规范性文件目录</p><p>1.《丙办法》（测府发〔2009〕9号）</p><p>三、工作要求</p><p>1.《丁办法》要抓紧修订。</p>`,
			[]string{"甲办法 测府发〔2010〕1号 [keep]", "乙办法 [keep]", "丙办法 测府发〔2009〕9号 [repeal]", "丁办法 [amend]"}},
		{"a table under a heading", "关于废止部分规范性文件的通知",
			`<p>废止的规范性文件目录</p><table><tr><td>序号</td><td>文件名称</td><td>文号</td></tr><tr><td>1</td><td>关于加强甲管理的通知</td><td>测府发〔2008〕1号</td></tr><tr><td>2</td><td>《乙管理办法》</td><td>测府发[2009]2号</td></tr></table>`,
			[]string{"关于加强甲管理的通知 测府发〔2008〕1号 [repeal]", "乙管理办法 测府发〔2009〕2号 [repeal]"}},
		{"the act stands in the row", "规范性文件清理结果",
			`<table><tr><td>文件名称</td><td>文号</td><td>清理结果</td></tr><tr><td>关于加强甲管理的通知</td><td>测府发〔2008〕1号</td><td>继续有效</td></tr><tr><td>关于加强乙管理的通知</td><td>测府发〔2008〕2号</td><td>废止</td></tr></table>`,
			[]string{"关于加强甲管理的通知 测府发〔2008〕1号 [keep]", "关于加强乙管理的通知 测府发〔2008〕2号 [repeal]"}},
		{"repealed are papers on a document, not the document", "关于废止部分文件的决定",
			`<p>决定废止下列文件：</p><p>1.关于贯彻《甲管理办法》（测府发〔2008〕1号）的实施意见（测府发〔2009〕2号）</p><p>2.关于印发《乙管理办法》的通知（测府发〔2009〕3号）</p><table><tr><td>名称</td><td>文号</td></tr><tr><td>关于修改《丙管理办法》（测府发〔2010〕1号）有关事项的通知</td><td>测府发〔2011〕5号</td></tr></table>`,
			[]string{"关于贯彻《甲管理办法》（测府发〔2008〕1号）的实施意见 测府发〔2009〕2号 [repeal]", "乙管理办法 测府发〔2009〕3号 [repeal]", "关于修改《丙管理办法》（测府发〔2010〕1号）有关事项的通知 测府发〔2011〕5号 [repeal]"}},
		{"a part of a document stops", "关于清理的通知", `<p>《甲管理办法》（测府发〔2008〕1号）中与上位法不一致的内容停止执行。</p>`, []string{"甲管理办法 测府发〔2008〕1号 [amend]"}},
		{"a repeal that waits for another document", "关于清理的通知", `<p>自新的管理办法施行之日起，《甲管理办法》（测府发〔2008〕1号）废止。</p>`, []string{"甲管理办法 测府发〔2008〕1号"}},
		{"a tick below what is done", "关于公布继续有效和废止文件目录的通知",
			`<table><tr><td rowspan="2">序号</td><td rowspan="2">文件名称</td><td rowspan="2">文号</td><td colspan="3">清理意见</td></tr><tr><td>继续有效</td><td>修改</td><td>废止</td></tr><tr><td>1</td><td>关于加强甲管理的通知</td><td>测府发〔2008〕1号</td><td>√</td><td></td><td></td></tr><tr><td>2</td><td>关于加强乙管理的通知</td><td>测府发〔2008〕2号</td><td></td><td></td><td>√</td></tr></table>`,
			[]string{"关于加强甲管理的通知 测府发〔2008〕1号 [keep]", "关于加强乙管理的通知 测府发〔2008〕2号 [repeal]"}},
		{"following words end with a colon", "决定", `<p>市政府决定，对下列文件予以废止：</p><p>1.关于甲事项的通知（测府发〔2008〕1号）</p><p>2.《乙办法》</p>`,
			[]string{"关于甲事项的通知 测府发〔2008〕1号 [repeal]", "乙办法 [repeal]"}},
		{"names without marks behind a colon", "通知", `<p>市政府决定废止以下规范性文件：测试市甲规定（测府发〔2008〕1号）；测试市乙办法（测府发〔2008〕2号）。测试市丙办法（测府发〔2008〕3号）。</p>`,
			[]string{"测府发〔2008〕1号 [repeal]", "测府发〔2008〕2号 [repeal]", "测府发〔2008〕3号"}},
		{"traditional characters", "關於公佈文件清理結果的通告", `<p>一、繼續有效的文件</p><p>1.《甲辦法》（測府發〔2010〕1號）</p><p>二、宣佈失效的文件</p><p>1.《乙辦法》（測府發〔2010〕2號）</p><p>三、其他</p><p>《丙規定》（測府發〔2010〕3號）自即日起停止執行。</p>`,
			[]string{"甲办法 测府发〔2010〕1号 [keep]", "乙办法 测府发〔2010〕2号 [repeal]", "丙规定 测府发〔2010〕3号 [repeal]"}},
		{"lists without numerals", "关于清理结果的通告",
			`<p>一、予以保留的文件</p><ul><li>关于印发《甲办法》的通知（测府发〔2010〕1号）</li></ul><p>二、予以废止的文件，自发布之日起停止执行</p><ul><li>关于印发《乙办法》的通知（测府发﹝2010﹞2号）</li></ul>`,
			[]string{"甲办法 测府发〔2010〕1号 [keep]", "乙办法 测府发〔2010〕2号 [repeal]"}},
		{"lines without numerals", "关于清理结果的通告", `<p>宣布失效的文件目录</p><p>关于印发《乙办法》的通知（测府发〔2010〕2号）</p><p>《丙办法》（测府发〔2010〕3号）</p><p>本通告由市司法局负责解释，依据《丁办法》（测府发〔2010〕4号）作出。</p>`,
			[]string{"乙办法 测府发〔2010〕2号 [repeal]", "丙办法 测府发〔2010〕3号 [repeal]", "丁办法 测府发〔2010〕4号"}},
		{"names without marks in a row", "决定", `<p>市政府决定：测试市甲办法（测府发〔2010〕1号）、测试市乙规定（测府发〔2010〕2号）自发布之日起废止。</p>`,
			[]string{"测府发〔2010〕1号 [repeal]", "测府发〔2010〕2号 [repeal]"}},
		{"names without marks in two clauses", "决定", `<p>测试市甲办法（测府发〔2010〕1号）规定的事项并入乙平台，测试市乙规定（测府发〔2010〕2号）废止。</p>`,
			[]string{"测府发〔2010〕1号", "测府发〔2010〕2号 [repeal]"}},
		{"an aside in the title is no heading", "政府公报目录（含废止文件说明）", `<p>1.《甲办法》（测府发〔2010〕1号）</p>`, []string{"甲办法 测府发〔2010〕1号"}},
		{"an instruction is no act", "通知", `<p>出具《补正告知书》，告知申请人进行修改、补充。</p>`, []string{"补正告知书"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, mentionLines(tt.title, tt.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMentionsAreBounded(t *testing.T) {
	f := read(`<body><div class="TRS_Editor"><p>` + strings.Repeat("《甲办法》（测府发〔2010〕1号）同时废止。", 5000) + `</p></div></body>`)
	if n := len(f.Mentions); n > maxMentions || n == 0 {
		t.Errorf("%d mentions", n)
	}
}
