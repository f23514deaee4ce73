package main

import (
	"context"
	"errors"

	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/store"
)

// system is who speaks where the program does by itself.
const system = "系统"

// parkSites takes the items of sites that are not audited any more off the list of what
// is to be mended, and has those of sites that are audited again back as they were. It is
// done where a site is taken out or put back, and at each start: the configuration may
// name other sites, or the process may have ended in between.
func (d *desk) parkSites(ctx context.Context) error {
	roster, err := d.Roster(ctx)
	if err != nil {
		return err
	}
	audited, by := map[string]bool{}, map[string]string{}
	for _, e := range roster {
		audited[e.Target.ID], by[e.Target.ID] = e.Audited(), e.RetiredBy
	}
	items, err := d.store.Items(ctx, store.ItemFilter{States: []ledger.State{ledger.Open, ledger.Notified, ledger.Reopened, ledger.Answered, ledger.Lapsed}})
	if err != nil {
		return err
	}
	parked, back := 0, 0
	for _, it := range items {
		var e ledger.Event
		switch {
		case it.State != ledger.Lapsed && !audited[it.Site]:
			why := "网站不再检查"
			if by[it.Site] != "" {
				why += "（" + by[it.Site] + " 停止）"
			}
			e, err = ledger.Park(it, system, d.env.Now(), why+"，不再要求；恢复检查时照原来的状态继续")
			parked++
		case it.State == ledger.Lapsed && it.Parked != "" && audited[it.Site]:
			e, err = ledger.Unpark(it, system, d.env.Now(), "网站恢复检查，照原来的状态继续")
			back++
		default:
			continue
		}
		if err != nil {
			return err
		}
		// One that somebody changes at this moment has its turn at the next start.
		if err := d.store.AppendEvents(ctx, ledger.Change{Item: it, Events: []ledger.Event{e}}); err != nil && !errors.Is(err, ledger.ErrChanged) {
			return err
		}
	}
	if parked+back > 0 {
		d.told.Info("items of sites that are not audited any more, and of sites that are again", "parked", parked, "back", back)
	}
	return nil
}
