package extract

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestDocumentsThatFunctionsOfFilesOpen(t *testing.T) {
	const call = `onclick="downFile('P02026.pdf','附件')"`
	for _, c := range []struct{ name, link, file, want string }{
		{"in the folder of the page", call, `function downFile(f,n){var u=location.href.substring(0,location.href.lastIndexOf("/")+1);window.open(u+f);}`, "/zwgk/202601/P02026.pdf"},
		{"in the folder of the page, by a variable", call, `function downFile(f){ var h = window.location.href; var d = h.substr(0, h.lastIndexOf('/')); location.href = d + "/" + f; }`, "/zwgk/202601/P02026.pdf"},
		{"in a folder of its own", call, `var root="/files/";function downFile(f){ window.open(root + f); }`, "/files/P02026.pdf"},
		{"by a link that is made and clicked", call, `function downFile(f,n){var a=document.createElement("a");a.href="./"+f;a.download=n;a.click();}`, "/zwgk/202601/P02026.pdf"},
		{"with something more behind the address it is given", `onclick="ztb('/attach/download?guid=8a')"`, `var site={guid:"7e"};function ztb(url){ url=url+"&site="+site.guid; window.open(url); }`, "/attach/download?guid=8a&site=7e"},
		{"with words that stay empty", `onclick="ztb('/attach/pages/webbuildermis/attach/downloadattach?attachGuid=8a0c7d24&flag=1','','8a0c7d24')"`, `function ztb(url,safe,id){ window.open(url); }`, "/attach/pages/webbuildermis/attach/downloadattach?attachGuid=8a0c7d24&flag=1"},
		{"with something more under a condition", `onclick="ztb('/attach/download?guid=8a')"`, `function ztb(url){ if(login){url=url+"&u=1";} window.open(url); }`, ""},
		{"in a folder that depends on where the reader is", call, `function downFile(f){ window.open(base() + f); }`, ""},
		{"in the folder above, cut from something else", call, `function downFile(f){ var u=top.name.substring(0,top.name.lastIndexOf("/")+1);window.open(u+f);}`, ""},
		{"by a function that is not there", call, `function other(f){ window.open(f); }`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := "http://www.x.gov.cn/zwgk/202601/t1.htm"
			p := &site.Page{URL: u, Final: u, From: "http://www.x.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8",
				Body: []byte(`<html><head><title>某页</title></head><body><div class="content"><h1>关于春耕的通知</h1><p>` + strings.Repeat("各县区人民政府：请认真贯彻执行。", 20) + `</p><p><a href="javascript:void(0)" ` + c.link + `>附件.pdf</a></p></div></body></html>`)}
			if f := Read(p); !f.OffersByScript() {
				t.Errorf("no document is offered: %v", f.Attachments)
			}
			got := ""
			for _, l := range FilesWith(p, [][]byte{[]byte(c.file)}) {
				got += strings.TrimPrefix(l.URL, "http://www.x.gov.cn")
			}
			if got != c.want {
				t.Errorf("leads to %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever a file holds, reading it ends and names addresses only.
func FuzzFilesWith(f *testing.F) {
	f.Add(`function d(f){var u=location.href.substring(0,location.href.lastIndexOf("/")+1);window.open(u+f);}`)
	f.Add(`function d(f){f=f+f;window.open(f)}`)
	f.Add(`function d(f){.lastIndexOf("/`)
	f.Add(`function d(f){x.substr(0,x.lastIndexOf('/'`)
	f.Fuzz(func(t *testing.T, file string) {
		u := "http://www.x.gov.cn/a/t1.htm"
		p := &site.Page{URL: u, Final: u, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(`<p><a href="#" onclick="d('a.pdf')">附件.pdf</a></p>`)}
		for _, l := range FilesWith(p, [][]byte{[]byte(file)}) {
			if !strings.HasPrefix(l.URL, "http") {
				t.Errorf("link %q", l.URL)
			}
		}
	})
}

// A document may be named in an attribute of what is pressed, in a folder that only the
// function knows which is given the element.
func TestDocumentsNamedBesideACall(t *testing.T) {
	const file = `function downFile(b){ var f = b.getAttribute('data-path'); if (f) location.href = '/uploadfile/' + f; }`
	for _, c := range []struct{ name, link, links, files string }{
		{"a button with the last folders of it", `<input type="button" value="下载附件" data-path="2026/0301/7.pdf" onclick="downFile(this)">`, "", "/uploadfile/2026/0301/7.pdf"},
		{"whatever stands first", `<button onclick="downFile(this)" data-path="7.pdf">下载附件</button>`, "", "/uploadfile/7.pdf"},
		{"a whole address", `<button data-path="/f/7.pdf" onclick="downFile(this)">下载附件</button>`, "/f/7.pdf", "/uploadfile//f/7.pdf"},
		{"without a function", `<button data-path="f/7.pdf">下载附件</button>`, "/a/f/7.pdf", ""},
	} {
		u := "http://www.x.gov.cn/a/t1.htm"
		p := &site.Page{URL: u, Final: u, From: "http://www.x.gov.cn/", Depth: 1, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(`<html><head><title>某页</title></head><body><h1>关于春耕的通知</h1><p>` + strings.Repeat("请认真贯彻执行。", 30) + `</p>` + c.link + `</body></html>`)}
		f, got, files := Read(p), "", ""
		for _, l := range f.Links {
			got += strings.TrimPrefix(l.URL, "http://www.x.gov.cn")
		}
		for _, l := range FilesWith(p, [][]byte{[]byte(file)}) {
			files += strings.TrimPrefix(l.URL, "http://www.x.gov.cn")
		}
		if got != c.links || files != c.files || c.links == "" && !f.OffersByScript() {
			t.Errorf("%s: links %q, with its file %q, attachments %v", c.name, got, files, f.Attachments)
		}
	}
}
