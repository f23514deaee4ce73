package demo_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/configs"
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
	for _, name := range slices.Sorted(maps.Keys(d.templates)) {
		id := "template/" + name // a template may be judged as a rule of its own
		d.rules = append(d.rules, draft{id, d.chain(id, yamlText(t, "{like: "+name+"}"))})
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

func yamlText(t testing.TB, text string) yamldoc.Node {
	t.Helper()
	n, err := yamldoc.Parse("text", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
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
	if fields["title"] == nil {
		fields["title"] = json.RawMessage(`"规则"`)
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

// named returns a template that is judged as a rule of its own, nil if id is none.
func (d *drafts) named(id string) *draft {
	i := slices.IndexFunc(d.rules, func(r draft) bool { return r.id == id && strings.HasPrefix(id, "template/") })
	if i < 0 {
		return nil
	}
	return &d.rules[i]
}
