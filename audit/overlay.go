package audit

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/govaudit/govaudit/site"
)

// Overlay is a finished snapshot with pages that were fetched later laid over it:
// what was obtained then, or is said not to be there any more, counts in place of what
// was stored, and everything else is as it was. It cannot be written.
type Overlay struct {
	base, later Snapshot
	over        map[string]bool // addresses that the later pages speak for
	fresh       map[string]bool // addresses asked for of the later pages that count
}

var errOverlay = errors.New("an overlay cannot be written")

// NewOverlay lays the pages of later over base. Both must be finished.
func NewOverlay(ctx context.Context, base, later Snapshot) (*Overlay, error) {
	o := &Overlay{base: base, later: later, over: map[string]bool{}, fresh: map[string]bool{}}
	for p, err := range later.Pages(ctx) {
		if err != nil {
			return nil, err
		}
		if p.OK() || p.Failure.Definite() {
			o.fresh[p.URL], o.over[p.URL] = true, true
		}
		if p.OK() {
			o.over[p.Final] = true
		}
	}
	return o, nil
}

// Put is refused.
func (o *Overlay) Put(context.Context, *site.Page) error { return errOverlay }

// Record is refused.
func (o *Overlay) Record(context.Context, []byte) (string, error) { return "", errOverlay }

// Finish is refused.
func (o *Overlay) Finish(context.Context, site.Snapshot) error { return errOverlay }

// Done is always true.
func (o *Overlay) Done() bool { return true }

// Pages yields the later pages, then those of the base that they do not speak for.
func (o *Overlay) Pages(ctx context.Context) iter.Seq2[*site.Page, error] {
	return o.merged(o.later.Pages(ctx), o.base.Pages(ctx))
}

// Readings yields what Pages does, with facts in place of bodies where usable.
func (o *Overlay) Readings(ctx context.Context, usable func(*site.Page) bool) iter.Seq2[*site.Page, error] {
	return o.merged(o.later.Readings(ctx, usable), o.base.Readings(ctx, usable))
}

func (o *Overlay) merged(later, base iter.Seq2[*site.Page, error]) iter.Seq2[*site.Page, error] {
	return func(yield func(*site.Page, error) bool) {
		for p, err := range later {
			if err == nil && !o.fresh[p.URL] {
				continue
			}
			if !yield(p, err) {
				return
			}
		}
		for p, err := range base {
			if err == nil && (o.over[p.URL] || o.over[p.Final] && p.Final != "") {
				continue
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// Page returns the page asked for at an address: the later one where it counts.
func (o *Overlay) Page(ctx context.Context, url string) (*site.Page, error) {
	if o.fresh[url] {
		return o.later.Page(ctx, url)
	}
	return o.base.Page(ctx, url)
}

// Reading returns what Page does, with facts in place of the body where usable.
func (o *Overlay) Reading(ctx context.Context, url string, usable func(*site.Page) bool) (*site.Page, error) {
	if o.fresh[url] {
		return o.later.Reading(ctx, url, usable)
	}
	return o.base.Reading(ctx, url, usable)
}

// Meta is the base's, with what was observed later of the portal as a whole, of its
// hosts and of the place we look from.
func (o *Overlay) Meta() site.Snapshot {
	m, l := o.base.Meta(), o.later.Meta()
	m.Started, m.Finished, m.Alive, m.Suspect = l.Started, l.Finished, l.Alive, l.Suspect
	m.Vantage, m.Visits = l.Vantage, l.Visits
	hosts := slices.Clone(l.Hosts)
	for _, h := range m.Hosts {
		if !slices.ContainsFunc(hosts, func(x site.Host) bool { return x.Name == h.Name }) {
			hosts = append(hosts, h)
		}
	}
	m.Hosts = hosts
	return m
}

// Judge judges a finished snapshot by the rules of its site. It records nothing.
func (a *Auditor) Judge(ctx context.Context, run Run, t site.Target, snap Snapshot) (*Site, error) {
	p, err := Replay(ctx, t, snap, a.Documents)
	if err != nil {
		return nil, err
	}
	r, _, err := a.judge(ctx, run, t, p, nil)
	return r, err
}
