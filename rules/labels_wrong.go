package rules

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// untrue is one label of one page that says what is not so.
type untrue struct {
	label, value, why string
	certain           bool
}

// wrong looks for labels that contradict what is known of the page. One value of a
// site's label that stands on the home page too is one defect.
func (k *labels) wrong(c *Case, columns, articles []*portal.Page) []Defect {
	pages := slices.Concat([]*portal.Page{front(c)}, columns, articles, k.texts(c, columns, articles))
	found := make([][]untrue, len(pages))
	on := map[[2]string]int{} // how many pages have a wrong value of a site's label
	for i, pg := range pages {
		if !whole(pg) {
			continue
		}
		found[i] = k.siteLabels(c, pg)
		for _, u := range found[i] {
			on[[2]string{u.label, u.value}]++
		}
		if i > len(columns) && i <= len(columns)+len(articles) {
			found[i] = append(found[i], articleLabels(pg)...)
		}
	}
	said := map[[2]string]bool{} // told of already
	var out []Defect
	for i, pg := range pages {
		var fresh []untrue
		for _, u := range found[i] {
			key := [2]string{u.label, u.value}
			if said[key] {
				continue
			}
			said[key] = strings.HasPrefix(u.label, "Site") && (i == 0 || on[key] > ofPages)
			fresh = append(fresh, u)
		}
		if len(fresh) > 0 {
			out = append(out, untrueDefect(pg, fresh))
		}
	}
	return out
}

// ofPages is on how many pages a wrong value is a fault of each of them; from there
// on it is one of their template.
const ofPages = 5

// untrueDefect tells all that is wrong with the labels of one page.
func untrueDefect(pg *portal.Page, found []untrue) Defect {
	var parts []string
	var evidence []Evidence
	certain := false
	for _, u := range found {
		parts = append(parts, fmt.Sprintf("%s 为“%s”，%s", u.label, abridge(u.value), u.why))
		evidence = append(evidence, Quote(pg, u.label+" "+u.value))
		certain = certain || u.certain
	}
	message := strings.Join(parts, "；")
	if certain {
		return failing("meta_wrong", pg.URL, message, evidence...)
	}
	return doubtful("meta_wrong", pg.URL, message+"；须由人工核实", evidence...)
}

// siteLabels compares the labels that name the site with the site.
func (k *labels) siteLabels(c *Case, pg *portal.Page) []untrue {
	var out []untrue
	m := pg.Facts().Meta
	if u, bad := wrongDomain(c, pg, m.SiteDomain); bad {
		out = append(out, u)
	}
	if u, bad := wrongCode(c, pg, m.SiteIDCode); bad {
		out = append(out, u)
	}
	return out
}

// wrongDomain compares SiteDomain, which real sites write with protocol, path,
// port, or as a list, with the hosts of the site.
func wrongDomain(c *Case, pg *portal.Page, value string) (untrue, bool) {
	host := hostIn(pg.URL)
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); value == "" || err == nil || !strings.Contains(host, ".") {
		return untrue{}, false
	}
	u := untrue{label: "SiteDomain", value: value, certain: true}
	near := false
	names := 0
	for _, name := range domainsIn(value) {
		names++
		if ownHost(c, name) || sameDomain(name, host) {
			return untrue{}, false
		}
		near = near || akin(name, host)
	}
	switch {
	case names == 0:
		u.why = "不是域名"
	case near || scoped(c) && !homeNames(c, host) || strings.ContainsFunc(value, func(r rune) bool { return unicode.Is(unicode.Han, r) }): // a Chinese domain may be the site's, too
		u.certain, u.why = false, "与本页域名 "+host+" 不同"
	default:
		u.why = "不是本站的域名（" + host + "）"
	}
	return u, true
}

// domainsIn returns the domains that a label names.
func domainsIn(value string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(norm.NFKC.String(strings.ToLower(value)), func(r rune) bool { return strings.ContainsRune(",;、， \t|", r) }) {
		if name := domainOf(part); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// homeNames reports that the label of the home page names host: a part of another's
// host that calls the host its own cannot mean something else on its other pages.
func homeNames(c *Case, host string) bool {
	home := c.Portal.Home
	return home.OK() && slices.ContainsFunc(domainsIn(home.Facts().Meta.SiteDomain), func(name string) bool { return sameDomain(name, host) })
}

// domainOf returns the host of a domain as people write it, "" if it is none.
func domainOf(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	s = strings.TrimPrefix(s, "//")
	s, _, _ = strings.Cut(s, "/")
	s, _, _ = strings.Cut(s, ":")
	s = strings.Trim(s, ".")
	if !strings.Contains(s, ".") {
		return ""
	}
	return s
}

// ownHost reports whether the site answers under name.
func ownHost(c *Case, name string) bool {
	return c.Portal.InScope("http://"+name+"/") || sameDomain(name, hostIn(c.Target.URL)) || slicesHost(c, name)
}

func slicesHost(c *Case, name string) bool {
	for _, h := range HostNames(c.Portal.Snapshot) {
		if sameDomain(name, h) {
			return true
		}
	}
	for _, h := range c.Target.Hosts {
		if sameDomain(name, h) {
			return true
		}
	}
	return false
}

func sameDomain(a, b string) bool {
	return strings.TrimPrefix(strings.ToLower(a), "www.") == strings.TrimPrefix(strings.ToLower(b), "www.")
}

// akin reports whether two hosts are of one family: one below the other, or both
// below one domain.
func akin(a, b string) bool {
	a, b = strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www.")
	if inDomain(a, b) || inDomain(b, a) {
		return true
	}
	_, up, _ := strings.Cut(a, ".")
	_, other, _ := strings.Cut(b, ".")
	return up == other && strings.Count(up, ".") > 1
}

// scoped reports a site that is a part of another's host: its labels may be those
// of the host.
func scoped(c *Case) bool {
	for _, s := range c.Target.Scope {
		if s != "/" {
			return true
		}
	}
	u, err := url.Parse(c.Target.URL)
	return err != nil || strings.Count(u.Path, "/") > 1
}

// articleLabels compares the labels of an article with what it shows.
func articleLabels(pg *portal.Page) []untrue {
	var out []untrue
	f := pg.Facts()
	if v := strings.TrimSpace(f.Declared().PubDate); v != "" {
		if _, ok := extract.ParseDay(v); !ok {
			out = append(out, untrue{label: "PubDate", value: v, why: "不是年月日俱全的日期", certain: !looksDated(v) || noSuchDay.MatchString(norm.NFKC.String(v))})
		}
	}
	if u, bad := wrongTitle(f); bad {
		out = append(out, u)
	}
	return out
}

// noSuchDay is a value in the form of a day: one that cannot be read is no day, as
// 0000-00-00 and 2026-13-01 are.
var noSuchDay = regexp.MustCompile(`^\s*[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}(?:日|\s|$)`)

// looksDated reports a value that may be a date in a form we do not read.
func looksDated(v string) bool {
	digits := 0
	for _, r := range norm.NFKC.String(v) {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 8
}

// wrongTitle compares ArticleTitle with the heading and the title of the page. It
// is wrong for certain where those two agree and it has next to nothing in
// common with them.
func wrongTitle(f *extract.Facts) (untrue, bool) {
	declared := f.Declared().ArticleTitle
	label, heading, title := extract.Fold(declared), extract.Fold(f.Heading), extract.Fold(f.HTMLTitle)
	u := untrue{label: "ArticleTitle", value: declared}
	if utf8.RuneCountInString(label) < 4 || utf8.RuneCountInString(heading) < 6 || strings.Contains(title, label) || strings.Contains(heading, label) || strings.Contains(label, heading) {
		return u, false
	}
	agreed := strings.Contains(title, heading)
	if portal.Resemblance(label, heading) >= 0.3 || shareBigrams(label, heading) >= 0.3 || shareBigrams(label, title) >= 0.3 {
		return u, false
	}
	u.why = "与页面标题“" + abridge(f.Heading) + "”毫不相干"
	u.certain = agreed
	return u, true
}

// shareBigrams returns how much of a's pairs of characters b has.
func shareBigrams(a, b string) float64 {
	r := []rune(a)
	if len(r) < 2 {
		return 0
	}
	n := 0
	for i := 0; i+1 < len(r); i++ {
		if strings.Contains(b, string(r[i:i+2])) {
			n++
		}
	}
	return float64(n) / float64(len(r)-1)
}
