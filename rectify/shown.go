package rectify

import (
	"cmp"
	"context"
	"fmt"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/site"
)

// shown reads what the pages at the given addresses show: which document, or which
// notice in place of one.
func shown(ctx context.Context, snap Snapshot, s *ledger.Sight, list []string) error {
	s.Documents, s.Notices = map[string]ledger.Document{}, map[string]string{}
	return readings(ctx, snap, s.Pages, list, func(address string, f *extract.Facts) {
		s.Documents[address] = documentOf(f)
		if words := noticeOf(f); words != "" {
			s.Notices[address] = words
		}
	})
}

// noticeOf is what a page says that shows nothing of what was asked for; "" where it
// shows something.
func noticeOf(f *extract.Facts) string {
	switch words := cmp.Or(f.Signals.Error, f.Signals.Challenge, f.Signals.NeedsBrowser); {
	case words != "":
		return words
	case f.Signals.Redirect != "":
		return "转到 " + f.Signals.Redirect
	case f.Signals.TextRunes == 0 && f.Kind != extract.Frame && f.Kind != extract.File:
		return "没有内容的网页"
	}
	return ""
}

// documents says which documents pages show.
func documents(ctx context.Context, snap Snapshot, pages map[string]*site.Page, list []string) (map[string]ledger.Document, error) {
	out := map[string]ledger.Document{}
	return out, readings(ctx, snap, pages, list, func(address string, f *extract.Facts) { out[address] = documentOf(f) })
}

// readings hands on the facts of those of the addresses that showed a page.
func readings(ctx context.Context, snap Snapshot, pages map[string]*site.Page, list []string, yield func(address string, f *extract.Facts)) error {
	var codec extract.Codec
	for _, address := range list {
		p := pages[address]
		if p == nil || !p.OK() {
			continue
		}
		full, err := snap.Reading(ctx, p.URL, func(p *site.Page) bool { return extract.Kept(p, p.Facts) })
		if err != nil {
			return fmt.Errorf("read %s again: %w", p.URL, err)
		}
		facts := codec.Unpack(full, full.Facts)
		if facts == nil {
			facts = codec.Read(full)
		}
		if facts != nil {
			yield(address, facts)
		}
	}
	return nil
}
