package rules

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// columnState is what was found of one way in which the column is there. The
// zero state is in order.
type columnState struct {
	match   portal.Match
	defect  *Defect // certain or doubtful
	unknown string  // why it could not be seen (Chinese)
	reason  string  // what is in order (Chinese)
	seen    []Evidence
}

// rank orders states from the best for the site to the worst.
func (s columnState) rank() int {
	switch {
	case s.defect == nil && s.unknown == "":
		return 0
	case s.unknown != "":
		return 1
	case s.defect.Outcome == Review:
		return 2
	}
	return 3
}

// present judges a column from every address that may be it. The best of them
// speaks for the site: a link that is dead beside one that works is no dead
// column. Where only less certain names or links to other sites are in order, a
// person decides.
func (k *column) present(c *Case, matches, others []portal.Match) Judgement {
	states := make([]columnState, len(matches))
	for i, m := range matches {
		states[i] = k.look(c, m)
	}
	sure := matches[0].Grade
	best := slices.MinFunc(states, func(a, b columnState) int {
		return cmp.Or(order(a.match.Grade != sure, b.match.Grade != sure),
			order(a.match.Place != portal.Inside, b.match.Place != portal.Inside), cmp.Compare(a.rank(), b.rank()))
	})
	if best.rank() == 3 {
		k.soften(c, &best, states, others)
	}
	return best.judgement()
}

// soften makes a certain defect doubtful where something else could answer to
// the name, or the name found is not quite the one asked for.
func (k *column) soften(c *Case, best *columnState, states []columnState, others []portal.Match) {
	doubt := func(why string) {
		d := *best.defect
		d.Outcome, d.Message = Review, d.Message+"；"+why
		best.defect = &d
	}
	for _, s := range states {
		if s.rank() < 3 && !(s.match.Place == portal.Outside && neighbour(c, s.match.URL)) {
			doubt(fmt.Sprintf("但另有“%s”（%s），须由人工判断", s.match.Text, s.match.URL))
			return
		}
	}
	for _, m := range others {
		if m.Page.OK() && best.defect.Code != "stale" {
			doubt(fmt.Sprintf("但另有文章《%s》，须由人工判断", m.Text))
			return
		}
	}
	if best.match.Grade != portal.Exact && best.match.Grade != portal.Titled {
		doubt("栏目名称与要求不完全一致，须由人工判断是否为该栏目")
	}
}

// neighbour reports that an address is another unit's on the host that this site
// shares with it.
func neighbour(c *Case, address string) bool {
	if len(c.Target.Scope) == 0 {
		return false
	}
	u, err := url.Parse(address)
	own, ownErr := url.Parse(c.Target.URL)
	return err == nil && ownErr == nil && u.Host == own.Host
}

func (s columnState) judgement() Judgement {
	if s.defect != nil {
		return Judgement{Defects: []Defect{*s.defect}}
	}
	return Judgement{Unknown: s.unknown, Reason: s.reason, Seen: s.seen}
}

// order sorts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// look judges one address that may be the column.
func (k *column) look(c *Case, m portal.Match) columnState {
	s := columnState{match: m}
	pg := m.Page
	switch {
	case pg == nil && m.Place == portal.Inside:
		s.unknown = fmt.Sprintf("栏目“%s”的地址 %s 未访问", m.Text, m.URL)
	case pg == nil:
		k.elsewhere(c, &s)
	case !pg.OK() && !pg.Failure.Definite() && pg.URL != m.URL && !c.Portal.InScope(pg.URL):
		s.match.URL = pg.URL // a redirect that leaves the site
		k.elsewhere(c, &s)
	case !pg.OK():
		k.unopened(c, &s)
	case !m.Linked && m.Anchor.Count == 0 && m.Place != portal.Foreign:
		s.defect = new(doubtful("unreachable", k.subject(), fmt.Sprintf("“%s”的页面存在，但没有任何页面链接到它", m.Text), k.evidence(c, m)...))
	case !m.Linked:
		s.defect = new(doubtful("unreachable", k.subject(), fmt.Sprintf("“%s”只能从网站地图到达，导航和其他页面都没有它的链接", m.Text), k.evidence(c, m)...))
	case pg == c.Portal.Home:
		s.defect = new(doubtful("unreachable", k.subject(), fmt.Sprintf("“%s”的链接打开后是首页", m.Text), k.evidence(c, m)...))
	default:
		k.opened(c, &s)
	}
	return s
}

// elsewhere judges a link that leads away from the site: the column is there;
// what it holds was not looked at.
func (k *column) elsewhere(c *Case, s *columnState) {
	if k.Own && c.ofAnother(s.match) {
		s.defect = new(doubtful("missing", k.subject(), fmt.Sprintf("只有“%s”，通往本站之外的 %s，看名称是其他机关的，须由人工判断本机关有没有", s.match.Text, s.match.URL), k.evidence(c, s.match)...))
		return
	}
	if nobodysHost(s.match.URL) {
		s.unknown = fmt.Sprintf("栏目“%s”链接到公众打不开的内部地址 %s，没有看到内容", s.match.Text, s.match.URL)
		return
	}
	if k.MaxAge.set() {
		s.unknown = fmt.Sprintf("栏目“%s”链接到本站之外的 %s，未检查其更新情况", s.match.Text, s.match.URL)
		return
	}
	s.reason = fmt.Sprintf("栏目“%s”链接到本站之外的 %s，未检查其内容", s.match.Text, s.match.URL)
	s.seen = k.evidence(c, s.match)
}

// unopened judges a column whose address gave no page.
func (k *column) unopened(c *Case, s *columnState) {
	m, pg := s.match, s.match.Page
	said := fmt.Sprintf("栏目“%s”的链接 %s 打不开：%s", m.Text, m.URL, failureWords(pg))
	switch {
	case pg.Failure == site.FailSoft404 && blanket(c.Portal):
		s.defect = new(doubtful("unreachable", k.subject(), said+"，但本站多数链接都返回同一页面，可能是防护或故障，须由人工核实", k.evidence(c, m)...))
	case pg.Failure.Definite() && m.Anchor.Via == extract.Script:
		s.defect = new(doubtful("unreachable", k.subject(), said+"；地址是从脚本里读出的，须用浏览器核实这个链接是否真的指向那里", k.evidence(c, m)...))
	case pg.Failure.Definite():
		s.defect = new(failing("unreachable", k.subject(), said, k.evidence(c, m)...))
	case pg.Status >= 500 || pg.Status == 401 || pg.Status == 403 || pg.Status == 404:
		s.defect = new(doubtful("unreachable", k.subject(), said+"，须核实是否一直如此", k.evidence(c, m)...))
	default:
		s.unknown = said + "，未能观察"
	}
}

// evidence is where the link stands and what came of it.
func (k *column) evidence(c *Case, m portal.Match) []Evidence {
	var out []Evidence
	if from := c.Portal.Page(m.Anchor.From); from.OK() {
		out = append(out, Quote(from, m.Anchor.Text))
	}
	switch {
	case m.Page.OK():
		out = append(out, Quote(m.Page, cmp.Or(m.Page.Facts().Heading, m.Page.Title(), m.Page.Facts().HTMLTitle, m.Text)))
	case m.Page != nil:
		out = append(out, Evidence{URL: m.Page.URL, Seen: m.Page.Fetched(), Quote: failureWords(m.Page), SHA256: m.Page.SHA256()})
	}
	return out
}

func failureWords(pg *portal.Page) string {
	switch {
	case pg.Status != 0 && pg.Status != 200:
		return fmt.Sprintf("HTTP %d", pg.Status)
	case pg.Failure == "soft404":
		return "返回的是“页面不存在”的提示页"
	}
	return cmp.Or(site.Plain(pg.Err()), string(pg.Failure))
}

// opened judges what a column's page holds.
func (k *column) opened(c *Case, s *columnState) {
	m, pg := s.match, s.match.Page
	sig := pg.Signals()
	switch {
	case sig.Challenge != "":
		s.unknown = fmt.Sprintf("栏目“%s”返回的是访问验证页（%s），没有看到内容", m.Text, sig.Challenge)
	case sig.Redirect != "":
		s.unknown = fmt.Sprintf("栏目“%s”的页面转向 %s，未能看到转向后的内容", m.Text, sig.Redirect)
	case pg.Kind() == extract.File:
		s.reason, s.seen = fmt.Sprintf("“%s”以文件形式公开", m.Text), k.evidence(c, m)
	case sig.Error != "" && pg.Rows() == 0 && pg.Runes < 200:
		said := fmt.Sprintf("栏目“%s”的页面显示“%s”", m.Text, sig.Error)
		s.defect = new(doubtful("unreachable", k.subject(), said, append(k.evidence(c, m), Quote(pg, sig.Error))...))
		if foldedWord(sig.Error, []string{"404", "不存在", "找不到", "未找到", "已删除", "notfound"}) != "" {
			s.defect.Outcome = Fail
		}
	default:
		k.contents(c, s)
	}
}
