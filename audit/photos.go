package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/site"
)

// Photo is a picture of a stored page, with a box around what is held against it.
type Photo struct {
	URL    string    `json:"url"`
	Page   string    `json:"page"`   // SHA-256 of the stored bytes that it shows
	At     time.Time `json:"at"`     // when these were received
	Marks  []string  `json:"marks"`  // what was to be marked
	Marked int       `json:"marked"` // how many of them were found
	Width  int       `json:"width"`
	Height int       `json:"height"`
	SHA256 string    `json:"sha256"` // of PNG
	PNG    []byte    `json:"-"`
}

// Camera photographs a page as it was stored. Get gives what is stored of an
// address, nil where nothing is: there is no network.
type Camera func(ctx context.Context, v Viewing, get func(ctx context.Context, url string) *site.Page) (*Photo, error)

// Viewing is what a Camera is asked for.
type Viewing struct {
	Page    *site.Page
	Marks   []string
	Caption []string
}

// Album keeps photographs.
type Album interface {
	// Photo returns the one of a page of a site in a run, nil if there is none.
	Photo(ctx context.Context, runID, siteID, url string) (*Photo, error)
	PutPhoto(ctx context.Context, runID, siteID string, p *Photo) error
}

const (
	maxMarks     = 12  // boxes on one picture
	maxMarkRunes = 200 // of one quote
)

// Photographs yields the photographs of the pages that a result of this run holds a
// certain defect against, in the order of the findings, at most so many. What the
// album has is taken from there; the rest is made from what is stored and put into
// it. With camera nil only those of the album come.
func Photographs(ctx context.Context, runID string, r *Site, snap Snapshot, zone *time.Location, most int, album Album, camera Camera) iter.Seq2[*Photo, error] {
	return func(yield func(*Photo, error) bool) {
		for _, s := range scenes(r, most) {
			photo, err := s.photo(ctx, runID, r, snap, zone, album, camera)
			if err != nil && !yield(nil, fmt.Errorf("photograph %s: %w", s.url, err)) {
				return
			}
			if photo != nil && !yield(photo, nil) {
				return
			}
		}
	}
}

// scene is one page to be photographed.
type scene struct {
	url, sum string
	marks    []string
}

// scenes lists the pages with a certain defect.
func scenes(r *Site, most int) []*scene {
	var list []*scene
	at := map[string]*scene{}
	for _, f := range r.Findings {
		if f.Outcome != rules.Fail {
			continue
		}
		for _, d := range f.Defects {
			if d.Outcome != rules.Fail {
				continue
			}
			for _, e := range d.Evidence {
				s := at[e.URL]
				if s == nil {
					if len(list) >= most || !strings.HasPrefix(e.URL, "http") {
						continue
					}
					s = &scene{url: e.URL, sum: e.SHA256}
					at[e.URL] = s
					list = append(list, s)
				}
				s.mark(e.Quote)
				if d.Subject != e.URL && strings.HasPrefix(d.Subject, "http") {
					s.mark(d.Subject)
				}
			}
		}
	}
	return list
}

func (s *scene) mark(quote string) {
	quote = strings.TrimSpace(quote)
	if runes := []rune(quote); len(runes) > maxMarkRunes {
		quote = string(runes[:maxMarkRunes])
	}
	if quote != "" && len(s.marks) < maxMarks && !slices.Contains(s.marks, quote) {
		s.marks = append(s.marks, quote)
	}
}

func (s *scene) photo(ctx context.Context, runID string, r *Site, snap Snapshot, zone *time.Location, album Album, camera Camera) (*Photo, error) {
	have, err := album.Photo(ctx, runID, r.ID, s.url)
	if err != nil {
		return nil, err
	}
	if have != nil && (camera == nil || have.Page == s.sum && slices.Equal(have.Marks, s.marks)) {
		return have, nil
	}
	if camera == nil {
		return nil, nil
	}
	p, err := snap.Page(ctx, s.url)
	if err != nil || !photogenic(p) {
		return nil, nil // what is held against the site is no page: a name, a record, an address that does not open
	}
	get := func(ctx context.Context, url string) *site.Page {
		q, err := snap.Page(ctx, url)
		if err != nil {
			return nil
		}
		return q
	}
	caption := []string{r.Name + "　" + p.Final, "取得时间 " + p.Fetched.In(zone).Format("2006-01-02 15:04:05 -07:00") + "　SHA-256 " + p.SHA256}
	photo, err := camera(ctx, Viewing{Page: p, Marks: s.marks, Caption: caption}, get)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(photo.PNG)
	photo.URL, photo.Page, photo.At, photo.Marks, photo.SHA256 = s.url, s.sum, p.Fetched, s.marks, hex.EncodeToString(sum[:])
	return photo, album.PutPhoto(ctx, runID, r.ID, photo)
}

// photogenic reports a page that a browser can show.
func photogenic(p *site.Page) bool {
	return p.Status == 200 && len(p.Body) > 0 && (p.ContentType == "" || strings.Contains(strings.ToLower(p.ContentType), "html"))
}
