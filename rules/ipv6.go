package rules

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// ipv6 judges whether the portal can be reached over IPv6 as over IPv4: address
// records, name servers, home page, the pages behind it, and the same content
// (《推进互联网协议第六版（IPv6）规模部署行动计划》, and the indicators of the national
// monitoring platform). It judges the host of the home page; of further hosts it
// only gives hints:
//
//	check: ipv6
//	with: {share: 0.85, sample: 5}
//
// What the machine that crawled could not see is unknown: without IPv6 of its own
// only address records and name servers are judged.
type ipv6 struct {
	Judged []string `yaml:"judge"`  // the codes this rule looks for; empty: all
	Share  float64  `yaml:"share"`  // of second and third level links that must work over IPv6
	Sample int      `yaml:"sample"` // links below which no share is judged
	Alike  float64  `yaml:"alike"`  // likeness of the two home pages from which they are the same
	Unlike float64  `yaml:"unlike"` // likeness below which, under different titles, they surely differ
}

func newIPv6() *ipv6 { return &ipv6{Share: 0.85, Sample: 5, Alike: 0.8, Unlike: 0.3} }

func (c *ipv6) validate() error {
	var problems []error
	for _, code := range c.Judged {
		if !slices.Contains(Codes("ipv6"), code) {
			problems = append(problems, fmt.Errorf("judge: 没有缺陷代码 %q", code))
		}
	}
	if c.Share <= 0 || c.Share > 1 || c.Sample < 1 {
		problems = append(problems, errors.New("应为 0 < share ≤ 1，sample ≥ 1"))
	}
	if c.Unlike < 0 || c.Alike < c.Unlike || c.Alike > 1 {
		problems = append(problems, errors.New("应为 0 ≤ unlike ≤ alike ≤ 1"))
	}
	return errors.Join(problems...)
}

// Judge judges the home host by what the crawl observed of the network.
func (c *ipv6) Judge(k *Case) Judgement {
	u, err := url.Parse(k.Target.URL)
	if err != nil || u.Hostname() == "" {
		return Judgement{Unknown: "网站首页地址无法识别"}
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return Judgement{Unknown: "首页地址是IP地址，没有域名可查"}
	}
	hosts := k.hosts()
	i := slices.IndexFunc(hosts, func(h site.Host) bool { return strings.EqualFold(h.Name, u.Hostname()) })
	if i < 0 {
		return Judgement{Unknown: "没有该域名的网络观测记录"}
	}
	v := &hostVerdict{check: c, host: hosts[i], vantage: k.vantage()}
	if v.addresses() {
		v.reach(k.Portal)
	}
	v.nameServers()
	for _, h := range hosts {
		if bareName(h.Name) != bareName(v.host.Name) && h.AAAAAnswer == site.NoData && h.AAnswer == site.NoError {
			v.add(doubtful("no_aaaa", h.Name, "本站的其他域名"+h.Name+"没有IPv6地址", HostEvidence(h, describeAAAA(h))))
		}
	}
	return Judgement{Unknown: strings.Join(v.unknown, "；"), Defects: v.defects, Reason: strings.Join(v.notes, "；"),
		Seen: []Evidence{HostEvidence(v.host, describeAAAA(v.host))}}
}

func bareName(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

// hostVerdict gathers what is found about one host.
type hostVerdict struct {
	check          *ipv6
	host           site.Host
	vantage        site.Vantage
	defects        []Defect
	unknown, notes []string
}

func (v *hostVerdict) add(d Defect) {
	if len(v.check.Judged) == 0 || slices.Contains(v.check.Judged, d.Code) {
		v.defects = append(v.defects, d)
	}
}

func (v *hostVerdict) cannot(code, why string) {
	if len(v.check.Judged) == 0 || slices.Contains(v.check.Judged, code) {
		v.unknown = append(v.unknown, why)
	}
}

// addresses judges the AAAA record, and reports whether there is one. Only what
// a name server said counts; its silence does not.
func (v *hostVerdict) addresses() bool {
	h := v.host
	switch {
	case len(h.AAAA) > 0:
		v.notes = append(v.notes, describeAAAA(h))
		return true
	case !v.vantage.DNS || !h.AAAAAnswer.Definite():
		v.cannot("no_aaaa", fmt.Sprintf("域名%s的AAAA记录没有查到确定的结果（%s）", h.Name, answerWords(h.AAAAAnswer)))
	case h.AAAAAnswer == site.NXDomain && h.AAnswer != site.NoError:
		v.cannot("no_aaaa", "域名服务器答复该域名不存在，与网站能够打开相矛盾")
	default:
		v.add(failing("no_aaaa", h.Name, "域名"+h.Name+"没有IPv6地址（AAAA记录）", HostEvidence(h, describeAAAA(h))))
	}
	return false
}

// nameServers judges whether any authoritative server has an IPv6 address.
func (v *hostVerdict) nameServers() {
	h := v.host
	if !v.vantage.DNS || !h.NSAnswer.Definite() || len(h.NS) == 0 {
		v.cannot("ns_no_ipv6", "权威域名服务器没有查到确定的结果")
		return
	}
	var names []string
	certain := true
	for _, ns := range h.NS {
		if len(ns.AAAA) > 0 {
			v.notes = append(v.notes, "权威域名服务器"+ns.Name+"有IPv6地址")
			return
		}
		certain = certain && ns.AAAAAnswer.Definite()
		names = append(names, ns.Name)
	}
	if !certain {
		v.cannot("ns_no_ipv6", "部分权威域名服务器的AAAA记录没有查到确定的结果")
		return
	}
	list := strings.Join(names, "、")
	v.add(failing("ns_no_ipv6", h.Name, fmt.Sprintf("%s的权威域名服务器（%s）都没有IPv6地址", h.Zone, list), HostEvidence(h, "NS "+h.Zone+"："+list+"；AAAA：均无")))
}

// reach judges what only a machine with IPv6 can see.
func (v *hostVerdict) reach(p *portal.Portal) {
	h := v.host
	switch {
	case !v.vantage.IPv6:
		v.cannot("unreachable", "采集机没有IPv6，首页和链接能否经IPv6打开无法判断（"+v.vantage.IPv6Why+"）")
		return
	case h.V6 == nil:
		v.cannot("unreachable", "没有经IPv6访问首页的记录")
		return
	case !h.V4.OK():
		v.cannot("unreachable", "首页经IPv4也没有打开，无法比较")
		return
	}
	if h.V6.OK() {
		v.notes = append(v.notes, fmt.Sprintf("首页经IPv6可打开（HTTP %d，%d毫秒）", h.V6.Status, h.V6.Millis))
		v.content()
		v.links(p)
		return
	}
	e := HostEvidence(h, "IPv4："+describeReach(h.V4)+"；IPv6："+describeReach(h.V6))
	switch {
	case h.V6.Status >= 400:
		d := failing("content_differs", h.Name, fmt.Sprintf("首页经IPv4返回HTTP %d，经IPv6返回HTTP %d", h.V4.Status, h.V6.Status), e)
		if !theirs(h.V6) {
			d.Outcome = Review
		}
		v.add(d)
	case theirs(h.V6):
		v.add(failing("unreachable", h.Name, "域名有IPv6地址，但首页经IPv6打不开："+describeReach(h.V6), e))
	default:
		v.cannot("unreachable", "经IPv6访问首页没有得到确定的结果（"+describeReach(h.V6)+"）")
	}
}

// theirs reports whether a failed attempt speaks of the site and not of us, of a
// guard before it or of its wish not to be asked.
func theirs(r *site.Reach) bool {
	switch r.Failure {
	case site.FailConnect, site.FailTimeout, site.FailServer, site.FailGone, site.FailSoft404:
		return true
	}
	return false
}

func describeReach(r *site.Reach) string {
	if r == nil {
		return "未尝试"
	}
	if r.Err != "" {
		return site.Plain(r.Err)
	}
	return fmt.Sprintf("HTTP %d", r.Status)
}

func describeAAAA(h site.Host) string {
	if len(h.AAAA) == 0 {
		return "AAAA " + h.Name + "：" + answerWords(h.AAAAAnswer)
	}
	var list []string
	for _, a := range h.AAAA {
		list = append(list, a.String())
	}
	return "AAAA " + h.Name + "：" + strings.Join(list, "、")
}

func answerWords(a site.Answer) string {
	switch a {
	case site.NoError:
		return "没有有效的IPv6地址"
	case site.NoData:
		return "没有此类记录"
	case site.NXDomain:
		return "域名不存在"
	case site.ServFail:
		return "域名服务器出错"
	}
	return "没有答复"
}
