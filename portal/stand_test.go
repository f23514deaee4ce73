package portal

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// everything are facts in which nothing is empty.
func everything(edit func(*extract.Facts)) *extract.Facts {
	f, n := &extract.Facts{}, 0
	fill(reflect.ValueOf(f).Elem(), &n)
	edit(f)
	return f
}

// standing is a site of a home page, two lists, n articles, a file and a page that did
// not come, with what they say.
func standing(n int) (pages []*site.Page, facts []*extract.Facts) {
	seen := time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC)
	menu := []extract.Link{
		{URL: "http://a.gov.cn/zwgk/", Text: "政务公开", Region: extract.Nav, Via: extract.Anchor},
		{URL: "http://www.a.gov.cn/zcwj/index.html", Text: "政策文件", Region: extract.Nav, Via: extract.Anchor},
	}
	add := func(url string, depth int, f *extract.Facts) {
		p := &site.Page{URL: url, Final: url, From: "http://a.gov.cn/", Depth: depth, Status: 200, Fetched: seen.Add(time.Duration(len(pages)) * time.Second), SHA256: fmt.Sprintf("%064x", len(pages))}
		if f != nil {
			f.URL, f.Asked, f.Seen, f.SHA256 = url, url, p.Fetched, p.SHA256
			f.Links = append(slices.Clone(menu), f.Links...)
		} else {
			p.Failure, p.Err, p.Status = site.FailGone, "没有这个页面", 404
		}
		pages, facts = append(pages, p), append(facts, f)
	}
	home := everything(func(f *extract.Facts) { f.Kind, f.Title = extract.Home, "甲市人民政府" })
	add("http://a.gov.cn/", 0, home)
	for _, name := range []string{"zwgk", "zcwj"} {
		add("http://a.gov.cn/"+name+"/", 1, &extract.Facts{Kind: extract.List, Title: "栏目" + name, Text: "共二条", Signals: extract.Signals{Total: -1},
			Labels: []extract.Label{{Text: "栏目" + name, Region: extract.Breadcrumb, Via: extract.Heading}},
			Items:  []extract.Item{{URL: "http://a.gov.cn/art/1.html", Title: "通知1", Day: 20000}, {URL: "http://a.gov.cn/art/2.html", Title: "通知2", Day: 20001, Guessed: true}},
			Links: []extract.Link{{URL: "http://a.gov.cn/art/1.html", Text: "通知1", Region: extract.Body, Via: extract.Anchor},
				{URL: "http://a.gov.cn/" + name + "/index_2.html", Text: "下一页", Region: extract.Body, Via: extract.Pager}}})
	}
	for i := range n {
		article := everything(func(f *extract.Facts) {
			f.Kind, f.Title, f.Text = extract.Article, fmt.Sprintf("关于第%d件事的通知", i), strings.Repeat(fmt.Sprint("正文", i), 40)
		})
		add(fmt.Sprintf("http://a.gov.cn/art/%d.html", i), 2, article)
	}
	add("http://a.gov.cn/file.pdf", 3, &extract.Facts{Kind: extract.File, Title: "附件", Unread: "没有取回内容", Signals: extract.Signals{Total: -1}})
	add("http://a.gov.cn/gone.html", 3, nil)
	return pages, facts
}

func builderOf(pages []*site.Page, facts []*extract.Facts) *Builder {
	b := NewBuilder(site.Target{URL: "http://a.gov.cn/"}, nil)
	for i, p := range pages {
		b.Add(p, facts[i])
	}
	return b
}

func written(t *testing.T, b *Builder) (pieces [][]byte) {
	t.Helper()
	ok, err := b.Write(func(piece []byte) error {
		pieces = append(pieces, slices.Clone(piece))
		return nil
	})
	if !ok || err != nil {
		t.Fatalf("written: %v, %v", ok, err)
	}
	return pieces
}

func piecesOf(list [][]byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, piece := range list {
			if !yield(piece, nil) {
				return
			}
		}
	}
}

func fetchedAt(pages []*site.Page, later time.Duration) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for _, p := range slices.Backward(pages) {
			if !yield(&site.Page{URL: p.URL, Fetched: p.Fetched.Add(later)}, nil) {
				return
			}
		}
	}
}

// What is taken up again makes the same portal, but for when its pages were fetched.
func TestAPortalIsTakenUpAgain(t *testing.T) {
	for _, n := range []int{3, 300, 9000} { // the last does not fit into memory
		pages, facts := standing(n)
		pieces := written(t, builderOf(pages, facts))
		later := 36 * time.Hour
		b, err := Restore(site.Target{URL: "http://a.gov.cn/"}, nil, piecesOf(pieces), fetchedAt(pages, later))
		if err != nil {
			t.Fatal(err)
		}
		again := written(t, b)
		if len(again) != len(pieces) {
			t.Fatalf("%d pieces, taken up and written again %d", len(pieces), len(again))
		}
		for i := range pieces {
			if string(pieces[i]) != string(again[i]) {
				t.Fatalf("piece %d of kind %d is another when it is written again", i, pieces[i][0])
			}
		}
		got := b.Build(&site.Snapshot{Complete: true})
		want := builderOf(pages, facts).Build(&site.Snapshot{Complete: true})
		if len(got.Pages) != len(pages) || len(got.Pages) != len(want.Pages) || len(got.Columns) != len(want.Columns) || len(got.Documents()) != len(want.Documents()) || len(want.Columns) == 0 || len(want.Documents()) == 0 {
			t.Fatalf("%d pages, %d columns, %d documents, want %d, %d, %d", len(got.Pages), len(got.Columns), len(got.Documents()), len(want.Pages), len(want.Columns), len(want.Documents()))
		}
		for i, w := range want.Pages {
			if i > 50 && i%97 != 0 {
				continue
			}
			g := got.Pages[i]
			if g.URL != w.URL || g.Failure != w.Failure || g.Err() != w.Err() || g.From() != w.From() || g.SHA256() != w.SHA256() || g.Depth != w.Depth || g.Residue != w.Residue || g.BodyLinks != w.BodyLinks || g.Rows() != w.Rows() || g.Published != w.Published {
				t.Errorf("%s: %+v, want %+v", w.URL, g, w)
			}
			if !g.Fetched().Equal(w.Fetched().Add(later)) {
				t.Errorf("%s was fetched at %s, want %s", w.URL, g.Fetched(), w.Fetched().Add(later))
			}
			gf, wf := g.Facts(), w.Facts()
			if gf != nil && wf != nil {
				if !gf.Seen.Equal(g.Fetched()) {
					t.Errorf("%s was seen at %s", w.URL, gf.Seen)
				}
				clone := *wf
				clone.Seen = gf.Seen
				wf = &clone
			}
			if diff := cmp.Diff(wf, gf); diff != "" {
				t.Errorf("%s (-added +taken up):\n%s", w.URL, diff)
			}
			if diff := cmp.Diff(want.Anchors(w.URL), got.Anchors(w.URL)); diff != "" {
				t.Errorf("%s: anchors (-added +taken up):\n%s", w.URL, diff)
			}
		}
		for i, w := range want.Columns {
			g := got.Columns[i]
			if g.URL != w.URL || fmt.Sprint(g.Names) != fmt.Sprint(w.Names) || g.Newest != w.Newest || g.Rows() != w.Rows() || g.OnHome != w.OnHome {
				t.Errorf("column %s %v, want %s %v", g.URL, g.Names, w.URL, w.Names)
			}
		}
	}
}

// What does not fit together is an error, never another portal.
func TestAPortalIsNotTakenUpInPart(t *testing.T) {
	pages, facts := standing(30)
	pieces := written(t, builderOf(pages, facts))
	without := func(kind byte) [][]byte {
		return slices.DeleteFunc(slices.Clone(pieces), func(p []byte) bool { return p[0] == kind })
	}
	for _, tt := range []struct {
		name   string
		pieces [][]byte
		times  []*site.Page
	}{
		{"nothing is kept", nil, pages},
		{"there is a page more", pieces, append(slices.Clone(pages), &site.Page{URL: "http://a.gov.cn/new.html"})},
		{"there is a page less", pieces, pages[1:]},
		{"there is another page", pieces, append(slices.Clone(pages[1:]), &site.Page{URL: "http://a.gov.cn/art/77.html"})},
		{"the pages are missing", without(piecePages), pages},
		{"the addresses are missing", without(pieceFormsAt), pages},
		{"a piece is of no kind", append(slices.Clone(pieces), []byte{99, 1}), pages},
		{"a piece is cut", append(slices.Clone(pieces[:len(pieces)-1]), pieces[len(pieces)-1][:len(pieces[len(pieces)-1])-3]), pages},
	} {
		b, err := Restore(site.Target{}, nil, piecesOf(tt.pieces), fetchedAt(tt.times, 0))
		if !errors.Is(err, errStand) || b != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// A page that was read at another time than it was fetched, and what cannot be written,
// is not kept.
func TestAPortalThatIsNotKept(t *testing.T) {
	pages, facts := standing(3)
	facts[0].Seen = facts[0].Seen.Add(time.Hour)
	if ok, err := builderOf(pages, facts).Write(func([]byte) error { return nil }); ok || err != nil {
		t.Errorf("of two times: %v, %v", ok, err)
	}
	pages, facts = standing(3)
	noRoom := errors.New("disk full")
	if _, err := builderOf(pages, facts).Write(func([]byte) error { return noRoom }); !errors.Is(err, noRoom) {
		t.Errorf("a full disk: %v", err)
	}
}
