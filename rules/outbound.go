package rules

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// outbound judges links that should not be there (国办秘函〔2019〕19号 单项否决: linking to
// what is obscene or violent; 国办发〔2017〕47号: links to sites that are not a
// government's are checked and removed when they rot):
//
//	check: outbound
//	with:
//	  judge: [hidden_link, ip_literal, unofficial]
//	  official: [gov.cn, edu.cn, people.com.cn]   # hosts of these domains are in order
//	  services: [weibo.com, amap.com]             # so are these, which pages use
//	  bad: [博彩, 赌场]                            # words that no link of a portal has
//	  unless: [打击, 防范]                         # but where these stand beside them
//	  proxies: [ipv6best.cn]                      # suffixes that an IPv6 proxy adds to hosts
//
// An unknown foreign host is for a person to judge: what it shows is not looked at.
type outbound struct {
	Judged   []string `yaml:"judge"`     // the codes this rule looks for; empty: all
	Official []string `yaml:"official"`  // domains that are official or publicly owned
	Services []string `yaml:"services"`  // domains of services that pages rightly use
	Bad      []string `yaml:"bad"`       // folded words of gambling, obscenity, forgery
	BadHosts []string `yaml:"bad_hosts"` // parts of host names that such sites have
	Ads      []string `yaml:"ads"`       // folded words of commercial advertising
	Unless   []string `yaml:"unless"`    // words beside which a bad word is part of news
	Fine     []string `yaml:"fine"`      // parts of addresses that are in order wherever they are
	Proxies  []string `yaml:"proxies"`   // suffixes of IPv6 proxies, undone before anything is compared
}

func newOutbound() *outbound {
	return &outbound{
		Official: []string{
			"gov.cn", "xn--zfr164b", "xn--55qw42g", "gov.hk", "gov.mo", "mil.cn", "edu.cn", "ac.cn", "org.cn", "court.gov.cn",
			"people.com.cn", "people.cn", "xinhuanet.com", "news.cn", "xinhua.org", "cctv.com", "cntv.cn", "cctv.cn", "china.com.cn", "china.org.cn", "chinanews.com", "chinanews.com.cn", "chinadaily.com.cn", "cnr.cn", "cri.cn",
			"ce.cn", "gmw.cn", "youth.cn", "qstheory.cn", "xuexi.cn", "cpcnews.cn", "12371.cn", "dangjian.cn", "wenming.cn", "chinacourt.org", "legaldaily.com.cn", "jcrb.com", "spp.gov.cn", "farmer.com.cn", "workercn.cn", "cpd.com.cn",
			"12377.cn", "12321.cn", "12309.gov.cn", "piyao.org.cn", "conac.cn", "cnnic.cn", "miit.gov.cn", "beian.gov.cn", "chsi.com.cn", "creditchina.gov.cn", "12348.gov.cn", "12333.gov.cn", "kaipuyun.cn", "govwza.cn",
			"tibet.cn", "taiwan.cn", "haiwainet.cn", "china-embassy.org", "cyol.com", "bjd.com.cn", "qianlong.com", "eastday.com", "jfdaily.com", "enorth.com.cn", "cqnews.net", "hebnews.cn", "sxrb.com", "nmgnews.com.cn", "lnd.com.cn", "cnjiwang.com", "dbw.cn", "xhby.net", "jschina.com.cn", "zjol.com.cn", "anhuinews.com", "fjsen.com", "jxnews.com.cn", "dzwww.com", "dahe.cn", "cnhubei.com", "rednet.cn", "southcn.com", "gxnews.com.cn", "hinews.cn", "scol.com.cn", "gog.cn", "yunnan.cn", "cnwest.com", "gansudaily.com.cn", "qhnews.com", "nxnews.net", "ts.cn", "iqilu.com",
			"chinatax.gov.cn", "ggzy.gov.cn", "cebpubservice.com", "zycg.cn", "chinabidding.cn", "cpta.com.cn", "ncss.cn", "12306.cn", "redcross.org.cn",
		},
		Services: []string{
			"weibo.com", "weibo.cn", "qq.com", "weixin.com", "wechat.com", "alipay.com", "alipayobjects.com", "douyin.com", "kuaishou.com", "toutiao.com", "bilibili.com", "xiaohongshu.com", "zhihu.com", "baidu.com", "bdimg.com", "bdstatic.com", "amap.com",
			"autonavi.com", "tianditu.com", "so.com", "360.cn", "sogou.com", "163.com", "126.com", "sina.com.cn", "sina.cn", "sohu.com", "ifeng.com", "aliyun.com", "aliyuncs.com", "dingtalk.com", "cnzz.com", "jiathis.com", "bshare.cn", "bsharecdn.com",
			"adobe.com", "microsoft.com", "google.com", "google.cn", "firefox.com", "firefox.com.cn", "mozilla.org", "wps.cn", "wps.com", "apple.com", "w3.org", "foxitsoftware.cn", "thepaper.cn", "youku.com", "iqiyi.com", "huanqiu.com", "myqcloud.com", "dict.cn", "weather.com.cn", "wx.qq.com", "iconfont.cn", "hanweb.com", "trs.com.cn", "ucap.com.cn", "longmai.com.cn", "chinaccs.cn", "wjx.cn", "wjx.top", "51.la", "cnki.net", "wanfangdata.com.cn",
		},
		// Only words that no honest site has in its name: what also occurs in news,
		// services and clubs (棋牌, 代开发票, 领券) stands here with what makes it certain.
		Bad: []string{
			"博彩", "赌场", "赌博", "赌球", "彩票网", "六合彩", "时时彩", "百家乐", "老虎机", "娱乐城", "棋牌游戏", "棋牌下载", "棋牌平台", "棋牌娱乐", "棋牌app", "棋牌官网", "真钱", "送彩金", "葡京", "真人娱乐", "真人视讯", "真人荷官", "体育投注", "投注平台", "投注网", "足球投注", "竞彩投注", "bet365", "北京赛车", "快三计划", "计划群", "电子游艺", "现金网", "威尼斯人娱乐", "太阳城集团", "皇冠体育", "亚博体育", "亚博娱乐", "亚博app", "亚博平台", "亚博官网", "开云体育", "澳门新葡", "澳门威尼斯", "金沙国际", "金沙娱乐",
			"成人电影", "成人网", "成人视频", "成人用品", "色情", "情色", "裸聊", "一夜情", "约炮", "av在线", "av电影", "黄色网站", "无码av", "无码视频", "无码电影", "同城交友", "同城约会",
			"代开各类发票", "代开增值税", "发票代开", "办假证", "办证刻章", "刻章办证", "刻章", "代办文凭", "代办学历", "论文代写", "代写论文", "代写代发", "代孕", "迷药", "枪支出售", "出售枪支", "仿真枪", "游戏私服", "传奇私服", "sf发布网", "游戏外挂", "域名出售", "域名转让", "域名停放", "thisdomain", "domainforsale",
		},
		BadHosts: []string{"bet365", "casino", "365bet", "bocai", "yulecheng", "baijiale", "liuhecai", "xinpujing", "shishicai", "qipai", "188bet", "betway", "sexx", "porn", "avtt"},
		Ads:      []string{"淘宝特卖", "返利网", "招商加盟", "加盟热线", "广告合作", "广告位招租", "推广链接", "刷单兼职", "刷单平台", "网贷平台", "贷款秒批", "seo优化", "友链交换", "减肥药", "减肥茶", "减肥产品", "壮阳", "男科医院", "妇科医院"},
		Unless: []string{
			"打击", "防范", "警惕", "严查", "查处", "严打", "整治", "治理", "诈骗", "举报", "抵制", "违法", "犯罪", "案", "禁", "预警", "提醒", "风险", "曝光", "反赌", "扫黄", "识别", "福利彩票", "体育彩票",
			"打掉", "捣毁", "破获", "抓获", "查获", "端掉", "团伙", "警方", "民警", "公安", "检察", "法院", "涉赌", "涉黄", "远离", "拒绝", "危害", "骗", "揭秘", "防", "指南", "流程", "条例", "办法", "协会", "税务", "新闻", "日报", "宣传",
		},
		Fine:    []string{"/exposure/jiucuo"}, // 我为政府网站找错, first reached by number
		Proxies: []string{"ipv6best.cn", "ipv6.gov.cn", "ipv6cdn.cn", "v6proxy.cn", "ipv6test.cn", "ipv6.cn"},
	}
}

func (k *outbound) validate() error {
	problems := []error{linkCodes("outbound", k.Judged)}
	for _, list := range []*[]string{&k.Official, &k.Services, &k.Proxies} {
		for i, s := range *list {
			(*list)[i] = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), ".")
			if (*list)[i] == "" {
				problems = append(problems, errors.New("official、services、proxies 里不能有空的域名"))
			}
		}
	}
	for _, list := range []*[]string{&k.Bad, &k.Ads, &k.Unless} {
		for i, s := range *list {
			(*list)[i] = extract.Fold(s)
		}
	}
	return errors.Join(problems...)
}

// Describe says which links are looked at, and which are in order.
func (k *outbound) Describe() string {
	return "看站内每个页面指向其他网站的链接（不访问对方网站）。暗链：用样式隐藏、移出屏幕、缩成一两个像素的站外链接；菜单、页签、弹出层里平时隐藏的，以及指向政府和公共机构网站的不算，难以判断的提请人工。" +
		"IP 地址链接：地址写成 IP（含十进制、十六进制写法和内网地址）。非政府网站：文字或域名带有赌博、色情、假证、域名出售等字样的为确定；其余不认识的商业域名提请人工；" +
		"official 和 services 所列的域名（政府、学校、主流媒体、备案、地图、社交平台等）没有问题。IPv6 改造代理的域名先还原再判断。已经认定为暗链的，不再按非政府网站重复认定。"
}

func (k *outbound) wants(code string) bool {
	return len(k.Judged) == 0 || slices.Contains(k.Judged, code)
}

// Judge looks at the hidden links of every page and at every foreign address.
func (k *outbound) Judge(c *Case) Judgement {
	var j Judgement
	veiled, sunk := k.hidden(c)
	if k.wants("hidden_link") {
		j.Defects = append(j.Defects, veiled...)
	}
	hosts := map[string]bool{}
	var numbers, strange []outlink
	for _, f := range c.Portal.Away() {
		host := k.restore(f.Host)
		l, ok := linkedOut(f, sunk)
		if !ok || host == "" || k.passes(f.URL) {
			continue
		}
		l.host = host
		hosts[host] = true
		switch {
		case isAddress(host):
			numbers = append(numbers, l)
		case k.known(host) || c.Portal.InScope("http://"+host+"/"):
		default:
			strange = append(strange, l)
		}
	}
	if k.wants("ip_literal") {
		j.Defects = append(j.Defects, k.numbers(c, numbers)...)
	}
	if k.wants("unofficial") {
		j.Defects = append(j.Defects, k.unofficial(c, strange)...)
	}
	j.Examined = len(hosts)
	j.Reason = fmt.Sprintf("共链接到 %d 个站外主机", len(hosts))
	if why := unvisited(c); why != "" && len(j.Defects) == 0 {
		j.Unknown = why
	}
	if home := c.Portal.Home; home.OK() {
		j.Seen = []Evidence{Quote(home, home.Facts().HTMLTitle)}
	}
	return j
}

// outlink is a link to a foreign host, with one page it stands on.
type outlink struct {
	url, host, text, from string
	pages                 int
	sure                  bool // a link that a reader sees as one
}

// linkedOut returns the link nearest to the home page that a reader can follow.
func linkedOut(f portal.Away, sunk sunken) (outlink, bool) {
	out := outlink{url: f.URL}
	for _, a := range f.Anchors {
		sure := a.Via == extract.Anchor || a.Via == extract.FrameSrc || a.Via == extract.OnClick
		if !sure && a.Via != extract.Script || sunk[[2]string{a.From, f.URL}] {
			continue
		}
		out.pages += a.Count
		if out.from == "" || sure && !out.sure {
			out.text, out.from, out.sure = strings.TrimSpace(a.Text), a.From, sure
		}
	}
	return out, out.from != ""
}

// passes reports an address that is in order whatever its host.
func (k *outbound) passes(address string) bool {
	return slices.ContainsFunc(k.Fine, func(w string) bool { return strings.Contains(address, w) })
}

// known reports a host that is in order.
func (k *outbound) known(host string) bool {
	return slices.ContainsFunc(k.Official, func(d string) bool { return inDomain(host, d) }) ||
		slices.ContainsFunc(k.Services, func(d string) bool { return inDomain(host, d) })
}

// inDomain reports whether host is domain or lies below it.
func inDomain(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// rotten returns the word that shows what a link leads to, "" if there is none.
func (k *outbound) rotten(text, host string) string {
	folded := extract.Fold(text)
	if slices.ContainsFunc(k.Unless, func(w string) bool { return strings.Contains(folded, w) }) {
		return ""
	}
	for _, list := range [][]string{k.Bad, k.Ads} {
		for _, w := range list {
			if strings.Contains(folded, w) {
				return w
			}
		}
	}
	for _, w := range k.BadHosts {
		if strings.Contains(host, w) {
			return w
		}
	}
	return ""
}

// byPage groups links by the page they stand on, so that one page is one defect.
func byPage(links []outlink) [][]outlink {
	slices.SortStableFunc(links, func(a, b outlink) int { return cmp.Or(strings.Compare(a.from, b.from), strings.Compare(a.url, b.url)) })
	var out [][]outlink
	for i, l := range links {
		if i == 0 || links[i-1].from != l.from {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}
