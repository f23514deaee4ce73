package extract

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/site"
)

// corpusPages are the saved pages, by the folder of their site.
func corpusPages(tb testing.TB) map[string][]*site.Page {
	tb.Helper()
	dir := corpusFolder(tb)
	out := map[string][]*site.Page{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		body, err := os.ReadFile(path)
		address := "http://www.example.gov.cn/a/" + filepath.Base(path)
		folder := filepath.Dir(path)
		out[folder] = append(out[folder], &site.Page{URL: address, Final: address, From: "http://www.example.gov.cn/", Depth: 1, ContentType: "text/html", Body: body})
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// TestFactsOfSavedPagesAreKeptWhole packs and unpacks what real pages say.
func TestFactsOfSavedPagesAreKeptWhole(t *testing.T) {
	pages, size := 0, 0
	for folder, list := range corpusPages(t) {
		c := new(Codec)
		for _, p := range list {
			f := Read(p)
			data := c.Pack(p, f)
			if data == nil {
				continue
			}
			pages, size = pages+1, size+len(data)
			if got := c.Unpack(p, data); !reflect.DeepEqual(got, f) {
				t.Errorf("%s %s (-want +got):\n%s", folder, p.URL, cmp.Diff(f, got))
			}
		}
	}
	t.Logf("%d pages, %d bytes each before they are compressed", pages, size/max(1, pages))
}

// BenchmarkCodec keeps the facts of saved pages, site after site.
func BenchmarkCodec(b *testing.B) {
	type kept struct {
		page  *site.Page
		facts *Facts
		data  []byte
	}
	var all []kept
	for _, list := range corpusPages(b) {
		for _, p := range list {
			f := Read(p)
			if data := new(Codec).Pack(p, f); data != nil {
				all = append(all, kept{p, f, data})
			}
		}
	}
	c := new(Codec)
	b.Run("pack", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			c.Pack(all[i%len(all)].page, all[i%len(all)].facts)
			i++
		}
	})
	b.Run("unpack", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			c.Unpack(all[i%len(all)].page, all[i%len(all)].data)
			i++
		}
	})
}
