package htmltree

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
)

// corpusDir finds the saved pages: GOVAUDIT_CORPUS, else beside the repository.
func corpusDir(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("GOVAUDIT_CORPUS")
	if dir == "" {
		dir = "../shared/corpus"
	}
	if !filepath.IsAbs(dir) {
		root, err := os.Getwd()
		if err != nil {
			tb.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
			up := filepath.Dir(root)
			if up == root {
				tb.Fatal("no go.mod above the test")
			}
			root = up
		}
		dir = filepath.Join(root, dir)
	}
	if _, err := os.Stat(dir); err != nil {
		tb.Skip("no corpus of saved pages here (set GOVAUDIT_CORPUS)")
	}
	return dir
}

func corpusPages(tb testing.TB) map[string][]byte {
	tb.Helper()
	dir := corpusDir(tb)
	pages := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		pages[rel] = b
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return pages
}

// TestAgreesWithGoquery compares links and text of real pages with those of a
// full parser: the same href values, the same characters.
func TestAgreesWithGoquery(t *testing.T) {
	pages := corpusPages(t)
	names := make([]string, 0, len(pages))
	for name := range pages {
		names = append(names, name)
	}
	sort.Strings(names)
	var tree Tree
	differ := 0
	for _, name := range names {
		src := pages[name]
		tree.Parse(src)
		wantLinks, wantText := reference(t, src)
		gotLinks, gotText := ours(&tree)
		if a, b := sorted(gotLinks), sorted(wantLinks); a != b {
			t.Errorf("%s: links differ\n got %.600s\nwant %.600s", name, diffAt(a, b), diffAt(b, a))
		}
		if gotText != wantText {
			if sameRunes(gotText, wantText) {
				continue // content that the standard moves out of a table
			}
			differ++
			t.Errorf("%s: text differs\n got %.300s\nwant %.300s", name, diffAt(gotText, wantText), diffAt(wantText, gotText))
		}
	}
	t.Logf("%d pages, %d differ", len(names), differ)
}

// sorted drops repetitions: the standard parser clones links that blocks cut.
func sorted(s []string) string {
	slices.Sort(s)
	return strings.Join(slices.Compact(s), "\n")
}

func diffAt(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-60):]
}

func sameRunes(a, b string) bool {
	x, y := []rune(a), []rune(b)
	sort.Slice(x, func(i, j int) bool { return x[i] < x[j] })
	sort.Slice(y, func(i, j int) bool { return y[i] < y[j] })
	return string(x) == string(y)
}

func ours(t *Tree) (links []string, text string) {
	for i := range t.Nodes {
		if t.Nodes[i].Tag != A {
			continue
		}
		if v, ok := t.Attr(int32(i), "href"); ok {
			links = append(links, v)
		}
	}
	return links, squash(t.Text(0))
}

// reference reads the page with goquery: its links, and the text of all that is
// not the page's machinery.
func reference(t *testing.T, src []byte) (links []string, text string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	links = doc.Find("a[href]").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	doc.Find("head, script, style, noscript, title, textarea, template, iframe, noembed, noframes").Remove()
	return links, squash(doc.Text())
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
}
