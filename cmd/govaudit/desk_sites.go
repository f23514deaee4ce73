package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Roster returns the sites of the config and those that people added.
func (d *desk) Roster(ctx context.Context) ([]schedule.Entry, error) {
	added, err := d.store.AddedSites(ctx)
	if err != nil {
		return nil, err
	}
	return schedule.Roster(d.config.Sites, added), nil
}

// Sites returns the sites that are audited.
func (d *desk) Sites(ctx context.Context) ([]site.Target, error) {
	roster, err := d.Roster(ctx)
	if err != nil {
		return nil, err
	}
	return schedule.Targets(roster), nil
}

// tellShadowed tells which sites that people added count for nothing.
func (d *desk) tellShadowed(ctx context.Context) error {
	roster, err := d.Roster(ctx)
	for _, e := range roster {
		if e.Shadowed != nil {
			d.told.Warn("a site that was added has the id of one in the config, which counts", "site", e.Target.ID, "by", e.Shadowed.By)
		}
	}
	return err
}

// ParseSites reads a table of sites.
func (d *desk) ParseSites(name string, data []byte) ([]site.Target, error) {
	return configs.ParseSites(name, data)
}

// ParseSite reads a site from the fields of a form.
func (d *desk) ParseSite(fields map[string]string) (site.Target, map[string]string) {
	return configs.ParseSite(fields)
}

// AddSites records sites that a person adds, all of them or none. The error joins what
// is wrong with each.
func (d *desk) AddSites(ctx context.Context, list []site.Target, by string) error {
	roster, err := d.Roster(ctx)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, e := range roster {
		ids[e.Target.ID] = true
	}
	var problems []error
	for _, t := range list {
		if ids[t.ID] {
			problems = append(problems, fmt.Errorf("%s：编号已被占用，另写一个", t.ID))
		}
	}
	if err := errors.Join(append(problems, d.checkSites(roster, list)...)...); err != nil {
		return usageError{err}
	}
	return d.store.AddSites(ctx, list, by, d.env.Now())
}

// ChangeSite writes an added site anew, under its id.
func (d *desk) ChangeSite(ctx context.Context, t site.Target, by string) error {
	e, roster, err := d.added(ctx, t.ID)
	if err != nil {
		return err
	}
	if e.Audited() {
		if err := errors.Join(d.checkSites(roster, []site.Target{t})...); err != nil {
			return usageError{err}
		}
	}
	return d.store.ChangeSite(ctx, t, by, d.env.Now())
}

// RetireSite takes an added site out of what is audited.
func (d *desk) RetireSite(ctx context.Context, id, by string) error {
	e, _, err := d.added(ctx, id)
	if err != nil {
		return err
	}
	if !e.Audited() {
		return usageError{fmt.Errorf("网站 %s 已经停用", id)}
	}
	if err := d.store.RetireSite(ctx, id, by, d.env.Now()); err != nil {
		return err
	}
	return d.parkSites(ctx)
}

// RestoreSite undoes RetireSite, where no other site has its address by now.
func (d *desk) RestoreSite(ctx context.Context, id string) error {
	e, roster, err := d.added(ctx, id)
	if err != nil {
		return err
	}
	if e.Audited() {
		return usageError{fmt.Errorf("网站 %s 没有停用", id)}
	}
	if err := errors.Join(d.checkSites(roster, []site.Target{e.Target})...); err != nil {
		return usageError{err}
	}
	if err := d.store.RestoreSite(ctx, id); err != nil {
		return err
	}
	return d.parkSites(ctx)
}

// added returns the site of this id that a person added.
func (d *desk) added(ctx context.Context, id string) (e schedule.Entry, roster []schedule.Entry, err error) {
	if roster, err = d.Roster(ctx); err != nil {
		return e, nil, err
	}
	for _, e := range roster {
		switch {
		case e.Target.ID != id:
		case e.Configured:
			return e, nil, usageError{fmt.Errorf("网站 %s 写在配置文件里，只能改配置", id)}
		default:
			return e, roster, nil
		}
	}
	return e, nil, usageError{fmt.Errorf("没有编号为 %s 的网站", id)}
}

// checkSites reports sites that have the address of another, or packs that there are not.
func (d *desk) checkSites(roster []schedule.Entry, list []site.Target) []error {
	places := map[string]string{}
	for _, e := range roster {
		if e.Audited() {
			places[place(e.Target)] = e.Target.ID
		}
	}
	var problems []error
	for _, t := range list {
		if other := places[place(t)]; other != "" && other != t.ID {
			problems = append(problems, fmt.Errorf("%s：网址 %s 与网站 %s 相同", t.ID, t.URL, other))
		}
		places[place(t)] = cmp.Or(places[place(t)], t.ID)
		if err := d.checkPacks(t.Packs); err != nil {
			problems = append(problems, fmt.Errorf("%s：%w", t.ID, err))
		}
	}
	return problems
}

// place is what two sites may not share.
func place(t site.Target) string { return t.URL + " " + strings.Join(t.Scope, " ") }
