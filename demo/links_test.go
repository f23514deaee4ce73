package demo

import (
	"bytes"
	"log/slog"
	"net/url"
	"path"
	"strings"
	"testing"
)

// TestEveryPageIsLinked holds that no page of a site was written that nobody can
// reach: some other page names the last part of its address.
func TestEveryPageIsLinked(t *testing.T) {
	p, err := Start(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, s := range p.sites {
		for address := range s.replies {
			last := path.Base(address)
			if plain, err := url.PathUnescape(last); err == nil {
				last = plain
			}
			if strings.HasPrefix(last, "index.") || strings.HasSuffix(address, "/") {
				last = path.Base(path.Dir(address+"x")) + "/"
			}
			if address != s.home && address != "/robots.txt" && !s.paged[address] && !s.linked(address, last) && !s.linked(address, path.Base(address)) {
				t.Errorf("%s: nothing links to %s", s.id, address)
			}
		}
	}
}

func (s *portal) linked(address, last string) bool {
	for other, r := range s.replies {
		if other != address && (bytes.Contains(r.body, []byte(last)) || strings.HasSuffix(r.location, last)) {
			return true
		}
	}
	return false
}
