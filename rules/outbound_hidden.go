package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// everywhere is on how many pages a hidden link stands in a template.
const everywhere = 10

// veiled is one hidden link with the page it stands on.
type veiled struct {
	pg   *portal.Page
	link extract.HiddenLink
}

// sunken are hidden links that are certain, by either address of the page and theirs: what they lead to
// is not held against the page a second time.
type sunken map[[2]string]bool

// hidden makes a defect of every page that hides links to foreign hosts; what
// stands in a template, of the page nearest to the home page.
func (k *outbound) hidden(c *Case) ([]Defect, sunken) {
	byURL := map[string]int{}
	var all []veiled
	for _, pg := range c.Portal.Pages {
		if !pg.OK() {
			continue
		}
		for _, h := range pg.Hidden() {
			host := k.restore(hostIn(h.URL))
			if k.known(host) || k.passes(h.URL) || c.Portal.InScope(h.URL) || c.Portal.InScope("http://"+host+"/") {
				continue
			}
			byURL[h.URL]++
			all = append(all, veiled{pg, h})
		}
	}
	slices.SortStableFunc(all, func(a, b veiled) int {
		return cmp.Or(cmp.Compare(a.pg.Depth, b.pg.Depth), strings.Compare(a.pg.URL, b.pg.URL))
	})
	groups := map[string][]veiled{}
	first := map[string]*portal.Page{} // by content: one page under two addresses is one
	var order []string
	done := map[string]bool{}
	for _, v := range all {
		if sha := v.pg.SHA256(); sha != "" {
			if first[sha] == nil {
				first[sha] = v.pg
			}
			if first[sha] != v.pg {
				continue
			}
		}
		if byURL[v.link.URL] > everywhere {
			if done[v.link.URL] {
				continue
			}
			done[v.link.URL] = true
		}
		if _, ok := groups[v.pg.URL]; !ok {
			order = append(order, v.pg.URL)
		}
		groups[v.pg.URL] = append(groups[v.pg.URL], v)
	}
	var out []Defect
	certain := map[string]bool{} // addresses
	for _, at := range order {
		d := k.veil(groups[at])
		out = append(out, d)
		for _, v := range groups[at] {
			certain[v.link.URL] = certain[v.link.URL] || d.Outcome == Fail
		}
	}
	sunk := sunken{}
	for _, v := range all {
		if certain[v.link.URL] {
			sunk[[2]string{v.pg.URL, v.link.URL}] = true
			sunk[[2]string{v.pg.Asked(), v.link.URL}] = true
		}
	}
	return out, sunk
}

// veil judges the hidden links of one page. Certain is what the words of a link
// show, a way of hiding that no honest page has for a link, and a flock of them.
func (k *outbound) veil(group []veiled) Defect {
	slices.SortStableFunc(group, func(a, b veiled) int { return cmp.Compare(k.rank(a), k.rank(b)) })
	first := group[0]
	names := make([]string, 0, shownLinks)
	var evidence []Evidence
	for i, v := range group {
		if i == shownLinks {
			break
		}
		names = append(names, fmt.Sprintf("“%s”%s（%s）", abridge(v.link.Text), abridge(v.link.URL), v.link.How))
		evidence = append(evidence, Quote(v.pg, strings.TrimSpace(v.link.Text+" "+v.link.URL+" "+v.link.How)))
	}
	message := fmt.Sprintf("页面藏有 %d 个看不见的站外链接：%s", len(group), strings.Join(names, "、"))
	if k.rank(first) == 0 || manyHosts(group) {
		return failing("hidden_link", first.pg.URL, message, evidence...)
	}
	return doubtful("hidden_link", first.pg.URL, message+"；可能是平时收起的菜单或弹出层，须由人工核实", evidence...)
}

// rank is 0 for a link that is hidden for certain to deceive, 1 otherwise. What is
// merely not displayed may be the mark of a program's maker, or a badge that was
// switched off.
func (k *outbound) rank(v veiled) int {
	switch {
	case k.rotten(v.link.Text, hostIn(v.link.URL)) != "":
		return 0
	case !v.link.Plain || v.link.By == extract.ByDisplay || v.link.By == extract.ByVisibility || v.link.By == extract.ByOpacity:
		return 1
	}
	return 0
}

// flockLeast is how many foreign hosts are hidden, where nothing can show them,
// only to be found by search engines.
const flockLeast = 3

// manyHosts reports links to so many hosts.
func manyHosts(group []veiled) bool {
	hosts := map[string]bool{}
	for _, v := range group {
		if v.link.Plain {
			hosts[hostIn(v.link.URL)] = true
		}
	}
	return len(hosts) >= flockLeast
}

// hostIn returns the host of an address, in lower case, without port.
func hostIn(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if i := strings.LastIndexByte(rest, ':'); i > 0 && !strings.HasSuffix(rest, "]") {
		rest = rest[:i]
	}
	return strings.TrimSuffix(strings.ToLower(rest), ".")
}
