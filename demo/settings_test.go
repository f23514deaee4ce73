package demo_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/rules"
)

// layer is a part of a rule as one file has it: a template, a rule or a patch.
type layer struct {
	block string // "" where it has no settings of its own
	node  yamldoc.Node
}

// draft is a rule as the layers it is made of, the deepest first.
type draft struct {
	id     string
	layers []layer
}

// drafts reads every built-in pack apart into layers.
type drafts struct {
	templates map[string]yamldoc.Node
	rules     []draft
	blocks    []string // with settings, in the order of the files
}

func readDrafts(t testing.TB) *drafts {
	t.Helper()
	d := &drafts{templates: map[string]yamldoc.Node{}}
	for _, name := range packFiles(t, "templates/*.yaml") {
		n := packNode(t, name)
		for _, key := range n.Keys() {
			d.templates[key] = n.Child(key)
			d.note("template "+key, n.Child(key))
		}
	}
	names := packFiles(t, "*.yaml")
	slices.SortFunc(names, func(a, b string) int { // what others rest on comes first
		return strings.Compare(strings.TrimPrefix(a, "national"), strings.TrimPrefix(b, "national"))
	})
	for _, name := range names {
		n := packNode(t, name)
		files := []yamldoc.Node{n}
		for _, part := range n.Child("parts").Items() {
			files = append(files, packNode(t, path.Join(path.Dir(name), part.Text())))
		}
		id := n.Child("id").Text()
		for _, f := range files {
			for _, r := range f.Child("rules").Items() {
				full := id + "/" + r.Child("id").Text()
				d.rules = append(d.rules, draft{full, d.chain(full, r)})
			}
		}
		for _, r := range n.Child("patch").Items() {
			of := r.Child("id").Text()
			full := id + "/" + of[strings.LastIndex(of, "/")+1:]
			i := slices.IndexFunc(d.rules, func(x draft) bool { return x.id == of })
			if i < 0 {
				t.Fatalf("%s patches %s, which is no rule", id, of)
			}
			d.rules = append(d.rules, draft{full, append(slices.Clone(d.rules[i].layers), d.chain(full, r)...)})
		}
	}
	return d
}

func packFiles(t testing.TB, pattern string) []string {
	t.Helper()
	out, err := fs.Glob(configs.Packs(), pattern)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func packNode(t testing.TB, name string) yamldoc.Node {
	t.Helper()
	data, err := fs.ReadFile(configs.Packs(), name)
	if err != nil {
		t.Fatal(err)
	}
	n, err := yamldoc.Parse(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (d *drafts) note(block string, n yamldoc.Node) string {
	if n.Child("with").IsZero() {
		return ""
	}
	if !slices.Contains(d.blocks, block) {
		d.blocks = append(d.blocks, block)
	}
	return block
}

// chain is a rule with the templates it is like.
func (d *drafts) chain(id string, n yamldoc.Node) []layer {
	out := []layer{{d.note("rule "+id, n), n}}
	for like := n.Child("like").Text(); like != ""; {
		base := d.templates[like]
		out = append([]layer{{d.note("template "+like, base), base}}, out...)
		like = base.Child("like").Text()
	}
	return out
}

// compose lays the layers over one another, with other settings in one of them.
func (r draft) compose(block string, with yamldoc.Node) yamldoc.Node {
	var out yamldoc.Node
	for i, l := range r.layers {
		n := l.node
		if l.block != "" && l.block == block {
			n = n.Put("with", with)
		}
		if i == 0 {
			out = n
			continue
		}
		merged := out.Merge(n)
		if a, b := out.Child("with"), n.Child("with"); !a.IsZero() && !b.IsZero() {
			merged = merged.Put("with", a.Merge(b))
		}
		out = merged
	}
	return out
}

// load reads the one rule that n is, without what it costs and rests on; nil
// where it does not load.
func load(t testing.TB, id string, n yamldoc.Node) *rules.Rule {
	t.Helper()
	_, short, _ := strings.Cut(id, "/")
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(n.JSON(), &fields); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	for _, key := range []string{"like", "deduct", "points", "unverified", "group", "veto", "bonus", "examples", "note", "due", "clauses"} {
		delete(fields, key)
	}
	fields["id"], fields["basis"] = json.RawMessage(`"`+short+`"`), json.RawMessage(`[{"document": "文件", "status": "读"}]`)
	pack, err := json.Marshal(map[string]any{"id": "altered", "title": "改过的规则", "version": "1", "documents": map[string]any{"文件": map[string]string{"title": "文件"}}, "rules": []any{fields}})
	if err != nil {
		t.Fatal(err)
	}
	lib, err := rules.NewLibrary(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.Add("altered", "altered.yaml", pack); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	sets, err := lib.Sets("altered")
	if err != nil {
		return nil
	}
	return sets[0].Rules[0]
}

// alterations are the settings that are tried in place of with: none at all, then
// with a word nobody uses in place of all lists of words, then without one key
// after the other, and each list of words so changed alone.
func alterations(t testing.TB, with yamldoc.Node) []yamldoc.Node {
	t.Helper()
	parse := func(text string) yamldoc.Node {
		n, err := yamldoc.Parse("altered", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	bare := with
	for _, key := range with.Keys() {
		if list := with.Child(key); list.IsList() && len(list.Items()) > 0 && list.Items()[0].IsScalar() && key != "judge" {
			bare = bare.Put(key, parse("[没有人用的说法]"))
		}
	}
	out := []yamldoc.Node{parse("{}"), bare}
	for _, key := range with.Keys() {
		out = append(out, with.Without(key))
	}
	for _, key := range with.Keys() {
		list := with.Child(key)
		if !list.IsList() || len(list.Items()) == 0 || !list.Items()[0].IsScalar() {
			continue
		}
		out = append(out, with.Put(key, parse("[]")), with.Put(key, parse("[没有人用的说法]")))
	}
	return out
}

// truths hold what is known of the portals, and tell whether a rule agrees.
type truths struct {
	duties, national *seenPortals
	cases            map[string]*rules.Case
	byRule           map[string][]demo.RuleTruth
	byCheck          map[string][]demo.Expectation
	base             map[string]map[string][]rules.Defect // of a site and check, by rule
}

func newTruths(t testing.TB, d *drafts) *truths {
	t.Helper()
	duties, _ := dutyPortals(t)
	p, err := demo.Start(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	x := &truths{duties: duties, national: see(t, p), cases: map[string]*rules.Case{}, byRule: map[string][]demo.RuleTruth{}, byCheck: map[string][]demo.Expectation{}, base: map[string]map[string][]rules.Defect{}}
	for _, e := range duties.RuleTruth() {
		x.byRule[e.Rule] = append(x.byRule[e.Rule], e)
	}
	for _, e := range p.Truth() {
		if e.Check != "ipv6" || p.IPv6() {
			x.byCheck[e.Check] = append(x.byCheck[e.Check], e)
		}
	}
	for _, s := range []*seenPortals{x.duties, x.national} {
		for _, target := range s.Sites() {
			x.cases[target.ID] = &rules.Case{Log: slog.New(slog.DiscardHandler), Portal: s.portals[target.ID], Target: target, AsOf: calendar.DayOf(s.AsOf(), s.AsOf().Location()), Calendar: s.calendar}
		}
	}
	for _, r := range d.rules {
		if !strings.HasPrefix(r.id, "national/") {
			continue
		}
		rule := load(t, r.id, r.compose("", yamldoc.Node{}))
		if rule == nil {
			t.Fatalf("%s does not load alone", r.id)
		}
		for _, target := range x.national.Sites() {
			key := target.ID + " " + rule.Check
			if x.base[key] == nil {
				x.base[key] = map[string][]rules.Defect{}
			}
			x.base[key][r.id] = x.judge(target.ID, rule).Defects
		}
	}
	return x
}

func (x *truths) judge(site string, r *rules.Rule) rules.Finding {
	return rules.Judge(x.cases[site], &rules.Set{Rules: []*rules.Rule{r}})[0]
}

// agrees reports that a rule says what is true of it.
func (x *truths) agrees(id string, r *rules.Rule) bool {
	for _, e := range x.byRule[id] {
		if !says(x.judge(e.Site, r), r.Propose, e.Outcome) {
			return false
		}
	}
	if !strings.HasPrefix(id, "national/") {
		return true
	}
	for _, target := range x.national.Sites() {
		key := target.ID + " " + r.Check
		if x.base[key] == nil {
			continue
		}
		now := maps.Clone(x.base[key])
		now[id] = x.judge(target.ID, r).Defects
		before, after := outcomes(x.base[key]), outcomes(now)
		planted := map[string]string{}
		for _, e := range x.byCheck[r.Check] {
			if e.Site == target.ID {
				planted[e.Code+" "+e.Subject] = e.Outcome
			}
		}
		for k, want := range planted {
			if holds(want, before[k]) && !holds(want, after[k]) {
				return false
			}
		}
		for k, got := range after {
			if got == rules.Fail && before[k] != rules.Fail && planted[k] != demo.Fails {
				return false
			}
		}
	}
	return true
}

// holds reports that a defect of outcome got, "" for none, is what truth wants.
func holds(want string, got rules.Outcome) bool {
	if want == demo.Fine {
		return got != rules.Fail
	}
	return want == string(got)
}

// outcomes gives by code and subject the gravest word of all rules.
func outcomes(byRule map[string][]rules.Defect) map[string]rules.Outcome {
	out := map[string]rules.Outcome{}
	for _, list := range byRule {
		for _, d := range list {
			if k := d.Code + " " + d.Subject; out[k] != rules.Fail {
				out[k] = d.Outcome
			}
		}
	}
	return out
}

// TestEverySettingMatters empties every block of settings of the built-in packs
// and templates in turn: either the rules that have it load no more and some key
// of it, changed alone, makes a truth untrue, or emptied it does so itself.
func TestEverySettingMatters(t *testing.T) {
	d := readDrafts(t)
	x := newTruths(t, d)
	proven, required, without := 0, 0, []string{}
	for _, block := range d.blocks {
		switch how := x.prove(t, d, block); how {
		case "":
			without = append(without, block)
		case "required":
			required++
		default:
			proven++
		}
	}
	t.Logf("%d blocks of settings: %d shown by a truth, %d that nothing loads without, %d not shown", len(d.blocks), proven, required, len(without))
	for _, block := range without {
		t.Errorf("no truth depends on %s", block)
	}
}

// prove tells how a block is shown to matter, "" if it is not.
func (x *truths) prove(t testing.TB, d *drafts, block string) string {
	t.Helper()
	all := true // no rule is decided by this block
	tried := 0
	for _, r := range d.rules {
		i := slices.IndexFunc(r.layers, func(l layer) bool { return l.block == block })
		if i < 0 {
			continue
		}
		tried++
		for _, with := range alterations(t, r.layers[i].node.Child("with")) {
			rule := load(t, r.id, r.compose(block, with))
			if rule == nil {
				continue
			}
			if rule.Check != "manual" {
				all = false
			}
			if !x.agrees(r.id, rule) {
				return fmt.Sprintf("by %s", r.id)
			}
		}
	}
	if tried > 0 && all {
		return "required"
	}
	return ""
}
