package runner

import (
	"context"

	"github.com/govaudit/govaudit/schedule"
)

// Progress is how far a task is.
type Progress struct {
	Task   schedule.Task  `json:"task"`
	Total  int            `json:"total"`  // sites
	Done   int            `json:"done"`   // sites with a result
	Pages  int            `json:"pages"`  // obtained, of sites in work
	Queued int            `json:"queued"` // addresses still to be asked for, of sites in work
	Rate   float64        `json:"rate"`   // addresses asked for per second
	Sites  []SiteProgress `json:"sites"`  // in work, or waiting for another audit, by id
}

// Progress returns how far a task is.
func (r *Runner) Progress(ctx context.Context, id int64) (Progress, error) {
	t, err := r.Store.Task(ctx, id)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Task: t, Total: t.Total}
	if t.Run == "" {
		return p, nil
	}
	done, err := r.Store.ResultSites(ctx, t.Run)
	if err != nil {
		return p, err
	}
	p.Done = len(done)
	if t.State.Ended() {
		return p, nil
	}
	if p.Sites, err = r.Crew.InWork(ctx, t.Run); err != nil {
		return p, err
	}
	for _, s := range p.Sites {
		p.Pages, p.Queued, p.Rate = p.Pages+s.Pages, p.Queued+s.Queued, p.Rate+s.Rate
	}
	return p, nil
}

// Queue counts what is in work and waits, over all tasks.
func (r *Runner) Queue(ctx context.Context) (Queue, error) { return r.Crew.Queue(ctx) }
