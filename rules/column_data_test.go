package rules

import "testing"

// A column whose rows come as data that its script asks for, or stand in a frame,
// is judged by those rows; where they did not come, it is not judged.
func TestColumnFilledFromElsewhere(t *testing.T) {
	entry := `<li><a href="/tzgg/">通知公告</a></li>`
	ajax := func(call string) string {
		return single("/tzgg/", "通知公告", `<ul id="list"></ul><div id="page"></div><script>`+call+`</script>`)
	}
	get := ajax(`$.get("/api/list?cid=9&page=1", function(d){ $("#list").html(render(d)); })`)
	answer := func(body string) string {
		return "-- /api/list?cid=9&page=1 --\nContent-Type: application/json\nWithin: /tzgg/\n\n" + body + "\n"
	}
	row := func(path, title, day string) string {
		return `{"title":"` + title + `","url":"` + path + `","pubDate":"` + day + `"}`
	}
	old := row("/tzgg/1.html", "关于开展春季植树活动的公告", "2024-03-02")
	fresh := row("/tzgg/2.html", "关于公开征集意见的公告", "2026-04-01")
	framed := single("/tzgg/", "通知公告", `<iframe src="/inc/list.html" width="100%"></iframe>`)
	frame := func(day string) string {
		return `-- /inc/list.html --
<html><body><ul><li><a href="/tzgg/1.html">关于开展春季植树活动的公告</a><span>` + day + `</span></li><li><a href="/tzgg/2.html">关于公开征集意见的公告</a><span>` + day + `</span></li></ul></body></html>
`
	}
	// Records in the page, with the address of further ones, as one system writes them.
	records := func(total string) string {
		return single("/tzgg/", "通知公告", `<div id="7"></div><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/module/dataproxy.jsp?page=1&columnid=9"></a>]]></nextgroup><recordset><record><![CDATA[<li><a href="/tzgg/1.html">关于开展春季植树活动的公告</a><span>2024-03-02</span></li>]]></record></recordset></datastore></script><script>var totalRecord=`+total+`;</script>`) +
			"-- /module/dataproxy.jsp?page=1&columnid=9 --\nHTTP 404\nWithin: /tzgg/\n\n"
	}
	tests := []struct{ name, site, want string }{
		{"the one old record that the list says it has", county(entry, "", records("1")), "fail stale"},
		{"one old record of two that the list says it has", county(entry, "", records("2")), "unknown"},
		{"fresh rows came", county(entry, "", get+answer(`{"total":2,"rows":[`+old+`,`+fresh+`]}`)), "pass"},
		{"only old rows came", county(entry, "", get+answer(`{"total":1,"rows":[`+old+`]}`)), "fail stale"},
		{"the data did not come", county(entry, "", get+"-- /api/list?cid=9&page=1 --\nFailure: timeout\nWithin: /tzgg/\n\n"), "unknown"},
		{"the data is said not to be there", county(entry, "", get+"-- /api/list?cid=9&page=1 --\nHTTP 404\nWithin: /tzgg/\n\n"), "unknown"},
		{"an answer without rows may be one to a wrong question", county(entry, "", get+answer(`{"total":0,"rows":[]}`)), "unknown"},
		{"the data was never asked for", county(entry, "", get), "unknown"},
		{"rows asked for by POST", county(entry, "", ajax(`$.post("/irs/front/list", {cid:9}, show)`)), "unknown"},
		{"rows that stand in the script", county(entry, "", ajax(`var rows=[`+fresh+`,`+old+`]; show(rows)`)), "pass"},
		{"old rows that stand in the script", county(entry, "", ajax(`var rows=[`+old+`]; show(rows)`)), "fail stale"},
		{"fresh rows in a frame", county(entry, "", framed+frame("2026-04-01")), "pass"},
		{"old rows in a frame", county(entry, "", framed+frame("2024-04-01")), "fail stale"},
		{"a frame that did not come", county(entry, "", framed+"-- /inc/list.html --\nFailure: connect\n"), "unknown"},
		{"a page without rows, and a script file of its that was kept", county(entry, "", single("/tzgg/", "通知公告", `<ul><li>暂无数据</li></ul><script src="/static/app.js"></script>`)+"-- /static/app.js --\nContent-Type: text/javascript\nWithin: /tzgg/\n\nvar app={};\n"), "fail placeholder"},
		{"a piece of markup", county(entry, "", ajax(`$("#list").load("/inc/tzgg.html")`)+"-- /inc/tzgg.html --\nWithin: /tzgg/\n\n<li><a href=\"/tzgg/2.html\">关于公开征集意见的公告</a><span>2026-04-01</span></li>\n"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { expect(t, judgeSite(t, "column", noticeWith, tt.site), tt.want) })
	}
}
