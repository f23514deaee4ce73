package store

import (
	"bytes"
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

func testPhotos(t *testing.T, address string) {
	s := open(t, address)
	sn := begin(t, s, "a")
	run, siteID := "r1", "a"
	first := &audit.Photo{URL: "http://a.gov.cn/b", Page: sum("page"), At: day.UTC(), Marks: []string{"引文"}, Marked: 1, Width: 1280, Height: 900, SHA256: sum("png"), PNG: []byte("png")}
	must(t, s.PutPhoto(t.Context(), run, siteID, first))
	must(t, s.PutPhoto(t.Context(), run, siteID, &audit.Photo{URL: "http://a.gov.cn/a", SHA256: sum("older"), PNG: []byte("older")}))
	must(t, s.PutPhoto(t.Context(), run, siteID, &audit.Photo{URL: "http://a.gov.cn/a", SHA256: sum("newer"), PNG: []byte("newer")}))
	got, err := s.Photo(t.Context(), run, siteID, first.URL)
	must(t, err)
	if d := cmp.Diff(first, got); d != "" {
		t.Error(d)
	}
	list, err := s.Photos(t.Context(), run, siteID)
	must(t, err)
	if len(list) != 2 || list[0].SHA256 != sum("newer") || list[1].URL != first.URL || list[1].PNG != nil {
		t.Errorf("%+v", list)
	}
	if got, err := s.Photo(t.Context(), run, "other", first.URL); got != nil || err != nil {
		t.Errorf("another site's: %v, %v", got, err)
	}
	if err := s.PutPhoto(t.Context(), run, siteID, &audit.Photo{URL: "http://a.gov.cn/c", SHA256: "no hash", PNG: []byte("x")}); err == nil {
		t.Error("a picture without a hash was taken")
	}
	body, err := sn.Body(t.Context(), sum("png"))
	must(t, err)
	if !bytes.Equal(body, first.PNG) {
		t.Errorf("by its hash: %q", body)
	}
	must(t, sn.Finish(t.Context(), site.Snapshot{}))
	must(t, s.inTx(t.Context(), func(tx *sql.Tx) error { return sweep(t.Context(), tx) }))
	if got, err := s.Photo(t.Context(), run, siteID, first.URL); got == nil || err != nil {
		t.Errorf("after the sweep: %v, %v", got, err)
	}
	if n := count(t, s, "SELECT count(*) FROM bodies"); n != 2 {
		t.Errorf("%d bodies after the sweep, want the two pictures that count", n)
	}
}
