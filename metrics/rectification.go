package metrics

import (
	"context"

	"github.com/govaudit/govaudit/calendar"
)

// rectification adds how far what was found has been mended.
func (c *Collector) rectification(ctx context.Context, b *batch) error {
	list, err := c.s.Source.Rectification(ctx, calendar.DayOf(c.s.Now(), c.s.Zone))
	if err != nil {
		return err
	}
	late := map[string]int{}
	for _, n := range list {
		b.add(items, float64(n.Count), n.Site, n.State)
		late[n.Site] += n.Overdue
	}
	for _, id := range sortedKeys(late) {
		b.add(overdue, float64(late[id]), id)
	}
	return nil
}

// jobs adds how much there is to do.
func (c *Collector) jobs(ctx context.Context, b *batch) error {
	states, err := c.s.Source.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, state := range sortedKeys(states) {
		b.add(queueJobs, float64(states[state]), state)
	}
	return nil
}
