package htmltree

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// shelf is a Finder that knows all it was given.
type shelf []*Piece

func (s shelf) Find(src []byte) *Piece {
	for _, p := range s {
		if bytes.HasPrefix(src, []byte(p.Source())) {
			return p
		}
	}
	return nil
}

// piecesOf returns every piece of a page.
func piecesOf(src []byte) (out shelf) {
	var t Tree
	t.ParseKnown(src, nil, true)
	for i := range t.Nodes {
		if p := t.Piece(int32(i)); p != nil {
			out = append(out, p)
		}
	}
	return out
}

func TestPiece(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string
	}{
		{"a list with its end tag", `<body>x<ul><li>a</ul>y`, []string{`<ul><li>a</ul>`}},
		{"blocks in one another", `<body><div><ul><li>a</ul></div>`, []string{`<div><ul><li>a</ul></div>`, `<ul><li>a</ul>`}},
		{"not before the body", `<div>a</div>`, nil},
		{"not without an end tag", `<body><div>a`, nil},
		{"not where an end tag inside may end something around it", `<body><div>a</b></div>`, nil},
		{"not where a row inside may belong to a table around it", `<body><div><tr><td>a</div>`, nil},
		{"a row of its own table", `<body><table><tr><td>a</table>`, []string{`<table><tr><td>a</table>`}},
		{"not inside a paragraph that blocks inside may end", `<body><p><table><tr><td><div>a</div></table>`, []string{`<table><tr><td><div>a</div></table>`, `<div>a</div>`}},
		{"not inside a paragraph", `<body><p><button><div>a<p>b</div></button>`, nil},
		{"not where a comment has no end on this page", `<body><div>a<!-- b></div>`, nil},
		{"not where a value has no end on this page", `<body><div>a<i title="b></i></div>`, nil},
		{"not where a script has no end on this page", `<body><div>a</div><div><xmp>b</div>`, []string{`<div>a</div>`}},
		{"not where the next tag ends the end tag", `<body><div>a</div<b>`, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range piecesOf([]byte(tt.src)) {
			got = append(got, p.Source())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: pieces are %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestKnownPieces(t *testing.T) {
	known := piecesOf([]byte(`<body><div>a<ul><li>b<li>c</ul></div>`))
	tests := []struct {
		name, src string
		grafts    int
	}{
		{"elsewhere", `<body><table><tr><td>x<div>a<ul><li>b<li>c</ul></div>y</table>`, 1},
		{"twice", `<body><ul><li>b<li>c</ul><ul><li>b<li>c</ul>`, 2},
		{"after a paragraph, which it ends", `<body><p>x<ul><li>b<li>c</ul>y`, 1},
		{"in a paragraph that it does not end", `<body><p><button><ul><li>b<li>c</ul>`, 0},
		{"before the body", `<ul><li>b<li>c</ul>`, 0},
		{"cut off", `<body><ul><li>b<li>c</u`, 0},
		{"in a bold word that is not closed", `<body><b><i>x<ul><li>b<li>c</ul></b>y</i>z`, 1},
	}
	for _, tt := range tests {
		var a, b Tree
		a.Parse([]byte(tt.src))
		b.ParseKnown([]byte(tt.src), known, false)
		if len(b.Grafts) != tt.grafts {
			t.Errorf("%s: %d pieces used, want %d", tt.name, len(b.Grafts), tt.grafts)
		}
		if !slices.Equal(a.Nodes, b.Nodes) {
			t.Errorf("%s: the tree differs:\n%v\n%v", tt.name, a.Nodes, b.Nodes)
		}
	}
}

// FuzzKnownPieces holds that a page is the same tree whatever is known of another
// page that shares a part with it.
func FuzzKnownPieces(f *testing.F) {
	f.Add([]byte(`<div class=a><ul><li>a<li>b</ul></div>`), []byte(`<html><body><p>`), []byte(`</p><font><div>x</font>`), []byte(`y</div>`))
	f.Add([]byte(`<div><table><td>a<p>b</table></div>`), []byte(`<body><table>`), []byte(`<body><b>`), []byte(`</b><div>`))
	f.Add([]byte(`<div><a href="x">a<div>b</a></div>c</div>`), []byte(`<body><a>`), []byte(`<body><form><p><button>`), []byte(`"-->`))
	f.Add([]byte(`<ul><li><!-- a --!><li>b</ul><div><script>a</script></div>`), []byte(`<body>`), []byte(`<body><li>`), []byte(`--></ul>`))
	f.Add(sample(), []byte(`<body>`), []byte(`<body><td>`), []byte(`</div>`))
	f.Fuzz(func(t *testing.T, shared, before, other, after []byte) {
		one := slices.Concat(before, shared, after)
		two := slices.Concat(other, shared, after, shared)
		known := append(piecesOf(one), piecesOf(slices.Concat([]byte("<body>"), shared))...)
		if len(known) > 64 {
			return
		}
		for _, src := range [][]byte{one, two, slices.Concat(before, []byte("<p>"), shared, shared)} {
			var a, b Tree
			a.Parse(src)
			b.ParseKnown(src, known, true)
			if !slices.Equal(a.Nodes, b.Nodes) || a.Cut != b.Cut || a.Regular != b.Regular {
				t.Fatalf("%q: the tree differs with %d pieces known", src, len(known))
			}
			check(t, &b)
		}
	})
}

// TestKnownPiecesOfRandomPages is FuzzKnownPieces for pages made of tags at random.
func TestKnownPiecesOfRandomPages(t *testing.T) {
	tokens := []string{"a", " ", "<div>", "</div>", "<div>", "</div>", "<ul>", "</ul>", "<li>", "</li>", "<p>", "</p>", "<b>", "</b>", "<font color='x'>", "</font>", "<a href=x>", "</a>",
		"<table>", "</table>", "<tr>", "<td>", "</td>", "</tr>", "<tbody>", "<span>", "</span>", "<h2>", "</h3>", "<br>", "<form>", "</form>", "<button>", "</button>", "<select>", "<option>", "</select>",
		"<!--x-->", "<!--", "-->", "--!>", "<i x=\"", "\">", "<o:p>", "</o:p>", "<script>", "</script>", "<title>", "</title>", "<xmp>", "<body>", "<dl>", "<dd>", "</dl>", "<section>", "</section>", "<center>", "</center", "<object>", "</object>"}
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int) (out []byte) {
		for range r.IntN(n) {
			out = append(out, tokens[r.IntN(len(tokens))]...)
		}
		return out
	}
	used := 0
	for range 6000 {
		shared := random(24)
		known := append(piecesOf(slices.Concat([]byte("<body>"), random(6), shared)), piecesOf(slices.Concat([]byte("<body>"), shared, random(6)))...)
		for range 4 {
			src := slices.Concat([]byte("<body>"), random(8), shared, random(8), shared)
			var a, b Tree
			a.Parse(src)
			b.ParseKnown(src, known, true)
			used += len(b.Grafts)
			if !slices.Equal(a.Nodes, b.Nodes) || a.Cut != b.Cut || a.Regular != b.Regular {
				t.Fatalf("%q: the tree differs with %d pieces known", src, len(known))
			}
		}
	}
	if used < 1000 {
		t.Errorf("%d pieces were used: too few to show anything", used)
	}
}
