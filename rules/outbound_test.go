package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOutbound(t *testing.T) {
	site := func(main string) string {
		return "-- / --\n<html><head><title>示例县人民政府</title></head><body>" + menu(`<li><a href="/a.html">通知</a></li>`) + `<div class="main">` + main + `</div></body></html>` + "\n"
	}
	const inner = "-- /a.html --\n<html><head><title>通知-示例县人民政府</title></head><body><div class=\"content\"><h1>关于有关事项的通知</h1><p>"
	const end = "</p></div></body></html>\n"
	const buried = `<div style="position:absolute;left:-9999px"><a href="http://www.abc123.com/">六合彩</a></div>`
	tests := []struct {
		name, with, site string
		want             []string
	}{
		{"links to governments, schools, papers and services", "{}", site(`<a href="http://www.gov.cn/">中国政府网</a><a href="http://www.people.com.cn/">人民网</a><a href="http://www.pku.edu.cn/">北大</a><a href="https://weibo.com/x">微博</a><a href="http://bszs.conac.cn/">标识</a><a href="mailto:a@b.com">信箱</a>`), []string{"pass"}},
		{"a gambling house, by its words", "{}", site(`<a href="http://www.abc123.com/">澳门新葡京娱乐城</a>`), []string{"unofficial fail /"}},
		{"on an inner page only", "{}", site("") + inner + `<a href="http://www.abc123.com/">六合彩开奖结果</a>` + end, []string{"unofficial fail /a.html"}},
		{"by its host", "{}", site(`<a href="http://www.bet365-88.com/">点击进入</a>`), []string{"unofficial fail /"}},
		{"news about gambling", "{}", site(`<a href="http://www.somepaper.com/1.html">公安机关严厉打击跨境赌博违法犯罪</a>`), []string{"unofficial review /"}},
		{"news of what the police found", "{}", site(`<a href="http://www.somepaper.com/2.html">警方打掉一跨境网络赌博团伙</a>`), []string{"unofficial review /"}},
		{"vouchers a government gives out", "{}", site(`<a href="http://www.quan123.com/">惠民文旅消费券领券入口</a>`), []string{"unofficial review /"}},
		{"a club of card players", "{}", site(`<a href="http://www.abc123.com/">市棋牌运动协会</a>`), []string{"unofficial review /"}},
		{"cards for money", "{}", site(`<a href="http://www.abc123.com/">捕鱼棋牌下载送彩金</a>`), []string{"unofficial fail /"}},
		{"an exposition whose short name is that of a gambling house", "{}", site(`<a href="http://www.abc123.com/">第六届亚博会官网</a>`), []string{"unofficial review /"}},
		{"how to have an invoice made out by the tax office", "{}", site(`<a href="http://www.abc123.com/">自然人代开发票操作指南</a>`), []string{"unofficial review /"}},
		{"invoices for sale", "{}", site(`<a href="http://www.abc123.com/">长期代开各类发票</a>`), []string{"unofficial fail /"}},
		{"a newspaper of Macau", "{}", site(`<a href="http://www.abc123.com/">澳门新闻速览</a>`), []string{"unofficial review /"}},
		{"a shop nobody knows", "{}", site(`<a href="http://www.abc123.com/">示例旅游网</a>`), []string{"unofficial review /"}},
		{"a shop the operator knows", "{services: [abc123.com]}", site(`<a href="http://www.abc123.com/">示例旅游网</a>`), []string{"pass"}},
		{"a name that only ends like an official one", "{}", site(`<a href="http://www.xgov.cn/">示例</a>`), []string{"unofficial review /"}},
		{"another code is asked for", "{judge: [ip_literal]}", site(`<a href="http://www.abc123.com/">澳门新葡京娱乐城</a>`), []string{"pass"}},
		{"a dotted address", "{}", site(`<a href="http://202.0.2.1:8080/oa">办公</a>`), []string{"ip_literal fail /"}},
		{"an address of an inner network", "{}", site(`<a href="http://192.168.1.5/">内网</a>`), []string{"ip_literal fail /"}},
		{"an address of version 6", "{}", site(`<a href="http://[2001:db8::1]/">系统</a>`), []string{"ip_literal fail /"}},
		{"an address as one number", "{}", site(`<a href="http://3389326849/">系统</a>`), []string{"ip_literal fail /"}},
		{"an address in a frame", "{}", site(`<iframe src="http://202.0.2.1/x.html"></iframe>`), []string{"ip_literal fail /"}},
		{"two pages with two addresses", "{}", site(`<a href="http://202.0.2.1/">系统</a>`) + inner + `<a href="http://202.0.2.2/">系统</a>` + end, []string{"ip_literal fail /", "ip_literal fail /a.html"}},
		{"one address on two pages is one defect, of the nearer", "{}", site(`<a href="http://202.0.2.1/">系统</a>`) + inner + `<a href="http://202.0.2.1/">系统</a>` + end, []string{"ip_literal fail /"}},
		{"an address as text only", "{}", site(`服务器地址 http://202.0.2.1/`), []string{"pass"}},
		{"a version number", "{}", site(`<a href="/v/1.2.3.4/">下载</a>`), []string{"pass"}},
		{"a site registered by number links to itself", "{}", "-- snapshot.json --\n" + `{"target": {"id": "jia", "name": "甲县人民政府", "url": "http://192.0.2.1/", "level": "county"}}` + "\n-- http://192.0.2.1/ --\n<html><head><title>甲县</title></head><body><a href=\"http://192.0.2.1/a.html\">通知</a></body></html>\n", []string{"pass"}},
		{"an IPv6 proxy before a government", "{}", site(`<a href="http://www.miit.gov.cn.ipv6best.cn/">工信部</a><a href="http://www-miit-gov-cn-s.ipv6best.cn/">工信部</a>`), []string{"pass"}},
		{"an IPv6 proxy before a gambling house", "{}", site(`<a href="http://www-abc123-com.ipv6best.cn/">百家乐</a>`), []string{"unofficial fail /"}},
		{"hidden, by its words", "{}", site(`<div id="m" style="display:none"><a href="http://www.abc123.com/">六合彩</a></div>`), []string{"hidden_link fail /"}},
		{"hidden on a home page that has two addresses", "{judge: [hidden_link]}", strings.Replace(site(buried), "<body>", `<body><a href="/index.html">首页</a>`, 1) + "-- /index.html --\n" + strings.TrimPrefix(strings.Replace(site(buried), "<body>", `<body><a href="/index.html">首页</a>`, 1), "-- / --\n"), []string{"hidden_link fail /"}},
		{"hidden on a home page that answers by https", "{}", strings.Replace(site(buried), "-- / --\n", "-- / --\nLocation: https://www.example.gov.cn/\n\n", 1), []string{"hidden_link fail https://www.example.gov.cn/"}},
		{"hidden where no menu is kept", "{judge: [hidden_link]}", site(`<div style="position:absolute;left:-9999px"><a href="http://www.abc123.com/">示例</a></div>`), []string{"hidden_link fail /"}},
		{"not displayed, and nothing of it seems bad", "{judge: [hidden_link]}", site(`<a href="http://www.abc123.com/" style="display:none">Produced By ABC</a>`), []string{"hidden_link review /"}},
		{"a flock of strangers not displayed", "{judge: [hidden_link]}", site(`<div style="display:none"><a href="http://www.abc1.com/">甲</a><a href="http://www.abc2.com/">乙</a><a href="http://www.abc3.com/">丙</a></div>`), []string{"hidden_link fail /"}},
		{"a menu of strangers that opens when asked", "{judge: [hidden_link]}", site(`<div class="links"><p>友情链接</p><ul class="drop" style="display:none"><li><a href="http://www.abc123.com/">示例银行</a></li></ul></div>`), []string{"hidden_link review /"}},
		{"a menu of governments", "{judge: [hidden_link]}", site(`<div class="links"><ul style="display:none"><li><a href="http://www.people.com.cn/">人民网</a></li><li><a href="http://www.gov.cn/">国</a></li></ul></div>`), []string{"pass"}},
		{"a code of a social network that pops up", "{judge: [hidden_link]}", site(`<div style="display:none"><a href="https://weibo.com/jia"><img src="/q.png"></a></div>`), []string{"pass"}},
		{"an incomplete crawl", "{}", "-- snapshot.json --\n" + `{"complete": false, "stopped": "达到时间上限", "skipped": {"time_limit": 3}}` + "\n" + site(""), []string{"unknown"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, linksVerdict(t, "outbound", tt.with, tt.site)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestRestoreProxiedHosts(t *testing.T) {
	k := newOutbound()
	for _, tt := range []struct{ host, want string }{
		{"www.gov.cn", "www.gov.cn"},
		{"www.gov.cn.ipv6best.cn", "www.gov.cn"},
		{"www-gov-cn.ipv6best.cn", "www.gov.cn"},
		{"www-gov-cn-s.ipv6best.cn", "www.gov.cn"},
		{"www-a--b-com-https.ipv6best.cn", "www.a-b.com"},
		{"www.ipv6best.cn", ""},
		{"ipv6.jia.gov.cn", "jia.gov.cn"},
		{"ipv6.com", "ipv6.com"},
	} {
		if got := k.restore(tt.host); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.host, got, tt.want)
		}
	}
}

func TestIsAddress(t *testing.T) {
	for _, tt := range []struct {
		host string
		want bool
	}{
		{"1.2.3.4", true},
		{"[2001:db8::1]", true},
		{"3389326849", true},
		{"0xC0000201", true},
		{"0xc0.0.2.1", true},
		{"192.0.513", true},
		{"123", false}, // a slip of the pen
		{"1.2.3.4.5", false},
		{"12345.com", false},
		{"www.12345.gov.cn", false},
		{"", false},
	} {
		if got := isAddress(tt.host); got != tt.want {
			t.Errorf("%s: %v", tt.host, got)
		}
	}
}
