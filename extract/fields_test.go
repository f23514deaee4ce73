package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

// read is Page for a body written in a test.
func read(body string) *Facts {
	return Page(&site.Page{URL: "http://www.test.gov.cn/zwgk/a.html", Final: "http://www.test.gov.cn/zwgk/a.html", Body: []byte(body), ContentType: "text/html; charset=utf-8"}, false)
}

// article puts an index box above a document of some length.
func article(box string) string {
	return `<html><head><title>关于印发测试办法的通知-测试市人民政府</title></head><body>` + box +
		`<h1>关于印发测试办法的通知</h1><div class="TRS_Editor"><p>各县（市、区）人民政府，市政府各部门：</p>` +
		strings.Repeat(`<p>为进一步规范测试工作，提高测试质量，现就有关事项通知如下，请结合本地实际认真贯彻执行，切实抓好落实。</p>`, 6) + `</div></body></html>`
}

func fieldLines(f *Facts) []string {
	var out []string
	for _, x := range f.Fields {
		s := fmt.Sprintf("%s=%s (%s)", x.Name, x.Value, x.Via)
		if x.ByScript {
			s += " by script"
		}
		out = append(out, s)
	}
	return out
}

func TestFields(t *testing.T) {
	tests := []struct {
		name, box string
		want      []string
	}{
		{"table, label beside value, four columns",
			`<table><tr><td><b>索 引 号：</b></td><td>0001/2024-00001</td><td><b>主题分类：</b></td><td>综合政务</td></tr>
			<tr><td>发文机关：</td><td>测试市人民政府</td><td>成文日期：</td><td>2024年03月04日</td></tr>
			<tr><td>发文字号：</td><td>测府发〔2024〕5号</td><td>有 效 性：</td><td>有效</td></tr></table>`,
			[]string{"index_no=0001/2024-00001 (table)", "topic=综合政务 (table)", "issuer=测试市人民政府 (table)", "written=2024年03月04日 (table)", "doc_number=测府发〔2024〕5号 (table)", "validity=有效 (table)"}},
		{"table without colons, with th",
			`<table><tr><th>索引号</th><td>0001/2024-00001</td><th>文号</th><td>测府发〔2024〕5号</td></tr><tr><th>有效性</th><td>废止</td><th>发布日期</th><td>2024-03-05</td></tr></table>`,
			[]string{"index_no=0001/2024-00001 (table)", "doc_number=测府发〔2024〕5号 (table)", "validity=废止 (table)", "published=2024-03-05 (table)"}},
		{"label split by tags and entities",
			`<table><tr><td>有<span></span>效<span></span>性：</td><td class="youxiao">有效</td></tr><tr><td>文&emsp;&emsp;号：</td><td>测府发〔2024〕5号</td></tr></table>`,
			[]string{"validity=有效 (table)", "doc_number=测府发〔2024〕5号 (table)"}},
		{"an index number that a script fills in by the id of its place",
			`<table><tr><td>索引号：</td><td><span id="syh"></span></td><td>文号：</td><td>测府发〔2024〕5号</td></tr></table><script>document.getElementById("syh").innerHTML=indexOf(12)</script>`,
			[]string{"index_no= (table) by script", "doc_number=测府发〔2024〕5号 (table)"}},
		{"a day that an empty element holds as data",
			`<dl><dt>成文日期</dt><dd><span class="dt" data-ts="1709481600"></span></dd><dt>文号</dt><dd>测府发〔2024〕5号</dd></dl>`,
			[]string{"written= (dl) by script", "doc_number=测府发〔2024〕5号 (dl)"}},
		{"a day in an element of the site's own making",
			`<dl><dt>成文日期</dt><dd><time-ago datetime="2024-03-04T00:00:00Z"></time-ago></dd><dt>文号</dt><dd>测府发〔2024〕5号</dd></dl>`,
			[]string{"written= (dl) by script", "doc_number=测府发〔2024〕5号 (dl)"}},
		{"a day that is a picture",
			`<dl><dt>成文日期</dt><dd><img src="/d/7.png"></dd><dt>文号</dt><dd>测府发〔2024〕5号</dd></dl>`,
			[]string{"written= (dl) by script", "doc_number=测府发〔2024〕5号 (dl)"}},
		{"a day that is not there, in an element with a mark of its program",
			`<dl><dt>成文日期</dt><dd><span data-v-7ba5bd90="" data-type="date"></span></dd><dt>文号</dt><dd>测府发〔2024〕5号</dd></dl>`,
			[]string{"written= (dl)", "doc_number=测府发〔2024〕5号 (dl)"}},
		{"a source that stands empty beside the counter of readers",
			`<p>发布时间：2024-03-05　来源：　浏览次数：<span id="hits"></span><script src="/count.js"></script></p>`,
			[]string{"published=2024-03-05 (text)", "source= (text)"}},
		{"a source whose empty place a script file may fill",
			`<p>发布时间：2024-03-05　来源：<span id="laiyuan"></span><script src="/count.js"></script></p>`,
			[]string{"published=2024-03-05 (text)", "source= (text) by script"}},
		{"definition list",
			`<dl><dt>索引号：</dt><dd>0001</dd><dt>文号：</dt><dd>测府发〔2024〕5号</dd><dt>时效性：</dt><dd>现行有效</dd></dl>`,
			[]string{"index_no=0001 (dl)", "doc_number=测府发〔2024〕5号 (dl)", "validity=现行有效 (dl)"}},
		{"list with the value behind a span",
			`<ul><li><span>统一编号：</span>GZ0320240034</li><li><span>文　　号：</span>测府发〔2024〕5号</li><li><span>文件状态：</span>失效</li></ul>`,
			[]string{"unified_no=GZ0320240034 (list)", "doc_number=测府发〔2024〕5号 (list)", "validity=失效 (list)"}},
		{"list with label and value in spans without colon",
			`<ul><li><label>索引号</label><span>0001</span></li><li><label>发文字号</label><span>测府发〔2024〕5号</span></li><li><label>有效性</label><span>有效</span></li></ul>`,
			[]string{"index_no=0001 (list)", "doc_number=测府发〔2024〕5号 (list)", "validity=有效 (list)"}},
		{"list with a block under each label, one of them empty",
			`<ul><li><strong>索引号</strong><p>0001</p></li><li><strong>文号</strong><p></p></li><li><strong>成文日期</strong><p>2024-03-04</p></li><li><strong>有效性</strong><p>有效</p></li></ul>`,
			[]string{"index_no=0001 (list)", "doc_number= (list)", "written=2024-03-04 (list)", "validity=有效 (list)"}},
		{"the day of issue beside that of publication is the day of writing",
			`<p>索引号：0001　　发文日期：2024.03.04　　公开日期：2024.03.08</p>`,
			[]string{"index_no=0001 (text)", "written=2024.03.04 (text)", "published=2024.03.08 (text)"}},
		{"fields of a form that only shows",
			`<form><div><label>索引号:</label><input readonly value="0001"></div><div><label>文号:</label><input readonly value=""></div><div><label>有效性:</label><input readonly value="有效"></div></form>`,
			[]string{"index_no=0001 (text)", "doc_number= (text)", "validity=有效 (text)"}},
		{"entries by turns, of two classes",
			`<ul><li class="t">索引号</li><li class="v">0001</li><li class="t">文号</li><li class="v"></li><li class="t">有效性</li><li class="v">有效</li></ul>`,
			[]string{"index_no=0001 (list)", "doc_number= (list)", "validity=有效 (list)"}},
		{"one day in three writings is no list of days",
			`<p>添加时间：2024/3/8　来源：测试市人民政府</p><p>索引号：0001　　公开日期：2024.03.08</p><p>发布日期：2024年3月8日　　有效性：有效</p>`,
			[]string{"published=2024/3/8 (text)", "source=测试市人民政府 (text)", "index_no=0001 (text)", "published=2024.03.08 (text)", "published=2024年3月8日 (text)", "validity=有效 (text)"}},
		{"div pairs of two classes",
			`<div class="row"><div class="l">索引号</div><div class="r">0001</div></div><div class="row"><div class="l">有效性</div><div class="r">有效</div></div><div class="row"><div class="l">发文机关</div><div class="r">测试市人民政府</div></div>`,
			[]string{"index_no=0001 (text)", "validity=有效 (text)", "issuer=测试市人民政府 (text)"}},
		{"plain text, several on a line",
			`<p>索 引 号：0001　　发文机关：测试市人民政府　　发文字号：测府发〔2024〕5号</p><p>有效性：有效　　成文日期：2024年3月4日</p>`,
			[]string{"index_no=0001 (text)", "issuer=测试市人民政府 (text)", "doc_number=测府发〔2024〕5号 (text)", "validity=有效 (text)", "written=2024年3月4日 (text)"}},
		{"in brackets, as old pages write it",
			`<p>【索引号】0001 【文号】测府发〔2024〕5号 【有效性】有效</p>`,
			[]string{"index_no=0001 (text)", "doc_number=测府发〔2024〕5号 (text)", "validity=有效 (text)"}},
		{"traditional characters",
			`<table><tr><td>索 引 號：</td><td>0001</td></tr><tr><td>發文機關：</td><td>測試市人民政府</td></tr><tr><td>有效性：</td><td>廢止</td></tr></table>`,
			[]string{"index_no=0001 (table)", "issuer=測試市人民政府 (table)", "validity=廢止 (table)"}},
		{"a script writes beside a label without a colon",
			`<div><p><strong>文　　号</strong>测府发〔2024〕5号</p><p><strong>文件状态</strong><script>document.write(fileStatus("1"))</script></p></div>`,
			[]string{"doc_number=测府发〔2024〕5号 (text)", "validity= (script) by script"}},
		{"a label without value stands empty",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td></td></tr></table>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity= (table)"}},
		{"an empty form of a number is no number",
			`<ul><li>索引号：0001</li><li>发文字号：〔〕 号</li></ul>`,
			[]string{"index_no=0001 (list)", "doc_number= (list)"}},
		{"a variable holds the status",
			`<ul><li><span>文号：</span>测府发〔2024〕5号</li><li><span id="s">文件状态：</span><script>var losetime='1867161600';var file_status='失效（提前废止）';$('#s').append(file_status);if(losetime<now){$('#s').append("失效")}</script></li></ul>`,
			[]string{"doc_number=测府发〔2024〕5号 (list)", "validity=失效（提前废止） (script)"}},
		{"a script may change what stands there",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td class="yx">有效</td></tr></table><script>if(new Date()>new Date('2023/1/1')){$('.yx').html('失效')}</script>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity=有效 (script) by script"}},
		{"a script fills the place",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td id="yxx"></td></tr></table><script>$.get('/api/state',function(d){$('#yxx').text(d.v)})</script>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity= (script) by script"}},
		{"a stamp contradicts the box",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td>有效</td></tr></table><img src="/images/feizhi.png" alt="已废止">`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity=有效 (table)", "validity=已废止 (stamp)"}},
		{"a hidden stamp says nothing",
			`<p>文号：测府发〔2024〕5号 有效性：有效</p><img style="display:none" src="/images/feizhi.png" alt="已废止">`,
			[]string{"doc_number=测府发〔2024〕5号 (text)", "validity=有效 (text)"}},
		{"two copies of the box are one",
			`<table><tr><td>文号</td><td>测府发〔2024〕5号</td><td>有效性</td><td></td></tr></table><div><p><label>文号</label><span>测府发〔2024〕5号</span></p><p><label>有效性</label><span>有效</span></p></div>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity=有效 (text)"}},
		{"labels above, values below",
			`<table><tr><th>索引号</th><th>文号</th><th>有效性</th></tr><tr><td>0001</td><td>测府发〔2024〕5号</td><td>有效</td></tr></table>`,
			[]string{"index_no=0001 (table)", "doc_number=测府发〔2024〕5号 (table)", "validity=有效 (table)"}},
		{"the value is a picture with words",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td><img src="1.png" alt="有效"></td></tr></table>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity=有效 (table)"}},
		{"the value is a picture without words",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td><img src="1.png"></td></tr></table>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity= (stamp) by script"}},
		{"the value stands in an input",
			`<table><tr><td>文号：</td><td>测府发〔2024〕5号</td></tr><tr><td>有效性：</td><td><input readonly value="有效"></td></tr></table>`,
			[]string{"doc_number=测府发〔2024〕5号 (table)", "validity=有效 (table)"}},
		{"a mark without a label", `<p>【现行有效】</p>`, []string{"validity=现行有效 (text)"}},
		{"an element named state", `<span class="doc-status">废止</span>`, []string{"validity=废止 (text)"}},
		{"a filter of a library is no mark", `<ul class="status"><li><a href="?v=1">有效</a></li><li><a href="?v=0">废止</a></li></ul>`, nil},
		{"a search form has no fields",
			`<form><p>索引号：<input></p><p>文号：<input></p><p>有效性：<select><option>有效</option></select></p></form>`, nil},
		{"a comment has no fields", `<!-- <p>索引号：0001 有效性：有效</p> -->`, nil},
		{"a table of other documents is no box",
			`<table><tr><th>标题</th><th>文号</th><th>发布日期</th><th>有效性</th></tr>
			<tr><td><a href="1.html">关于甲事项的通知全文</a></td><td>测府发〔2021〕1号</td><td>2021-01-01</td><td>有效</td></tr>
			<tr><td><a href="2.html">关于乙事项的通知全文</a></td><td>测府发〔2021〕2号</td><td>2021-01-02</td><td>废止</td></tr></table>`, nil},
		{"the term of a document is no box", `<p>本办法自发布之日起施行，有效期五年。</p>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, fieldLines(read(article(tt.box)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFieldsNotInRunningText(t *testing.T) {
	body := `<html><body><h1>关于开展专项检查的通知</h1><div class="TRS_Editor">` + strings.Repeat(`<p>为进一步规范测试工作，提高测试质量，现就有关事项通知如下，请认真贯彻执行。</p>`, 6) +
		`<p>（责任单位：教育局、财政局）</p><p>有效性：各单位要检查文件是否有效。</p><p>会议时间：2024年5月1日</p></div></body></html>`
	if got := fieldLines(read(body)); got != nil {
		t.Errorf("fields %q in a text without an index box", got)
	}
}

func TestTitleMarks(t *testing.T) {
	for title, want := range map[string]string{
		"测试管理办法（已废止）": "已废止", "测试管理办法(失效)": "失效", "【废止】测试管理办法": "废止",
		"测试管理办法（试行）": "", "关于废止测试管理办法的决定": "", "测试管理办法（修订）": "",
	} {
		f := read(`<html><head><title>` + title + `</title></head><body><h1>` + title + `</h1><p>` + strings.Repeat("本办法所称测试是指对测试对象的测试活动。", 20) + `</p></body></html>`)
		got := ""
		for _, x := range f.Fields {
			if x.Name == Validity {
				got = x.Value
			}
		}
		if got != want {
			t.Errorf("%s: validity %q, want %q", title, got, want)
		}
	}
}

// TestBoxByScript: an index box may be fetched; counters and comments are none.
func TestBoxByScript(t *testing.T) {
	for in, want := range map[string]string{
		`<div id="gk"></div><script>$.getJSON("/api/box?id=1",function(r){$("#gk").html(r.html)})</script>`:          "#gk",
		`<div id="gk"></div><script>fetch('/api/box').then(r=>{document.getElementById('gk').innerHTML=r})</script>`: "#gk",
		`<div id="xxgkBox"></div><script src="/js/detail.js"></script>`:                                              "#xxgkBox",
		`<div id="gk"></div><script>$.getJSON("/count/hits?id=1",function(r){$("#gk").html(r)})</script>`:            "",
		`<div id="gk"></div>`: "",
		`<div id="comment"></div><script>$.getJSON("/api/c",function(r){$("#comment").html(r)})</script>`: "",
	} {
		f := read(`<html><body><h1>测试管理办法</h1>` + in + `<p>` + strings.Repeat("本办法所称测试是指对测试对象的测试活动。", 20) + `</p></body></html>`)
		if f.Signals.BoxByScript != want {
			t.Errorf("%s: box %q, want %q", in, f.Signals.BoxByScript, want)
		}
	}
}

func FuzzContent(f *testing.F) {
	f.Add(article(`<table><tr><td>有<b>效</b>性：</td><td>有效</td></tr></table>`))
	f.Add(`<table><tr><td rowspan=9 colspan=99>政府信息公开年度报告<table><tr><td>`)
	f.Add(`<li><a href=x>《甲》同时废止01-08</a><li><a href=y title="...">2020-12 28`)
	f.Fuzz(func(t *testing.T, s string) { read(s) })
}
