package web

import (
	"cmp"
	"encoding/hex"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/standing"
)

func clausePath(slug string) string { return "/clauses/" + url.PathEscape(slug) }

// clauseAnchor is the name of a clause on its page: the same for all that lead to it, and
// made of letters that every browser takes.
func clauseAnchor(id string) string { return "c-" + hex.EncodeToString([]byte(id)) }

// documentsView is every document whose clauses rules cover.
type documentsView struct {
	Lists  []documentCoverage
	Others []documentCoverage // documents without a catalogue
}

type documentCoverage struct {
	Slug, Title string
	Duties      int
	Ways        []wayCount
	Path        string
}

var wayOrder = []rules.Way{rules.Decided, rules.Proposed, rules.ByHand, rules.NotCovered}

func (s *Server) documents(*call) (answer, error) {
	v, err := s.documentsOf()
	if err != nil {
		return nil, err
	}
	return page{Name: "documents", Title: "文件条款", Body: v}, nil
}

// documentsOf is every document whose clauses rules cover.
func (s *Server) documentsOf() (v documentsView, err error) {
	sets, err := s.allSets()
	if err != nil {
		return v, err
	}
	v = documentsView{}
	covered := rules.Cover(s.Duties, sets...)
	for _, l := range s.Duties {
		d := documentCoverage{Slug: l.Slug, Title: l.Title, Duties: len(l.Duties), Path: clausePath(l.Slug)}
		counts := map[rules.Way]int{}
		for _, duty := range covered.Duties {
			if slug, _, _ := strings.Cut(duty.Clause, "/"); slug == l.Slug {
				counts[duty.Way]++
			}
		}
		for _, w := range wayOrder {
			if counts[w] > 0 {
				d.Ways = append(d.Ways, wayCount{w, counts[w]})
			}
		}
		v.Lists = append(v.Lists, d)
	}
	for _, slug := range otherSlugs(s.Duties, sets) {
		v.Others = append(v.Others, documentCoverage{Slug: slug, Title: titleOf(slug, sets), Duties: len(clausesOf(slug, sets)), Path: clausePath(slug)})
	}
	return v, nil
}

// otherSlugs are the documents that rules name and nobody has made a catalogue of.
func otherSlugs(lists []rules.DutyList, sets []*rules.Set) []string {
	var out []string
	for _, set := range sets {
		for _, r := range set.Rules {
			for _, clause := range r.Clauses {
				slug, _, _ := strings.Cut(clause, "/")
				if !slices.ContainsFunc(lists, func(l rules.DutyList) bool { return l.Slug == slug }) && !slices.Contains(out, slug) {
					out = append(out, slug)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// titleOf finds the full name of a document in the packs.
func titleOf(slug string, sets []*rules.Set) string {
	for _, set := range sets {
		if d, ok := set.Documents[slug]; ok {
			return d.Title
		}
	}
	return slug
}

// clausesOf lists the clauses of a document that rules name, by their numbers.
func clausesOf(slug string, sets []*rules.Set) []rules.Covered {
	var out []rules.Covered
	at := map[string]int{}
	seen := map[*rules.Rule]bool{}
	for _, set := range sets {
		for _, r := range set.Rules {
			if seen[r] {
				continue
			}
			seen[r] = true
			for _, clause := range r.Clauses {
				of, id, _ := strings.Cut(clause, "/")
				if of != slug {
					continue
				}
				i, ok := at[clause]
				if !ok {
					i = len(out)
					at[clause] = i
					out = append(out, rules.Covered{Duty: rules.Duty{ID: id}, Clause: clause, Way: rules.NotCovered})
				}
				out[i].Rules = append(out[i].Rules, r)
				if slices.Index(wayOrder, r.Way()) < slices.Index(wayOrder, out[i].Way) {
					out[i].Way = r.Way()
				}
			}
		}
	}
	slices.SortStableFunc(out, byNumber)
	return out
}

// byNumber orders clauses by the numbers in their names, as a reader looks for them.
func byNumber(a, b rules.Covered) int {
	return cmp.Or(cmp.Compare(leadingNumber(a.ID), leadingNumber(b.ID)), strings.Compare(a.ID, b.ID))
}

// leadingNumber is the number that a clause's name begins with; what begins with none
// comes last.
func leadingNumber(id string) int {
	end := strings.IndexFunc(id, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(id)
	}
	n, err := strconv.Atoi(id[:end])
	if err != nil {
		return math.MaxInt
	}
	return n
}

// packTitle is the title of the pack that a rule was written in.
func packTitle(r *rules.Rule, sets []*rules.Set) string {
	id, _, _ := strings.Cut(r.FullID(), "/")
	if set := setOf(sets, id); set != nil && set.Title != "" {
		return set.Title
	}
	return id
}

// documentView is one document: clause, rules, and how sites stand on them.
type documentView struct {
	Slug   string
	Title  string
	Listed bool
	Rows   []clauseRow
	Ways   []wayCount
}

type clauseRow struct {
	rules.Covered
	Anchor, Binding string
	Rules           []ruleRow
}

func (s *Server) document(c *call) (answer, error) {
	v, err := s.documentOf(c)
	if err != nil {
		return nil, err
	}
	return page{Name: "document", Title: v.Title, Body: v}, nil
}

// documentOf is the document asked for.
func (s *Server) documentOf(c *call) (v documentView, err error) {
	slug := c.PathValue("slug")
	sets, err := s.allSets()
	if err != nil {
		return v, err
	}
	v = documentView{Slug: slug}
	var list []rules.Covered
	if i := slices.IndexFunc(s.Duties, func(l rules.DutyList) bool { return l.Slug == slug }); i >= 0 {
		list, v.Title, v.Listed = rules.Cover(s.Duties[i:i+1], sets...).Duties, s.Duties[i].Title, true
	} else if list = clausesOf(slug, sets); len(list) > 0 {
		v.Title = titleOf(slug, sets)
	} else {
		return v, errMissing
	}
	board, _, err := s.board(c.Context())
	if err != nil {
		return v, err
	}
	counts, visible := map[rules.Way]int{}, c.visible()
	for _, d := range list {
		row := clauseRow{Covered: d, Anchor: clauseAnchor(d.ID), Binding: modalityWord(d.Duty)}
		for _, r := range d.Rules {
			rr := ruleRow{Rule: r, Path: rulePath(r.FullID()), Tally: board.Tally(r.FullID(), visible), Pack: packTitle(r, sets)}
			rr.Any = rr.Tally != standing.Tally{}
			row.Rules = append(row.Rules, rr)
		}
		counts[d.Way]++
		v.Rows = append(v.Rows, row)
	}
	for _, w := range wayOrder {
		if counts[w] > 0 {
			v.Ways = append(v.Ways, wayCount{w, counts[w]})
		}
	}
	return v, nil
}
