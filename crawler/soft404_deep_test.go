package crawler

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A host that is honest at its root may have a folder, served by another program,
// that answers anything.
func TestSoft404OfOneFolder(t *testing.T) {
	lost := "<html><head><title>抱歉</title></head><body><p>您所找的内容可能已经下线，或者移到了新的平台，请从本站首页重新查找，也可以拨打政务服务热线咨询，感谢您的理解，也欢迎继续提出宝贵意见和建议。</p></body></html>"
	long := "<html><head><title>通知</title></head><body><h1>关于有关事项的通知</h1><p>" + strings.Repeat("请各单位认真贯彻执行，并于月底前报送情况。", 20) + "</p></body></html>"
	home := page("甲市人民政府", "/app/real.jhtml 关于有关事项的通知", "/app/dead.jhtml 关于已撤事项的通知", "/app/file.pdf 附件", "/old/moved.html 已搬走的通知全文", "/old/stays.html 仍在原处的通知", "/thin.html 一句话")
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, home)
		case r.URL.Path == "/app/real.jhtml", r.URL.Path == "/old/stays.html":
			fmt.Fprint(rw, long)
		case r.URL.Path == "/thin.html":
			fmt.Fprint(rw, "<html><head><title>一句话</title></head><body><p>暂无内容</p></body></html>")
		case strings.HasPrefix(r.URL.Path, "/app/"):
			fmt.Fprint(rw, lost)
		case strings.HasPrefix(r.URL.Path, "/old/"):
			http.Redirect(rw, r, "/", http.StatusFound)
		default:
			http.NotFound(rw, r)
		}
	}
	_, m := crawlOf(t, w, w.settings())
	want := []string{"/ ok", "/app/dead.jhtml soft404", "/app/file.pdf soft404", "/app/real.jhtml ok", "/old/moved.html soft404", "/old/stays.html ok", "/thin.html ok"}
	if d := cmp.Diff(want, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
}

func TestNeighbour(t *testing.T) {
	for _, tt := range []struct{ address, key, made string }{
		{"http://a/x/y.html?id=1", "http://a/x/*.html", "http://a/x/govaudit-0000000000000007.html"},
		{"http://a/x/y/", "http://a/x/*/", "http://a/x/govaudit-0000000000000007/"},
		{"http://a/", "http://a/*/", "http://a/govaudit-0000000000000007/"},
		{"http://a", "http://a/*/", "http://a/govaudit-0000000000000007/"}, // the root is a folder
		{"http://a/art/2026/3/15/art_1_2.html", "http://a/art/#/#/#/*.html", "http://a/art/2026/3/15/govaudit-0000000000000007.html"},
		{"http://a/col/col1071/index.html", "http://a/col/col#/*.html", "http://a/col/col1071/govaudit-0000000000000007.html"},
		{"http://a/%E5%B9%B4/1.pdf", "http://a/%E5%B9%B4/*.pdf", "http://a/%E5%B9%B4/govaudit-0000000000000007.pdf"},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		key, form := neighbour(u)
		if made := fmt.Sprintf(form, 7); key != tt.key || made != tt.made {
			t.Errorf("%s: %q, %q; want %q, %q", tt.address, key, made, tt.key, tt.made)
		}
	}
}

// A server that is being updated says for a moment that a page is not there.
func TestGoneIsAskedForAgain(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	var once sync.Map
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, page("甲市人民政府", "/passing.html 关于有关事项的通知全文已经发布", "/gone.html 关于另一事项的通知全文已经发布"))
		case "/passing.html":
			if _, asked := once.LoadOrStore(r.URL.Path, true); !asked {
				http.NotFound(rw, r)
				return
			}
			fmt.Fprint(rw, page("关于有关事项的通知"))
		default:
			http.NotFound(rw, r)
		}
	}
	_, m := crawlOf(t, w, w.settings())
	if d := cmp.Diff([]string{"/ ok", "/gone.html gone", "/passing.html ok"}, m.outcomes()); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
}

// What a folder sends for any address is not always an error page: real addresses
// behind a login or in a script application get it too.
func TestAnswersThatProveNothing(t *testing.T) {
	frame := "<p>甲市政务服务网　首页　个人办事　法人办事　部门窗口　便民服务　好差评　主办单位：甲市行政审批局　技术支持：甲市大数据中心　联系电话：12345　地址：人民路一号</p>"
	for name, tt := range map[string]struct {
		answer string // of the folder, "" to send the visitor to /login
		want   string
	}{
		"a login form at another address":           {"", "ok"},
		"a login form in place":                     {`<title>登录</title><form><input type="password" name="p">请登录</form>`, "ok"},
		"a script application with words around it": {`<title>办事</title>` + frame + `<div id="app"></div><script src="/a.js"></script>`, "ok"},
		"a frame with a block that a script fills":  {`<title>办事</title><div class="footer">` + frame + `</div><div id="list"></div><script>show();document.getElementById("list").innerHTML=rows</script>`, "ok"},
		"one short sentence without any script":     {`<title>目录</title><p>抱歉，该条目已下线。</p>`, "soft404"},
		"a sentence of an error beside a script":    {`<title>404</title><p>您访问的页面不存在</p><script src="/count.js"></script>`, "soft404"},
	} {
		w := newWeb(t)
		w.name("www.a.gov.cn")
		w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			switch {
			case r.URL.Path == "/":
				fmt.Fprint(rw, page("甲市人民政府", "/part/one.html 某一事项的办理"))
			case r.URL.Path == "/login":
				fmt.Fprint(rw, `<title>统一身份认证</title><form><input name=user><input type=password name=p></form><p>请登录后使用。</p>`)
			case strings.HasPrefix(r.URL.Path, "/part/") && tt.answer == "":
				http.Redirect(rw, r, "/login", http.StatusFound)
			case strings.HasPrefix(r.URL.Path, "/part/"):
				fmt.Fprint(rw, tt.answer)
			default:
				http.NotFound(rw, r)
			}
		}
		_, m := crawlOf(t, w, w.settings())
		if got := string(m.page("/part/one.html").Failure); got != strings.TrimPrefix(tt.want, "ok") {
			t.Errorf("%s: %q, want %s", name, got, tt.want)
		}
	}
}
