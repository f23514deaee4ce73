package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// A form that asks its reader for nothing is a link, whatever its button looks like.
func TestButtonsThatLead(t *testing.T) {
	for _, c := range []struct{ says, html, want string }{
		{"each button has an address of its own", `<form action="/none"><button formaction="/news">新闻中心</button> <button type="submit" formaction="/years">年度报告</button></form>`, "/news /years"},
		{"the form has it, and something to send along", `<form action="list.do"><input type=hidden name=col value=3><input type=submit name=all value=规划信息></form>`, "/a/list.do?col=3&all=%E8%A7%84%E5%88%92%E4%BF%A1%E6%81%AF"},
		{"of two buttons only the one that is pressed is sent", `<form action="/l"><button name=c value=1>通知公告</button><button name=c value=2>规划信息</button></form>`, "/l?c=1 /l?c=2"},
		{"pages of a list by their numbers", `<form action="list.do"><input type=hidden name=c value=4><input type=submit name=page value=2> <button name=page value=3>3</button></form>`, "/a/list.do?c=4&page=2 /a/list.do?c=4&page=3"},
		{"a number that is not of a page", `<form action="list.do"><input type=submit name=vote value=2></form>`, ""},
		{"a form in which something is filled in", `<form action="/find"><input name=w><button>信息检索</button></form>`, ""},
		{"a form in which something is chosen", `<form action="/find"><select name=w><option>甲</select><button>前往栏目</button></form>`, ""},
		{"a form that is sent by POST", `<form action="/find" method=post><button>信息检索</button></form>`, ""},
		{"one button of it that is", `<form action="/find"><button formmethod=post>信息检索</button></form>`, ""},
		{"a form that a script sends", `<form action="/find" onsubmit="return go()"><button>通知公告</button></form>`, ""},
		{"a button that sends nothing", `<form action="/find"><button type=button>通知公告</button></form>`, ""},
		{"a form without an address", `<form><button>通知公告</button></form>`, ""},
		{"what sends something", `<form action="/show.do"><input type=hidden name=id value=7><input type=submit value=提交></form>`, ""},
		{"what a reader votes by", `<form action="/show.do"><button name=id value=7>我要点赞</button></form>`, ""},
		{"what does something", `<form action="/user/logout"><button>退出系统</button></form>`, ""},
	} {
		t.Run(c.says, func(t *testing.T) {
			url := "http://www.x.gov.cn/a/b.html"
			f := Page(&site.Page{URL: url, Final: url, ContentType: "text/html; charset=utf-8", Body: []byte("<html><body>" + c.html)}, false)
			var got []string
			for _, l := range f.Links {
				if l.Via != Script && (l.Via != Pager || !strings.Contains(l.URL, "page=")) {
					t.Errorf("%s is said to be a link of the kind %s", l.URL, l.Via)
				}
				got = append(got, strings.TrimPrefix(l.URL, "http://www.x.gov.cn"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
