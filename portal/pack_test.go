package portal

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// fill sets everything in v to values that differ from each other.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("词%d", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(*n))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Type != reflect.TypeFor[time.Time]() {
				fill(v.Field(i), n)
			}
		}
	}
}

// A page's facts come out as they went in, but for what is left to a second
// reading of the stored page. A new field is packed, or named here.
func TestFactsArePacked(t *testing.T) {
	seen := time.Date(2026, 4, 1, 8, 30, 0, 123, time.FixedZone("", 8*3600))
	full := func(edit ...func(*extract.Facts)) *extract.Facts {
		f, n := &extract.Facts{}, 0
		fill(reflect.ValueOf(f).Elem(), &n)
		f.Kind, f.URL, f.Asked, f.Seen = extract.Report, "http://a.gov.cn/x/", "http://a.gov.cn/y", seen
		for _, e := range edit {
			e(f)
		}
		return f
	}
	tests := []struct {
		name  string
		facts *extract.Facts
	}{
		{"everything there is to say", full()},
		{"a list", full(func(f *extract.Facts) { f.Kind, f.Tables = extract.List, nil })},
		{"a plain hash", full(func(f *extract.Facts) { f.SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" })},
		{"no title, and everything else", full(func(f *extract.Facts) { f.Title = "" })},
		{"one name for everything", full(func(f *extract.Facts) { f.HTMLTitle, f.Heading, f.Meta.ArticleTitle = f.Title, f.Title, f.Title })},
		{"nothing but an address", &extract.Facts{URL: "http://a.gov.cn/x/", Asked: "http://a.gov.cn/y", Seen: seen, Kind: extract.Other}},
		{"a page read at another time than it was fetched", full(func(f *extract.Facts) { f.Seen = seen.Add(time.Hour).UTC() })},
		{"rows that a script counts", full(func(f *extract.Facts) { f.Signals.Total = -1 })},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := *tt.facts
			b := NewBuilder(site.Target{URL: "http://a.gov.cn/"}, nil)
			p := &site.Page{URL: want.Asked, Final: want.URL, Fetched: seen, SHA256: want.SHA256, Depth: 3, Status: 200}
			b.Add(p, tt.facts)
			pg := b.Build(&site.Snapshot{}).Page(want.URL)
			want.Signals.Files, want.Signals.Hides, want.Signals.Blank, want.Signals.OwnCalls = 0, "", 0, false      // only the crawl asks for them
			want.Signals.Entries, want.Signals.Drawn, want.Signals.DrawnBeside, want.Signals.Sealed = 0, 0, 0, false // asked of empty columns alone
			if want.Kind == extract.Report {
				want.Signals.Acts = 0
			}
			want.Links, want.Labels, want.Presses, want.Bottom, want.Text, want.Beside, want.Footer = nil, nil, nil, nil, "", "", ""
			want.Meta.Keywords, want.Meta.Description, want.PersonalByDay = "", "", false
			pg.shelf.near = recents{}
			if diff := cmp.Diff(want.Attachments, pg.Attachments()); diff != "" {
				t.Errorf("attachments alone (-went in +came out):\n%s", diff)
			}
			if diff := cmp.Diff(&want, pg.Facts()); diff != "" {
				t.Errorf("packed and unpacked (-went in +came out):\n%s", diff)
			}
			if !pg.Fetched().Equal(seen) || pg.SHA256() != want.SHA256 || pg.Asked() != want.Asked || pg.Depth != 3 || pg.Status != 200 {
				t.Errorf("page: fetched %v, hash %q, asked %q, depth %d, status %d", pg.Fetched(), pg.SHA256(), pg.Asked(), pg.Depth, pg.Status)
			}
		})
	}
}

// Strings keep their numbers and their places however many there are and however
// long they are.
func TestPool(t *testing.T) {
	p := newPool()
	var want []string
	for i := range 3000 {
		want = append(want, fmt.Sprintf("%d号", i))
		if i%500 == 0 {
			want = append(want, string(make([]byte, 7000*(1+i/500)))+fmt.Sprint(i))
		}
	}
	want = append(want, "")
	for range 2 {
		for i, s := range want {
			if n, _ := p.number(s); int(n) != i {
				t.Fatalf("number of string %d of %d bytes: %d", i, len(s), n)
			}
		}
	}
	for i, s := range want {
		if p.text(uint32(i)) != s {
			t.Fatalf("string %d of %d bytes came out with %d", i, len(s), len(p.text(uint32(i))))
		}
		if n, ok := p.find(s); !ok || int(n) != i {
			t.Fatalf("string %d found as %d, %v", i, n, ok)
		}
	}
	if _, ok := p.find("3000号"); ok {
		t.Error("a string is found that was never added")
	}
}
