package yamldoc

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type tier string

func (t tier) Validate() error {
	if t == "city" || t == "county" {
		return nil
	}
	return errors.New("层级只能是 city、county")
}

// day reads itself from text.
type day string

func (d *day) UnmarshalText(b []byte) error {
	if _, err := time.Parse(time.DateOnly, string(b)); err != nil {
		return errors.New("日期 " + string(b) + " 不存在")
	}
	*d = day(b)
	return nil
}

type doc struct {
	ID      string         `yaml:"id,required"`
	Title   string         `yaml:"title"`
	Points  float64        `yaml:"points"`
	Pages   int            `yaml:"pages"`
	Small   uint8          `yaml:"small"`
	On      bool           `yaml:"on"`
	Timeout time.Duration  `yaml:"timeout"`
	Due     day            `yaml:"due"`
	Levels  []tier         `yaml:"levels"`
	Deduct  map[string]int `yaml:"deduct"`
	Inner   inner          `yaml:"inner"`
	Maybe   *inner         `yaml:"maybe"`
	With    Node           `yaml:"with"`
	At      time.Time      `yaml:"at"`
	base
}

type base struct {
	Note string `yaml:"note"`
}

type inner struct {
	Name string   `yaml:"name,required"`
	Also []string `yaml:"also"`
}

func (i inner) Validate() error {
	var problems []error
	if strings.HasPrefix(i.Name, "!") {
		problems = append(problems, At("name", "不能以 ! 开头"))
	}
	if len(i.Also) > 2 {
		problems = append(problems, At("also", "最多 2 项"))
	}
	return errors.Join(problems...)
}

func TestDecodeReadsEveryKindOfValue(t *testing.T) {
	src := `
id: 3206000001
title: "“公开”: 年报 # 不是注释"
points: 2.5
pages: 3_000
on: true
timeout: 15s
due: 2026-03-31
levels: [city, county]
deduct: {missing: 5, late: 2}
inner: {name: 甲, also: [乙]}
maybe:
  name: |
    两行
    文字
with: {columns: [[公开年报]], n: 1}
at: 2026-04-10T08:00:00+08:00
note: 注
`
	src = strings.Replace(src, "3_000", "3000", 1)
	var got doc
	if err := Decode("x.yaml", []byte(src), &got); err != nil {
		t.Fatal(err)
	}
	want := doc{ID: "3206000001", Title: "“公开”: 年报 # 不是注释", Points: 2.5, Pages: 3000, On: true, Timeout: 15 * time.Second,
		Due: "2026-03-31", Levels: []tier{"city", "county"}, Deduct: map[string]int{"missing": 5, "late": 2},
		Inner: inner{"甲", []string{"乙"}}, Maybe: &inner{Name: "两行\n文字\n"},
		At: time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC), base: base{"注"}}
	same := cmp.Options{cmp.AllowUnexported(doc{}), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "With" }, cmp.Ignore()),
		cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })}
	if diff := cmp.Diff(want, got, same); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got, want := got.With.String(), "{columns: [[公开年报]], n: 1}"; got != want {
		t.Errorf("with = %s, want %s", got, want)
	}
}

func TestDecodeReportsEveryProblem(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"an empty document lacks its required keys", "", "f:1:1: 缺少必需的键 id"},
		{"a required text is empty", `id: ""`, "f:1:1: id 不能为空"},
		{"a key is misspelt", "id: a\ntitel: x", "f:2:1: 未知的键 titel：是否想写 title？"},
		{"a key is like none", "id: a\ninner: {name: x, colour: red}", "f:2:18: 未知的键 colour：可用的键有 name、also"},
		{"a key stands twice", "id: a\nid: b", "f:2:1: 键 id 重复：第 1 行已有一个，保留一个"},
		{"words where a number belongs", "id: a\npages: many", "f:2:8: 这里要一个整数，不是 “many”"},
		{"a quoted number is text", "id: a\npages: '3'", "f:2:8: 这里要一个整数，不是 “3”"},
		{"a fraction where an integer belongs", "id: a\npages: 1.5", "f:2:8: 这里要一个整数，不是 “1.5”"},
		{"a number that does not fit", "id: a\nsmall: 256", "f:2:8: 这里要一个不小于 0 的整数，不是 “256”"},
		{"not a number", "id: a\npoints: .nan", "f:2:9: 这里要一个数，不是 “.nan”"},
		{"yes is not true", "id: a\non: yes", "f:2:5: 这里要 true 或 false，不是 “yes”"},
		{"a duration without unit", "id: a\ntimeout: 15", "f:2:10: 时长 “15” 无效：要带单位，如 500ms、15s、2m、1h"},
		{"a day that does not exist", "id: a\ndue: 2026-02-30", "f:2:6: 日期 2026-02-30 不存在"},
		{"one value where a list belongs", "id: a\nlevels: city", "f:2:9: 这里要一个列表，如 [city]"},
		{"a list where one value belongs", "id: [a]", "f:1:5: 这里要一个值，不是列表"},
		{"a value where a mapping belongs", "id: a\ninner: x", "f:2:8: 这里要一个映射（键: 值），不是 “x”"},
		{"nothing after the colon", "id: a\ntitle:", "f:2:8: 值为空：写上值，或删去这个键"},
		{"a value outside its list", "id: a\nlevels: [city, 镇]", "f:2:16: 层级只能是 city、county"},
		{"a mapping that objects to two keys", "id: a\ninner: {name: '!', also: [1, 2, 3]}", "f:2:9: name：不能以 ! 开头\nf:2:20: also：最多 2 项"},
		{"a mapping that objects to one key and holds an unknown one", "id: a\ninner: {name: '!', colour: red}", "f:2:9: name：不能以 ! 开头\nf:2:20: 未知的键 colour：可用的键有 name、also"},
		{"a mapping says nothing more of a key that was not decoded", "id: a\ninner: {name: '!', also: 3}", "f:2:9: name：不能以 ! 开头\nf:2:26: 这里要一个列表，如 [3]"},
		{"an unknown anchor", "id: a\ntitle: *b", "f:2:8: 引用了未定义的锚点 *b：锚点要写在引用之前，且不能包含自己"},
		{"an anchor within itself", "id: a\ndeduct: &d {a: *d}", "f:2:16: 引用了未定义的锚点 *d：锚点要写在引用之前，且不能包含自己"},
		{"a foreign tag", "id: !env a", "f:1:5: 不支持的 YAML 标签 !env：去掉它"},
		{"two documents", "id: a\n---\nid: b", "f:2:1: 一个文件只能有一个 YAML 文档：去掉 ---"},
		{"several mistakes at once, in order", "titel: x\npages: x\nlevels: [x]", "f:1:1: 未知的键 titel：是否想写 title？\nf:1:1: 缺少必需的键 id\nf:2:8: 这里要一个整数，不是 “x”\nf:3:10: 层级只能是 city、county"},
		{"not UTF-8", "id: a\ntitle: \xc4\xea", "f:2:1: 不是 UTF-8 编码：请另存为 UTF-8"},
		{"an open bracket", "id: a\nlevels: [city", "f:2:9: YAML 语法错误：sequence end token ']' not found：levels: [city"},
		{"a tab as indentation", "id: a\ninner:\n\tname: x", "f:3:1: YAML 语法错误：found character '\t' that cannot start any token：name: x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var into doc
			err := Decode("f", []byte(tt.src), &into)
			if err == nil {
				t.Fatal("no problem found")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDecodeKeepsWhatIsAbsent(t *testing.T) {
	shared := map[string]int{"missing": 5, "late": 2}
	also := []string{"a", "b"}
	got := doc{ID: "old", Pages: 7, Deduct: shared, Inner: inner{"n", also}, Maybe: &inner{Name: "m"}}
	old := got.Maybe
	if err := Decode("f", []byte("deduct: {late: 3}\ninner: {also: [c]}\nmaybe: {also: [d]}"), &got); err != nil {
		t.Fatal(err)
	}
	want := doc{ID: "old", Pages: 7, Deduct: map[string]int{"missing": 5, "late": 3}, Inner: inner{"n", []string{"c"}}, Maybe: &inner{"m", []string{"d"}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(doc{}), cmp.Comparer(func(a, b Node) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if shared["late"] != 2 || also[0] != "a" || old.Also != nil {
		t.Error("decoding wrote into values that others hold")
	}
}

func TestAliasesAndMergeKeys(t *testing.T) {
	src := `
id: a
inner: &base {name: 甲, also: [x]}
maybe:
  <<: *base
  also: [y]
`
	var got doc
	if err := Decode("f", []byte(src), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&inner{"甲", []string{"y"}}, got.Maybe); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNodeDecodesLaterWithItsPlace(t *testing.T) {
	var d doc
	if err := Decode("pack.yaml", []byte("id: a\nwith:\n  name: 甲\n  colums: [x]\n"), &d); err != nil {
		t.Fatal(err)
	}
	err := d.With.Decode(&inner{})
	if want := "pack.yaml:4:3: 未知的键 colums：可用的键有 name、also"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := (Node{}).Decode(&struct{ N int }{}); err != nil {
		t.Errorf("the zero node decodes like an empty mapping, got %v", err)
	}
}

func TestMergeReplacesWholeValuesKeyByKey(t *testing.T) {
	node := func(file, s string) Node {
		n, err := Parse(file, []byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	a, b := node("a", "{x: 1, y: {p: 1, q: 2}}"), node("b", "{y: {p: 3}, z: 4}")
	if got, want := a.Merge(b).String(), "{x: 1, y: {p: 3}, z: 4}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := a.String(), "{x: 1, y: {p: 1, q: 2}}"; got != want {
		t.Errorf("merging changed the node merged into: %s, want %s", got, want)
	}
	if got, want := string(a.Merge(b).JSON()), `{"x":1,"y":{"p":3},"z":4}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHostileDocumentsEndInAProblem(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		p, q := string(rune('0'+i)), string(rune('0'+i-1))
		bomb += "a" + p + ": &a" + p + " [" + strings.TrimSuffix(strings.Repeat("*a"+q+", ", 10), ", ") + "]\n"
	}
	tests := []struct{ name, src, want string }{
		{"brackets without end", strings.Repeat("[", 1<<16), "嵌套超过 64 层"},
		{"dashes on one line", strings.Repeat("- ", 1<<16), "嵌套超过 64 层"},
		{"question marks on one line", strings.Repeat("? ", 1<<16), "嵌套超过 64 层"},
		{"a mapping with very many keys", strings.Repeat("a: b\n", 1<<14), "键超过 4096 个"},
		{"one in braces", "{" + strings.Repeat("a: b, ", 1<<14) + "}", "键超过 4096 个"},
		{"one with explicit keys", strings.Repeat("? a\n: b\n", 1<<14), "键超过 4096 个"},
		{"a billion aliases", bomb, "展开后超过"},
		{"a very large file", strings.Repeat("#", maxBytes+1), "超过上限"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var into map[string]deep
			err := Decode("f", []byte(tt.src), &into)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a problem that says %s", err, tt.want)
			}
		})
	}
}

// deep nests lists deeply enough for the bomb to be expanded.
type deep = [][][][][][][][][][]string

func TestLongListsOfMappingsAreFine(t *testing.T) {
	var into []inner
	src := strings.Repeat("- name: a\n  also: [b]\n", 3*maxKeys) + "# 注释\n"
	if err := Decode("f", []byte(src), &into); err != nil || len(into) != 3*maxKeys {
		t.Errorf("%d entries and error %v", len(into), err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"id: a", "a: &x [1]\nb: *x", "<<: {id: b}", "? [a]\n: b", "- - -", "id: |\n  x", "with: {a: [1, 2.5, true, ~]}", "!!str a", "\"\\x\"", "%YAML 1.2\n---\nid: x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var d doc
		err := Decode("f", data, &d)
		var list Errors
		if err != nil && (!errors.As(err, &list) || len(list) == 0) {
			t.Fatalf("error of type %T", err)
		}
		for _, p := range list {
			if p.Line < 0 || p.Column < 0 || p.Message == "" {
				t.Fatalf("problem without place: %#v", p)
			}
		}
		d.With.JSON()
		_ = d.With.String()
	})
}
