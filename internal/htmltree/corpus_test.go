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

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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

// TestAgreesWithNetHTML compares links and text of real pages with those of the
// standard parser: the same href values in the same order, the same characters.
func TestAgreesWithNetHTML(t *testing.T) {
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
		doc, err := html.Parse(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		wantLinks, wantText := netHTML(doc)
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

func netHTML(doc *html.Node) (links []string, text string) {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
		case html.ElementNode:
			if n.DataAtom == atom.A {
				for _, a := range n.Attr {
					if a.Key == "href" {
						links = append(links, a.Val)
					}
				}
			}
			if n.Namespace == "" {
				switch n.DataAtom {
				case atom.Script, atom.Style, atom.Noscript, atom.Title, atom.Textarea, atom.Template, atom.Iframe, atom.Noembed, atom.Noframes, atom.Head:
					return
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	return links, squash(b.String())
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) || r == '\uFFFD' {
			return -1
		}
		return r
	}, s)
}
