package rules

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

// base is a sound pack; tests lay others over it or break it once.
const base = `id: base
title: 基础包
version: "1"
documents:
  条例: {title: 中华人民共和国政府信息公开条例}
scoring: {groups: {可用: {cap: 10}}}
rules:
  - id: open
    title: 网站打得开
    check: availability
    clauses: [条例/24]
    basis: [{document: 条例, item: 第二十四条, status: 读}]
    points: 5
    deduct: {unreachable: 5, slow: 1}
    remedy: 恢复访问
    group: 可用
  - id: fresh
    title: 首页有更新
    check: availability
    basis: [{document: 条例, status: 读}]
    points: 3
    remedy: 更新首页
`

func library(t *testing.T, packs map[string]string) *Library {
	t.Helper()
	files := fstest.MapFS{}
	for name, content := range packs {
		files[name+".yaml"] = &fstest.MapFile{Data: []byte(content)}
	}
	l, err := NewLibrary(files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func mustSet(t *testing.T, l *Library, name string) *Set {
	t.Helper()
	sets, err := l.Sets(name)
	if err != nil {
		t.Fatal(err)
	}
	return sets[0]
}

func ids(s *Set) []string {
	var out []string
	for _, r := range s.Rules {
		out = append(out, r.FullID())
	}
	return out
}

func TestShippedPacksAreSound(t *testing.T) {
	l, err := NewLibrary(os.DirFS(filepath.Join("..", "configs", "packs")))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Builtin()) < 3 {
		t.Fatalf("only %v", l.Builtin())
	}
	for _, name := range l.Builtin() {
		sets, err := l.Sets(name)
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		if sets[0].ID != name {
			t.Errorf("%s.yaml holds the pack %s", name, sets[0].ID)
		}
	}
}

// What local documents ask for replaces the national rule of that name; nothing
// else changes.
func TestLocalPacksLieOverTheNationalOne(t *testing.T) {
	l, err := NewLibrary(os.DirFS(filepath.Join("..", "configs", "packs")))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, pack, rule string
		points           float64
		clause           string
	}{
		{"IPv6 is advice in the nation", "national", "national/ipv6", 0, "19号/KF-24"},
		{"and a duty in 南通", "nantong-2021", "nantong-2021/ipv6", 10, "nantong-2021/4-1.3"},
		{"validity is marked everywhere", "nantong-2021", "nantong-2021/validity-mark", 8, "nantong-2021/1-1.5"},
		{"interpretations in 南通 come out together with the document", "nantong-2021", "nantong-2021/interpretation-late", 3, "nantong-2021/1-2.4"},
		{"舒城 lists seven elements", "shucheng-2021", "shucheng-2021/interpretation-substance", 4, "shucheng-2021/7.2"},
		{"the annual report of 舒城 is due by the 条例", "shucheng-2021", "shucheng-2021/annual-report", 8, "shucheng-2021/17.1"},
		{"what is not mentioned stays the national rule", "shucheng-2021", "national/guide", 5, "条例/12"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustSet(t, l, tt.pack).Rule(tt.rule)
			if r == nil {
				t.Fatalf("no rule %s", tt.rule)
			}
			if r.Points != tt.points || !slices.Contains(r.Clauses, tt.clause) {
				t.Errorf("%g points for %v, want %g and %s", r.Points, r.Clauses, tt.points, tt.clause)
			}
		})
	}
	national, shucheng := mustSet(t, l, "national").Rule("national/annual-report"), mustSet(t, l, "shucheng-2021").Rule("shucheng-2021/annual-report")
	if diff := cmp.Diff(string(national.With.JSON()), string(shucheng.With.JSON())); diff != "" {
		t.Errorf("the local document moves the deadline of 条例 49:\n%s", diff)
	}
}

// Words that nobody verified cost nothing, whatever a pack says.
func TestOnlyVerifiedWordsCostPoints(t *testing.T) {
	tests := []struct {
		status Status
		ok     bool
	}{{Read, true}, {Excerpt, true}, {Measured, true}, {Retold, false}, {Recalled, false}}
	for _, tt := range tests {
		content := strings.Replace(base, "item: 第二十四条, status: 读", "item: 第二十四条, status: "+string(tt.status), 1)
		_, err := library(t, map[string]string{"base": content}).Sets("base")
		if (err == nil) != tt.ok {
			t.Errorf("a scoring rule that rests on %s: %v", tt.status, err)
		}
	}
}

// The first line of a broken pack is a comment with what is wrong with it; the
// lines after it that begin with "#! " are the exact problems, CHECKS standing
// for the names of all checks.
func TestBrokenPacksAreReportedWhole(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "invalid-*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, line := range strings.Split(string(data), "\n") {
				if w, ok := strings.CutPrefix(line, "#! "); ok {
					want = append(want, strings.ReplaceAll(w, "CHECKS", strings.Join(checkNames(), "、")))
				}
			}
			_, err = library(t, map[string]string{"base": base}).Sets(f)
			if err == nil {
				t.Fatal("no problem found")
			}
			got := strings.Split(strings.ReplaceAll(filepath.ToSlash(err.Error()), "testdata/"+filepath.Base(f)+":", ""), "\n")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAnOverlayPatchesRemovesAndAdds(t *testing.T) {
	over := `id: over
title: 地方包
version: "2"
extends: [base]
scoring: {pass_from: 70}
patch:
  - id: base/open
    points: 8
    levels: [county]
    deduct: {slow: 2}
remove: [base/fresh]
rules:
  - {id: more, title: 另一条, check: availability, basis: [{document: 条例, status: 节}], remedy: 改正}
`
	l := library(t, map[string]string{"base": base, "over": over})
	s := mustSet(t, l, "over")
	if diff := cmp.Diff([]string{"over/open", "over/more"}, ids(s)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	r := s.Rule("over/open")
	if r.Points != 8 || r.Title != "网站打得开" || !cmp.Equal(r.Levels, []site.Level{site.County}) {
		t.Errorf("the patch is not laid over the inherited rule: %+v", r)
	}
	if diff := cmp.Diff(map[string]float64{"unreachable": 5, "slow": 2}, r.Deduct); diff != "" {
		t.Errorf("deduct (-want +got)\n%s", diff)
	}
	if s.Scoring.PassFrom != 70 || s.Scoring.Groups["可用"].Cap != 10 || s.Scoring.Max != 100 {
		t.Errorf("the scoring block is not laid over the inherited one: %+v", s.Scoring)
	}
	b := mustSet(t, l, "base")
	if diff := cmp.Diff([]string{"base/open", "base/fresh"}, ids(b)); diff != "" {
		t.Errorf("the pack below changed (-want +got)\n%s", diff)
	}
	if b.Rules[0].Points != 5 || b.Rules[0].Deduct["slow"] != 1 || b.Scoring.PassFrom != 60 {
		t.Error("the pack below changed")
	}
}

func TestATreeOfWeightsFollowsThePatchedRules(t *testing.T) {
	tree := "scoring: {model: weighted, tree: [{title: 平台, weight: 3, items: [{rule: weights/open, weight: 1, binary: true}, {rule: base/fresh, weight: 2}]}]}\n"
	weights := "id: weights\ntitle: x\nversion: '1'\nextends: [base]\npatch: [{id: base/open, points: 1}]\n" + tree
	local := "id: local\ntitle: x\nversion: '1'\nextends: [weights]\npatch: [{id: base/fresh, points: 1}]\n"
	l := library(t, map[string]string{"base": base, "weights": weights, "local": local})
	want := []Branch{{Title: "平台", Weight: 3, Items: []Branch{{Rule: "weights/open", Weight: 1, Binary: true}, {Rule: "local/fresh", Weight: 2}}}}
	if diff := cmp.Diff(want, mustSet(t, l, "local").Scoring.Tree); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := mustSet(t, l, "weights").Scoring.Tree[0].Items[1].Rule; got != "base/fresh" {
		t.Errorf("the tree of the pack below now names %s", got)
	}
}

func TestAnUnpatchedRuleIsSharedUnderItsOwnID(t *testing.T) {
	over := "id: over\ntitle: 地方包\nversion: '1'\nextends: [base]\npatch: [{id: base/open, points: 1}]\n"
	l := library(t, map[string]string{"base": base, "over": over})
	sets, err := l.Sets("base", "over", "base")
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) != 2 {
		t.Fatalf("a pack named twice gives %d sets, want 2", len(sets))
	}
	if sets[0].Rule("base/fresh") != sets[1].Rule("base/fresh") {
		t.Error("the unpatched rule is not shared")
	}
	if sets[1].Rule("base/open") != nil || sets[1].Rule("over/open") == nil {
		t.Error("the patched rule keeps its old id")
	}
}

func TestTwoBasesMayShareABase(t *testing.T) {
	head := func(id, ext string) string { return "id: " + id + "\ntitle: x\nversion: '1'\nextends: " + ext + "\n" }
	l := library(t, map[string]string{"base": base, "a": head("a", "[base]"), "b": head("b", "[base]"), "c": head("c", "[a, b]")})
	if diff := cmp.Diff([]string{"base/open", "base/fresh"}, ids(mustSet(t, l, "c"))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPacksExtendFilesBesideThem(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"base.yaml": base, "mine.yaml": "id: mine\ntitle: x\nversion: '1'\nextends: [./base.yaml]\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := library(t, nil)
	if got := len(mustSet(t, l, filepath.Join(dir, "mine.yaml")).Rules); got != 2 {
		t.Errorf("%d rules, want 2", got)
	}
	if err := l.Add("mine.yaml", filepath.Join(dir, "mine.yaml"), []byte("id: mine\ntitle: x\nversion: '2'\nextends: [./base.yaml]\n")); err != nil {
		t.Fatal(err)
	}
}

func TestNamesThatLeadNowhere(t *testing.T) {
	loop := func(id, ext string) string {
		return "id: " + id + "\ntitle: x\nversion: '1'\nextends: [" + ext + "]\n"
	}
	l := library(t, map[string]string{"base": base, "a": loop("a", "b"), "b": loop("b", "a"), "twin": base, "up": loop("up", "nowhere.yaml")})
	tests := []struct {
		name  string
		packs []string
		want  string
	}{
		{"an unknown built-in pack", []string{"nosuch"}, "nosuch: 没有名为 nosuch 的内置规则包：有 a、b、base、twin、up；自己的规则包请写文件路径"},
		{"a file that is not there", []string{"./nosuch.yaml"}, "./nosuch.yaml: 找不到规则包文件 nosuch.yaml"},
		{"a circle", []string{"a"}, "b.yaml:4:11: 规则包 a 直接或间接继承了自己：去掉这一处继承"},
		{"two packs of one id", []string{"base", "twin"}, "twin: 规则包编号 base 已被 base.yaml 使用：换一个编号"},
		{"a missing file below", []string{"up"}, "up.yaml:4:11: 找不到规则包文件 nowhere.yaml"},
		{"all of them at once", []string{"nosuch", "./nosuch.yaml"}, "./nosuch.yaml: 找不到规则包文件 nosuch.yaml\nnosuch: 没有名为 nosuch 的内置规则包：有 a、b、base、twin、up；自己的规则包请写文件路径"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := l.Sets(tt.packs...)
			if err == nil {
				t.Fatal("no problem found")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Sites are judged side by side, and each asks for its sets.
func TestSetsMayBeAskedForAtOnce(t *testing.T) {
	l := library(t, map[string]string{"base": base, "over": "id: over\ntitle: x\nversion: '1'\nextends: [base]\n"})
	got := make([]*Set, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			if sets, err := l.Sets("over"); err == nil {
				got[i] = sets[0]
			}
		})
	}
	wg.Wait()
	for _, s := range got {
		if s == nil || s != got[0] {
			t.Fatal("the same name gave different sets")
		}
	}
}

func TestTheHashFollowsTheContentOnly(t *testing.T) {
	hash := func(content string) string {
		return mustSet(t, library(t, map[string]string{"base": content}), "base").SHA256
	}
	if hash(base) != hash("# 注释\n"+strings.ReplaceAll(base, "{unreachable: 5, slow: 1}", "{slow: 1.0, unreachable: 5}")) {
		t.Error("comments and the order of keys change the hash")
	}
	if hash(base) == hash(strings.Replace(base, "slow: 1", "slow: 2", 1)) {
		t.Error("another deduction does not change the hash")
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte(base))
	f.Add([]byte("id: a\ntitle: b\nversion: c\nextends: [base]\npatch: [{id: base/open, with: {a: 1}}]\nremove: [base/fresh]"))
	f.Add([]byte("id: a\ntitle: b\nversion: c\nscoring: {model: weighted, tree: [{weight: 1, rule: base/open}]}\nextends: [base]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := NewLibrary(fstest.MapFS{"base.yaml": {Data: []byte(base)}, "x.yaml": {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		sets, err := l.Sets("x")
		if (err == nil) == (len(sets) == 0) {
			t.Fatalf("%d sets and error %v", len(sets), err)
		}
	})
}
