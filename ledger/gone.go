package ledger

import (
	"fmt"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// fate is what has become of a defect that a run does not name.
type fate struct {
	mended   bool
	why      string // Chinese: what was seen, or why nothing can be said
	evidence []rules.Evidence
}

func unsure(format string, args ...any) fate { return fate{why: fmt.Sprintf(format, args...)} }

// mostListed is how many defects a finding lists at the most: in one with as many, a
// defect that is not listed may be there.
const mostListed = 500

// fateOf says what has become of an item that no defect of its finding is about. In
// doubt nothing is said to be mended.
func (s *Sight) fateOf(it *Item, f *rules.Finding) fate {
	decided := f.AsDecided()
	switch {
	case s.Result.State == audit.Unreachable || !s.Meta.Alive:
		return unsure("未能观察：网站没有打开")
	case s.Meta.Suspect != "":
		return unsure("未能观察：打开的可能不是登记的网站（%s）", s.Meta.Suspect)
	case f.Outcome == rules.Unknown:
		return unsure("未能观察：%s", f.Reason)
	case f.Outcome == rules.Exempt && len(f.Defects) == 0:
		return unsure("待核实：规则这次没有看到它所针对的内容（%s），须由人核实", f.Reason)
	case len(f.Defects) >= mostListed:
		return unsure("待核实：该规则的问题过多，没有全部列出")
	case len(decided.Defects) == 0 && decided.Outcome != rules.Pass && decided.Outcome != rules.Fail && len(f.Defects) == 0:
		return unsure("待核实：是否符合须由人判断")
	case IsPage(it.Subject) && it.Check == "links":
		return s.linkFate(it, f)
	case IsPage(it.Subject):
		return s.pageFate(it, f)
	case slices.Contains(onHosts, it.Check):
		return s.hostFate(it, f)
	}
	return s.columnFate(f)
}

// onHosts are the checks whose subjects are names of hosts.
var onHosts = []string{"ipv6", "availability"}

// pageFate is the fate of a defect of one page: that page itself must have been
// fetched in this run.
func (s *Sight) pageFate(it *Item, f *rules.Finding) fate {
	n := natureOf(it.Check, it.Code)
	p := s.page(it)
	switch {
	case p != nil && p.Failure.Definite() && n.withdrawn && s.whole(f):
		return fate{mended: true, why: "网页已撤下，且本次没有在其他网页上看到同一问题", evidence: proof(p, "网页已不存在："+p.Err)}
	case s.lost(it) && s.elsewhere(it) != nil:
		return s.movedFate(it, f, s.elsewhere(it))
	case p == nil:
		return unsure("未能观察：本次没有访问到该网页")
	case p.OK() && s.Notices[p.URL] != "":
		return unsure("未能观察：该网页显示的是“%s”", Clip(s.Notices[p.URL]))
	case p.OK() && s.taken(p.URL, it):
		return s.takenFate(f, p, n)
	case p.Failure.Definite() && !n.withdrawn:
		return unsure("待核实：该网页已不存在，是否属于整改须由人核实")
	case p.Failure.Definite():
		return unsure("待核实：该网页已撤下，但网站没有看完，不能断定没有移到别处")
	case !p.OK():
		return unsure("未能观察：该网页访问失败（%s）", p.Err)
	case p.Truncated:
		return unsure("未能观察：该网页没有完整取回")
	case !it.Has(p.Final) && !slices.ContainsFunc(it.Last.Evidence, func(e rules.Evidence) bool { return e.URL == p.Final }):
		return unsure("待核实：该网址现在转到 %s，须由人核实", p.Final)
	case n.onPage && (!p.Same.IsZero() || unchanged(it, p)) && !(n.beside && it.saidMended()):
		return unsure("待核实：该网页与发现问题时相同，程序却不再认定，须由人核实")
	case !n.alone && !it.saidMended() && s.stray(it):
		return unsure("待核实：现在没有网页链接到该网页，按地址访问没有再发现这一问题，须由人核实")
	case !n.alone && !s.whole(f):
		return unsure("待核实：该网页已看到，但网站或该规则的其余部分未能观察")
	}
	return fate{mended: true, why: "已重新访问该网页，问题不再存在", evidence: proof(p, "该网页本次正常打开，按规则没有再发现这一问题")}
}

// linkFate is the fate of a dead link, whose subject is where it led: that answers
// again, or every page it stood on was seen without it.
func (s *Sight) linkFate(it *Item, f *rules.Finding) fate {
	p := s.page(it)
	if p != nil && p.OK() {
		return fate{mended: true, why: "该地址已能正常打开", evidence: proof(p, "该地址本次正常打开")}
	}
	if p != nil && !p.Failure.Definite() {
		return unsure("未能观察：该地址访问失败（%s）", p.Err)
	}
	var seen []rules.Evidence
	for _, e := range it.Last.Evidence {
		if it.Has(e.URL) || !IsPage(e.URL) {
			continue
		}
		from := s.at(e.URL)
		if from == nil || !from.OK() || from.Truncated {
			return unsure("未能观察：原来载有该链接的网页本次没有看到")
		}
		seen = append(seen, proof(from, "该网页本次正常打开，没有再发现指向该地址的链接")...)
	}
	if len(seen) == 0 || !s.whole(f) {
		return unsure("待核实：网站没有看完，不能断定已无网页链接到该地址")
	}
	return fate{mended: true, why: "原来载有该链接的网页已不再链接到该地址", evidence: seen}
}

// hostFate is the fate of a defect of a host, by what was observed of it.
func (s *Sight) hostFate(it *Item, f *rules.Finding) fate {
	if it.Check == "availability" {
		if s.Result.State != audit.Unreachable && f.Outcome == rules.Pass {
			return fate{mended: true, why: "网站本次正常打开，该项指标已符合要求", evidence: f.Seen}
		}
		return unsure("待核实：网站本次能够打开，但该项指标尚不能认定为符合")
	}
	i := slices.IndexFunc(s.Meta.Hosts, func(h site.Host) bool { return h.Name == it.Subject })
	if i < 0 {
		return unsure("未能观察：本次没有观测该域名")
	}
	h := s.Meta.Hosts[i]
	ok, said := false, ""
	switch it.Code {
	case "no_aaaa":
		ok, said = len(h.AAAA) > 0, "域名已有 IPv6 地址"
	case "ns_no_ipv6":
		ok, said = slices.ContainsFunc(h.NS, func(n site.NameServer) bool { return len(n.AAAA) > 0 }), "域名服务器已有 IPv6 地址"
	case "unreachable":
		ok, said = s.Meta.Vantage.IPv6 && h.V6.OK(), "首页经 IPv6 已能打开"
	default:
		ok, said = s.Meta.Vantage.IPv6 && h.V6.OK() && !f.Open, "经 IPv6 重新观测，问题不再存在"
	}
	if !ok {
		return unsure("未能观察：本次对该域名的 IPv6 观测没有得到确定的结果")
	}
	return fate{mended: true, why: said, evidence: []rules.Evidence{{URL: "http://" + h.Name + "/", Seen: h.Checked, Quote: said, SHA256: h.Record}}}
}

// columnFate is the fate of a defect that has no page of its own: what was asked for
// was seen, or all there is was seen and nothing is wrong with it.
func (s *Sight) columnFate(f *rules.Finding) fate {
	if f.Outcome == rules.Pass && !f.Open {
		var seen []rules.Evidence
		for _, e := range f.Seen {
			if e.URL != "" && e.SHA256 != "" && !e.Seen.Before(s.observed()) && (!s.Visit || s.fetched(e.URL)) {
				seen = append(seen, e)
			}
		}
		if len(seen) > 0 {
			return fate{mended: true, why: "已看到所要求的内容：" + f.Reason, evidence: seen}
		}
	}
	if s.Meta.Complete && s.whole(f) && !s.Visit {
		return fate{mended: true, why: "全站已看完，问题不再存在", evidence: f.Seen}
	}
	return unsure("待核实：网站没有看完，不能断定问题已不存在")
}

// whole reports that nothing of the site or of the rule was left out that matters.
func (s *Sight) whole(f *rules.Finding) bool { return s.Result.State == audit.Audited && !f.Open }

// page is what the run saw of the page an item is about: under the present address or
// a former one, obtained rather than not.
func (s *Sight) page(it *Item) *site.Page {
	var found *site.Page
	for _, a := range it.Addresses() {
		p := s.at(a)
		if p != nil && (found == nil || p.OK() && !found.OK()) {
			found = p
		}
		if a == it.Subject && p != nil && p.Failure != "" {
			break // what is said of the present address counts
		}
	}
	return found
}

// unchanged reports that the page has the bytes the defect was seen on.
func unchanged(it *Item, p *site.Page) bool {
	return slices.ContainsFunc(it.Last.Evidence, func(e rules.Evidence) bool {
		return it.Has(e.URL) && e.SHA256 != "" && (e.SHA256 == p.SHA256 || p.Rendered != nil && e.SHA256 == p.Rendered.SHA256)
	})
}

// proof is evidence that an address was asked for, in our words.
func proof(p *site.Page, said string) []rules.Evidence {
	return []rules.Evidence{{URL: p.URL, Seen: p.Fetched, Quote: said, SHA256: p.SHA256}}
}

// fetched reports that a page was obtained in this run.
func (s *Sight) fetched(address string) bool {
	p := s.Pages[address]
	return p != nil && p.OK()
}
