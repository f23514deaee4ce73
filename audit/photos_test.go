package audit_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// shelf holds pages by address; nothing else of a snapshot is asked for.
type shelf struct {
	audit.Snapshot
	pages map[string]*site.Page
}

func (s shelf) Page(_ context.Context, url string) (*site.Page, error) {
	if p := s.pages[url]; p != nil {
		return p, nil
	}
	return nil, errors.New("no such page")
}

type album map[string]*audit.Photo

func (a album) Photo(_ context.Context, run, siteID, url string) (*audit.Photo, error) {
	return a[run+" "+siteID+" "+url], nil
}

func (a album) PutPhoto(_ context.Context, run, siteID string, p *audit.Photo) error {
	a[run+" "+siteID+" "+p.URL] = p
	return nil
}

func TestPhotographs(t *testing.T) {
	at := time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	html := func(path string) *site.Page {
		return &site.Page{URL: "http://a.gov.cn" + path, Final: "http://a.gov.cn" + path, Status: 200, ContentType: "text/html", Body: []byte("x"), Fetched: at, SHA256: "s" + path}
	}
	snap := shelf{pages: map[string]*site.Page{}}
	for _, p := range []*site.Page{html("/"), html("/b"), html("/c"), {URL: "http://a.gov.cn/f.pdf", Status: 200, ContentType: "application/pdf", Body: []byte("%PDF")},
		{URL: "http://a.gov.cn/gone", Status: 404, ContentType: "text/html", Body: []byte("404"), Failure: site.FailGone}} {
		snap.pages[p.URL] = p
	}
	evidence := func(path, quote string) rules.Evidence {
		return rules.Evidence{URL: "http://a.gov.cn" + path, Quote: quote, SHA256: "s" + path}
	}
	result := &audit.Site{ID: "a", Name: "甲市人民政府", Findings: []rules.Finding{
		{Rule: "r1", Outcome: rules.Pass, Defects: []rules.Defect{{Outcome: rules.Fail, Evidence: []rules.Evidence{evidence("/c", "不该有")}}}},
		{Rule: "r2", Outcome: rules.Fail, Defects: []rules.Defect{
			{Outcome: rules.Review, Evidence: []rules.Evidence{evidence("/c", "存疑的")}},
			{Outcome: rules.Fail, Subject: "http://a.gov.cn/gone", Evidence: []rules.Evidence{evidence("/", "打不开的链接"), evidence("/gone", "404"), evidence("/f.pdf", "附件")}},
		}},
		{Rule: "r3", Outcome: rules.Fail, Defects: []rules.Defect{{Outcome: rules.Fail, Subject: "栏目", Evidence: []rules.Evidence{evidence("/", "第二处"), evidence("/b", strings.Repeat("长", 500))}}}},
	}}
	taken := 0
	camera := func(ctx context.Context, v audit.Viewing, get func(context.Context, string) *site.Page) (*audit.Photo, error) {
		taken++
		if get(ctx, "http://a.gov.cn/none.css") != nil || get(ctx, "http://a.gov.cn/b") == nil {
			t.Error("what is stored of an address is not what the snapshot has")
		}
		return &audit.Photo{PNG: []byte(fmt.Sprint(v.Page.URL, v.Marks)), Width: 1280, Height: 900, Marked: 1}, nil
	}
	collect := func(seq iter.Seq2[*audit.Photo, error]) (out []string) {
		for p, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			marks := make([]string, len(p.Marks))
			for i, m := range p.Marks {
				marks[i] = string([]rune(m)[:min(len([]rune(m)), 6)])
			}
			out = append(out, fmt.Sprint(strings.TrimPrefix(p.URL, "http://a.gov.cn"), " ", marks))
			if !p.At.Equal(at) || len(p.SHA256) != 64 {
				t.Errorf("%+v", p)
			}
		}
		return out
	}
	book := album{}
	want := []string{"/ [打不开的链接 http:/ 第二处]", "/b [长长长长长长]"}
	if got := collect(audit.Photographs(t.Context(), "run", result, snap, time.UTC, 50, book, camera)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := collect(audit.Photographs(t.Context(), "run", result, snap, time.UTC, 50, book, camera)); !slices.Equal(got, want) || taken != 2 {
		t.Errorf("again: %q, %d taken in all", got, taken)
	}
	if got := collect(audit.Photographs(t.Context(), "run", result, snap, time.UTC, 1, book, nil)); !slices.Equal(got, want[:1]) {
		t.Errorf("one without a camera: %q", got)
	}
	if got := collect(audit.Photographs(t.Context(), "other", result, snap, time.UTC, 50, book, nil)); len(got) != 0 {
		t.Errorf("another run without a camera: %q", got)
	}
}
