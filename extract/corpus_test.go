package extract_test

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// wholeFloor is the share of labels that must be read right over all pages, and
// fieldFloor that of every single field. testdata/corpus_labels.tsv says what a
// person reads on each page; "-" says that the page shows nothing of the kind.
const (
	wholeFloor = 0.98
	fieldFloor = 0.95
)

// heldOut is the number of labelled pages, those with the lowest hashes, whose
// misses nobody looks at while mending the extractors. They are counted apart, so
// that a rule fitted to the pages at hand shows.
const heldOut = 25

type labelled struct {
	path, sha, url string
	want           [][2]string // field and value
}

func TestLabelledPages(t *testing.T) {
	dir := corpus(t)
	pages := labels(t, dir)
	apart := map[string]bool{}
	bySHA := slices.SortedFunc(slices.Values(pages), func(a, b *labelled) int { return cmp.Compare(a.sha, b.sha) })
	for _, p := range bySHA[:min(heldOut, len(bySHA))] {
		apart[p.path] = true
	}
	fields, sites, sides := map[string]*score{}, map[string]*score{}, map[string]*score{}
	for _, p := range pages {
		body, err := os.ReadFile(filepath.Join(dir, p.path))
		if err != nil {
			t.Errorf("%s: labelled but not in the corpus: %v", p.path, err)
			continue
		}
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != p.sha {
			t.Errorf("%s: not the bytes that were labelled", p.path)
			continue
		}
		home := slices.Contains(p.want, [2]string{"kind", "home"})
		f := extract.Page(&site.Page{URL: p.url, Final: p.url, Status: 200, ContentType: "text/html", Body: body}, home)
		host, _, _ := strings.Cut(p.path, "/")
		for _, w := range p.want {
			field, want := w[0], w[1]
			got, right := read(f, field, want)
			side := "seen"
			if apart[p.path] {
				side = "held out"
			}
			group, _, _ := strings.Cut(field, ":")
			count(fields, group, right)
			count(sites, host, right)
			count(sides, side, right)
			count(sides, "whole", right)
			if !right && (side == "seen" || os.Getenv("GOVAUDIT_HELD_OUT") != "") {
				t.Logf("miss: %s %s: %q, labelled %q", p.path, field, got, want)
			}
		}
	}
	for _, by := range []map[string]*score{fields, sites, sides} {
		for _, name := range slices.Sorted(maps.Keys(by)) {
			t.Logf("%-45s %5d labels  %.4f", name, by[name].all, by[name].share())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if s := fields[name]; s.share() < fieldFloor {
			t.Errorf("%s: accuracy %.4f is below the floor %.2f", name, s.share(), fieldFloor)
		}
	}
	if s := sides["whole"]; s == nil || s.share() < wholeFloor {
		t.Errorf("accuracy over all fields is below the floor %.2f", wholeFloor)
	}
}

type score struct{ right, all int }

func (s *score) share() float64 { return float64(s.right) / float64(s.all) }

func count(by map[string]*score, name string, right bool) {
	if by[name] == nil {
		by[name] = &score{}
	}
	by[name].all++
	if right {
		by[name].right++
	}
}

// corpus returns the folder of saved pages, which are kept outside the repository.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("GOVAUDIT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.tsv")); err != nil {
		t.Skip("no corpus of saved pages here: set GOVAUDIT_CORPUS")
	}
	return dir
}

// labels reads the table and gives each page the address the corpus saved it from.
func labels(t *testing.T, dir string) []*labelled {
	t.Helper()
	urls := map[string]string{}
	for _, row := range table(t, filepath.Join(dir, "INDEX.tsv")) {
		urls[row[0]] = strings.TrimSuffix(row[2], " (~)")
	}
	var out []*labelled
	for _, row := range table(t, filepath.Join("testdata", "corpus_labels.tsv")) {
		if len(row) != 4 {
			t.Fatalf("corpus_labels.tsv: %d columns in %q", len(row), row)
		}
		if len(out) == 0 || out[len(out)-1].path != row[0] {
			p := &labelled{path: row[0], sha: row[1], url: urls[row[0]]}
			if p.url == "" {
				host, name, _ := strings.Cut(row[0], "/")
				host, _, _ = strings.Cut(host, "~")
				p.url = "http://" + host + "/" + url.PathEscape(strings.ReplaceAll(name, "__", "/"))
				p.url = strings.ReplaceAll(p.url, "%2F", "/")
			}
			out = append(out, p)
		}
		p := out[len(out)-1]
		p.want = append(p.want, [2]string{row[2], row[3]})
	}
	return out
}

// table reads a file of tab separated values without its heading.
func table(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		out = append(out, strings.Split(sc.Text(), "\t"))
	}
	if len(out) < 2 {
		t.Fatalf("%s: no rows", path)
	}
	return out[1:]
}

// read returns what the extractors say of a field, and whether a person would
// call it the labelled value: width, spaces and the form of a date do not count.
func read(f *extract.Facts, field, want string) (string, bool) {
	none := want == "-"
	switch field {
	case "title":
		return f.Title, same(f.Title, want)
	case "kind":
		return string(f.Kind), string(f.Kind) == want
	case "crumbs":
		var names []string
		for _, c := range f.Crumbs {
			names = append(names, c.Name)
		}
		return alike(strings.Join(names, ">"), want)
	case "shown":
		return alike(cmp.Or(dayFrom(f, extract.FromLabel), dayFrom(f, extract.FromText)), want)
	case "meta":
		return alike(dayFrom(f, extract.FromMeta), want)
	case "signed":
		return alike(dayFrom(f, extract.FromSignature), want)
	case "files":
		return strconv.Itoa(len(f.Attachments)), strconv.Itoa(len(f.Attachments)) == want
	case "file1":
		if len(f.Attachments) == 0 {
			return "", false
		}
		a := f.Attachments[0]
		return a.Text, strings.Contains(extract.Fold(a.Text+a.Title), extract.Fold(want))
	case "rows":
		return strconv.Itoa(len(f.Items)), strconv.Itoa(len(f.Items)) == want
	case "first_title", "first_day":
		if len(f.Items) == 0 {
			return "", false
		}
		if field == "first_day" {
			return f.Items[0].Day.String(), f.Items[0].Day.String() == want
		}
		if cut, ok := strings.CutSuffix(want, "…"); ok {
			return f.Items[0].Title, strings.HasPrefix(extract.Fold(f.Items[0].Title), extract.Fold(cut))
		}
		return f.Items[0].Title, same(f.Items[0].Title, want)
	case "redirect":
		return f.Signals.Redirect, strings.HasSuffix(f.Signals.Redirect, want)
	case "error":
		got := f.Signals.Error + f.Signals.Challenge
		return got, (got == "") == none
	case "explained":
		return explained(f, want)
	}
	if name, ok := strings.CutPrefix(field, "col:"); ok {
		return column(f, name, want)
	}
	return value(f, extract.FieldName(field), want)
}

// alike compares a value that may be missing.
func alike(got, want string) (string, bool) {
	if want == "-" {
		return got, got == ""
	}
	return got, same(got, want)
}

func same(a, b string) bool { return extract.Fold(a) == extract.Fold(b) }

func dayFrom(f *extract.Facts, from extract.DateSource) string {
	for _, d := range f.Dates {
		if d.Source == from && (d.Published || from != extract.FromLabel) {
			return d.Day.String()
		}
	}
	return ""
}

// value compares a field of the index box.
func value(f *extract.Facts, name extract.FieldName, want string) (string, bool) {
	got := ""
	for _, x := range f.Fields {
		if x.Name == name && x.Value != "" {
			got = x.Value
			break
		}
	}
	if want == "-" || got == "" {
		return got, want == "-" && got == ""
	}
	if a, ok := extract.DocNo(got); ok && name == extract.DocNumber {
		b, _ := extract.DocNo(want)
		return a, a == b
	}
	if a, ok := extract.ParseDay(got); ok {
		b, _ := extract.ParseDay(want)
		return got, a == b
	}
	return got, same(got, want)
}

// explained reports whether the page links, in or beside its text, the named
// interpretation; for "-" whether it links none.
func explained(f *extract.Facts, want string) (string, bool) {
	for _, l := range f.Links {
		text := extract.Fold(l.Text + l.Title)
		if l.Region != extract.Body && l.Region != extract.Related {
			continue
		}
		if want != "-" && strings.Contains(text, extract.Fold(want)) {
			return l.Text, true
		}
		if want == "-" && len([]rune(text)) > 8 && (strings.Contains(text, "解读") || strings.Contains(text, "图解") || strings.Contains(text, "读懂")) {
			return l.Text, false
		}
	}
	return "", want == "-"
}

// columnWords are the words by which a person knows a required column.
var columnWords = map[string][]string{
	"guide": {"公开指南"}, "system": {"公开制度"}, "content": {"主动公开内容"}, "apply": {"依申请公开"},
	"annual": {"公开年报", "公开年度报告", "公开工作年度报告"}, "interpret": {"解读"}, "duties": {"职能"},
	"normative": {"规范性文件"}, "notice": {"公告", "公示"},
}

// column reports whether a link or a dead label has the name; for "-" whether none
// of at most twelve characters holds the words of the column.
func column(f *extract.Facts, name, want string) (string, bool) {
	var texts []string
	for _, l := range f.Links {
		texts = append(texts, l.Text, l.Title)
	}
	for _, l := range f.Labels {
		texts = append(texts, l.Text)
	}
	for _, s := range texts {
		if want != "-" && same(s, want) {
			return s, true
		}
		for _, w := range columnWords[name] {
			if want == "-" && len([]rune(s)) <= 12 && strings.Contains(extract.Fold(s), w) {
				return s, false
			}
		}
	}
	return "", want == "-"
}
