package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A script file named so writes the end of pages.
func TestFooterScripts(t *testing.T) {
	for _, tt := range []struct{ says, path, body, text, address string }{
		{"set as the content of an element", "/js/foot.js", `document.getElementById('foot').innerHTML='<p>主办：甲市人民政府办公室 <a href="https://beian.miit.gov.cn/">粤ICP备1号</a></p>';`, "粤ICP备1号", "https://beian.miit.gov.cn/"},
		{"written in pieces", "/js/bottom.js", `document.write('<div>');document.write("网站标识码：4412080001");document.write('</div>')`, "网站标识码：4412080001", ""},
		{"asked for with a version", "/js/footer.js?v=2", `f.innerHTML = "<p>粤ICP备1号</p>"`, "粤ICP备1号", ""},
		{"of another name", "/js/list.js", `document.write('<p>粤ICP备1号</p>')`, "", ""},
		{"that writes nothing", "/js/foot.js", `var a = 1; function f(b) { return a + b }`, "", ""},
	} {
		f := Page(&site.Page{URL: "http://www.jia.gov.cn" + tt.path, Final: "http://www.jia.gov.cn/", ContentType: "application/javascript", Body: []byte(tt.body)}, false)
		switch {
		case tt.text == "" && f.Bottom != nil:
			t.Errorf("%s: a footer %q", tt.says, f.Bottom.Text)
		case tt.text != "" && (f.Bottom == nil || !strings.Contains(f.Bottom.Text, tt.text) || tt.address != "" && !slices.Contains(f.Bottom.Addresses, tt.address)):
			t.Errorf("%s: got %+v", tt.says, f.Bottom)
		}
	}
}

func FuzzFooterScript(f *testing.F) {
	f.Add(`document.write('<p>粤ICP备1号</p>')`)
	f.Add("'<scr' + 'ipt src=x>' \"<!--\" `<a href=")
	f.Fuzz(func(t *testing.T, s string) {
		Page(&site.Page{URL: "http://www.jia.gov.cn/js/foot.js", ContentType: "application/javascript", Body: []byte(s)}, false)
	})
}
