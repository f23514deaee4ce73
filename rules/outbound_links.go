package rules

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/portal"
)

// shownLinks is how many links one message names.
const shownLinks = 5

// numbers makes a defect of every page that links to hosts without a name.
func (k *outbound) numbers(c *Case, links []outlink) []Defect {
	var out []Defect
	for _, group := range byPage(links) {
		pg := c.Portal.Page(group[0].from)
		message := fmt.Sprintf("链接指向 IP 地址：%s，见于 %s", listed(group), group[0].from)
		if slices.ContainsFunc(group, func(l outlink) bool { return l.sure }) {
			out = append(out, failing("ip_literal", group[0].from, message, quoteLinks(pg, group)...))
			continue
		}
		out = append(out, doubtful("ip_literal", group[0].from, message+"；地址写在脚本里，须由人工核实是否真的成为链接", quoteLinks(pg, group)...))
	}
	return out
}

// unofficial makes a defect of every page that first links to hosts nobody knows:
// a certain one where the link's own words say what it leads to.
func (k *outbound) unofficial(c *Case, links []outlink) []Defect {
	var out []Defect
	seen := map[string]bool{} // one link of each strange host is enough for a person
	for _, group := range byPage(links) {
		pg := c.Portal.Page(group[0].from)
		var bad, strange []outlink
		for _, l := range group {
			switch {
			case k.rotten(l.text, l.host) != "":
				bad = append(bad, l)
			case !seen[l.host]:
				seen[l.host] = true
				strange = append(strange, l)
			}
		}
		switch {
		case len(bad) > 0:
			word := k.rotten(bad[0].text, bad[0].host)
			out = append(out, failing("unofficial", group[0].from, fmt.Sprintf("链接指向含有“%s”字样的非政府网站：%s，见于 %s", word, listed(bad), group[0].from), quoteLinks(pg, bad)...))
		case len(strange) > 0:
			out = append(out, doubtful("unofficial", group[0].from, fmt.Sprintf("链接指向非政府网站：%s，见于 %s；是否必要、对方是否仍是原来的网站，须由人工核实", listed(strange), group[0].from), quoteLinks(pg, strange)...))
		}
	}
	return out
}

// listed names the first few links of a page.
func listed(links []outlink) string {
	var parts []string
	for i, l := range links {
		if i == shownLinks {
			return strings.Join(parts, "、") + fmt.Sprintf(" 等 %d 个", len(links))
		}
		s := abridge(l.url)
		if l.text != "" {
			s = "“" + abridge(l.text) + "”" + s
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "、")
}

// quoteLinks is evidence of the first few links of a page.
func quoteLinks(pg *portal.Page, links []outlink) []Evidence {
	var out []Evidence
	for i, l := range links {
		if i < shownLinks {
			out = append(out, Quote(pg, strings.TrimSpace(l.text+" "+l.url)))
		}
	}
	return out
}

// isAddress reports whether a host is an IP address in any form that browsers
// read: dotted, in brackets, or as one to four numbers, decimal, octal or hexadecimal.
func isAddress(host string) bool {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return false
	}
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 0, 32); err != nil || p == "" || strings.ContainsRune(p, '_') {
			return false
		}
	}
	// A small bare number is a slip of the pen rather than an address.
	return len(parts) > 1 || len(host) >= 8
}

// restore undoes what an IPv6 proxy made of a host name: the name before the
// proxy's suffix, in which dots may have become hyphens (hyphens then are
// doubled) and the scheme may hang behind as -s, -http or -https.
func (k *outbound) restore(host string) string {
	for _, suffix := range k.Proxies {
		inner, ok := strings.CutSuffix(host, "."+suffix)
		if !ok || inner == "" {
			continue
		}
		if strings.Contains(inner, ".") {
			return inner
		}
		for _, tail := range []string{"-https", "-http", "-s"} {
			inner = strings.TrimSuffix(inner, tail)
		}
		if !strings.Contains(inner, "-") {
			return "" // the proxy's own
		}
		inner = strings.ReplaceAll(inner, "--", "\x00")
		return strings.ReplaceAll(strings.ReplaceAll(inner, "-", "."), "\x00", "-")
	}
	if inner, ok := strings.CutPrefix(host, "ipv6."); ok && strings.Count(inner, ".") > 1 {
		return inner
	}
	return host
}
