package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestFurtherPages(t *testing.T) {
	rows := ""
	for _, n := range []string{"1", "2", "3"} {
		rows += `<li><a href="/a/` + n + `.html">关于第` + n + `号事项办理情况的通知</a><span>2026-01-02</span></li>`
	}
	tests := []struct{ name, at, html, want string }{
		{"the first and the last, by its number", "/zcwj/index.html", `共4页<a href="/zcwj/index.html">1</a><a href="/zcwj/index_4.html">尾页</a>`, "/zcwj/index_2.html /zcwj/index_3.html"},
		{"the first and the last, counted from nought", "/zcwj/", `共4页<a href="/zcwj/index.html">1</a><a href="/zcwj/index_3.html">尾页</a>`, "/zcwj/index_1.html /zcwj/index_2.html"},
		{"the next, which is the last", "/zcwj/index.html", `<a href="/zcwj/index_2.html">下一页</a><select onchange="location.href=this.value"><option value="index.html">1</option><option value="index_2.html">2</option></select>`, ""},
		{"the last alone of another list", "/zcwj/", `<a href="/zcjd/index_3.html">尾页</a>`, ""},
		{"a function given the number of the next page", "/zcwj/index.html", `共3页<a href="#" onclick="go('2');return false">下一页</a><a href="#" onclick="go('3');return false">尾页</a><script>function go(pageNo){var u="index.html";if(pageNo>1){u="index_"+pageNo+".html"}location.href=u}</script>`, "/zcwj/index_2.html /zcwj/index_3.html"},
		{"a function given numbers counted from nought", "/zcwj/index.html", `共3页<a href="#" onclick="go(1)">下一页</a><a href="#" onclick="go(2)">尾页</a><script>function go(pageNo){location.href=pageNo==0?"index.html":"index_"+pageNo+".html"}</script>`, "/zcwj/index_1.html /zcwj/index_2.html"},
		{"laypage", "/list.php?catid=3", `<script>laypage({cont:'p',pages:3,curr:1,jump:function(e){location.href='/list.php?catid=3&page='+e.curr;}})</script>`, "/list.php?catid=3&page=2 /list.php?catid=3&page=3"},
		{"laypage of layui", "/list.php?catid=3", `<script>layui.use('laypage',function(){layui.laypage.render({elem:'p',count:7,limit:3,curr:1,jump:function(obj,first){if(!first){window.location.href="list.php?catid=3&page="+obj.curr}}})});</script>`, "/list.php?catid=3&page=2 /list.php?catid=3&page=3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := "http://www.example.gov.cn" + tt.at
			f := Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte("<html><body><ul>" + rows + "</ul>" + tt.html + "</body></html>")}, false)
			var got []string
			for _, l := range f.Links {
				if l.Via == Pager {
					got = append(got, strings.TrimPrefix(l.URL, "http://www.example.gov.cn"))
				}
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

func TestFolderIsNotItsOwnFurtherPage(t *testing.T) {
	at := "http://www.example.gov.cn/zwgk/list/"
	body := `<html><body><script>document.write("<a href=\"index.html\">上一页</a><a href=\"index_2.html\">下一页</a><a href=\"index.html\">政务公开</a>");</script></body></html>`
	got := linkLines(Page(&site.Page{URL: at, Final: at, ContentType: "text/html", Body: []byte(body)}, false))
	if want := "script /zwgk/list/index_2.html 下一页\nscript /zwgk/list/index.html 政务公开\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
