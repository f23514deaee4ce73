package extract

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

// fill gives every field of v another value than zero.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("字" + strconv.Itoa(*n%40)) // some strings come again
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n) * (1 - 2*int64(*n%2)))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 3, 3))
		for i := range 2 { // the third stays zero
			fill(v.Index(i), n)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 4, 10, 0, 0, 0, *n, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	}
}

func packedPage(f *Facts) *site.Page {
	return &site.Page{URL: f.Asked, Final: f.URL, Fetched: f.Seen, SHA256: f.SHA256, ContentType: "text/html", From: "http://a/", Depth: 1}
}

// TestKeptFactsAreTheFacts: every field there is comes back, also ones added later.
func TestKeptFactsAreTheFacts(t *testing.T) {
	full, n := new(Facts), 0
	fill(reflect.ValueOf(full).Elem(), &n)
	full.PersonalByDay = false
	empty := &Facts{URL: "http://a/", Asked: "http://a/", Labels: []Label{}, Signals: Signals{Total: -1}}
	menu := &Facts{URL: "http://a/1", Asked: "http://a/1", Kind: Article}
	for i := range 50 {
		menu.Links = append(menu.Links, Link{URL: "http://a/column/" + strconv.Itoa(i), Text: "栏目" + strconv.Itoa(i), Region: Nav, Via: Anchor})
	}
	menu.Links = append(menu.Links, Link{URL: "http://a/1", Text: "正文", Region: Body, Via: "odd"}, Link{URL: "", Region: "odd", Title: "x"}, Link{URL: "http://a/1", Text: "再", Region: Body, Via: Anchor})
	menu.Items = []Item{{URL: "http://a/1", Title: "再"}, {URL: "http://a/1", Title: "正文"}}
	c := new(Codec)
	for _, f := range []*Facts{full, empty, menu, menu} { // the menu comes again
		p := packedPage(f)
		data := c.Pack(p, f)
		for name, codec := range map[string]*Codec{"the same codec": c, "another": new(Codec), "none": nil} {
			if d := cmp.Diff(f, codec.Unpack(p, data)); d != "" {
				t.Errorf("%s (-want +got):\n%s", name, d)
			}
		}
	}
}

func TestFactsOfAnotherPageAreNotTaken(t *testing.T) {
	f := &Facts{URL: "http://a/1", Asked: "http://a/1", Title: "公告", Kind: Article}
	p := packedPage(f)
	var c *Codec
	data := c.Pack(p, f)
	for name, change := range map[string]func(*site.Page){
		"another address":       func(p *site.Page) { p.Final = "http://a/2" },
		"another content type":  func(p *site.Page) { p.ContentType = "text/plain" },
		"the home page":         func(p *site.Page) { p.From, p.Depth = "", 0 },
		"rendered since":        func(p *site.Page) { p.Rendered = &site.Rendering{} },
		"data of some page":     func(p *site.Page) { p.Within = "http://a/" },
		"a script of some page": func(p *site.Page) { p.ContentType = "text/javascript" },
	} {
		q := *p
		change(&q)
		if c.Unpack(&q, data) != nil {
			t.Errorf("%s: the facts were taken", name)
		}
	}
	q := *p
	q.From, q.Fetched, q.SHA256 = "http://a/other", p.Fetched.Add(time.Hour), "other" // what facts do not depend on
	if got := c.Unpack(&q, data); got == nil || got.Seen != q.Fetched || got.SHA256 != "other" {
		t.Errorf("the same page fetched later gives %+v", got)
	}
	old := append([]byte{Version + 1}, data[1:]...)
	if c.Unpack(p, old) != nil || Current(old) || !Current(data) {
		t.Error("facts of another version were taken")
	}
}

func TestWhatIsNotKept(t *testing.T) {
	p := &site.Page{URL: "http://a/1", Final: "http://a/1"}
	var c *Codec
	for name, f := range map[string]*Facts{
		"a file: what it says is read from it":           {Kind: File},
		"a number that may be somebody's on a later day": {Kind: Article, PersonalByDay: true},
		"a page that was not obtained":                   nil,
	} {
		if c.Pack(p, f) != nil {
			t.Errorf("%s is kept", name)
		}
	}
}

func TestKeptFactsStandForTheBody(t *testing.T) {
	p := &site.Page{URL: "http://a/1", Final: "http://a/1", From: "http://a/", Depth: 1, ContentType: "text/html", Size: 1,
		Body: []byte("<html><head><title>公告</title></head><body><div class=main><a href=/2>下一篇公告的标题</a></div></body></html>")}
	want := Read(p)
	var c *Codec
	q := *p
	q.Body, q.Facts = nil, c.Pack(p, want)
	if d := cmp.Diff(want, Read(&q)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	q.Facts = q.Facts[:len(q.Facts)-1]
	if f := Read(&q); f.Signals.ListByScript == "" {
		t.Error("damaged facts and no body count as a page that shows nothing")
	}
	q.Body = p.Body
	if d := cmp.Diff(want, Read(&q)); d != "" {
		t.Errorf("damaged facts (-want +got):\n%s", d)
	}
}

func TestADateOfBirthToComeIsToldApart(t *testing.T) {
	body := "<html><body><div class=main><p>" + strings.Repeat("关于公示救助对象的通知。", 20) + "</p><p>张三 " + idOf("32010620260409123") + "</p></div></body></html>"
	for _, tt := range []struct {
		name string
		seen time.Time
		want bool
	}{
		{"seen after it", seenDay, false},
		{"seen before it", seenDay.AddDate(0, -1, 0), true},
	} {
		f := Page(&site.Page{URL: "http://a/1", Final: "http://a/1", ContentType: "text/html; charset=utf-8", Body: []byte(body), Fetched: tt.seen}, false)
		if f.PersonalByDay != tt.want || (len(f.Personal) > 0) == tt.want {
			t.Errorf("%s: by day %v, %d numbers", tt.name, f.PersonalByDay, len(f.Personal))
		}
	}
}

func FuzzUnpack(f *testing.F) {
	p := &site.Page{URL: "http://a/1", Final: "http://a/1", From: "http://a/", Depth: 1}
	facts := &Facts{URL: p.URL, Asked: p.URL, Title: "公告", Links: []Link{{URL: "http://a/2", Text: "二", Region: Nav, Via: Anchor}}, Items: []Item{{URL: "http://a/2", Title: "二"}}}
	var none *Codec
	head := len(none.Pack(p, &Facts{})) - (len(factsPlan().fields)+7)/8 - 1
	f.Add(none.Pack(p, facts)[head:])
	f.Fuzz(func(t *testing.T, b []byte) {
		data := append(none.Pack(p, facts)[:head:head], b...)
		c := new(Codec)
		got := c.Unpack(p, data)
		if got == nil {
			return
		}
		if again := c.Unpack(p, c.Pack(p, got)); got.Kind != File && !got.PersonalByDay && !reflect.DeepEqual(got, again) {
			t.Errorf("packed again:\n%s", cmp.Diff(got, again))
		}
	})
}
