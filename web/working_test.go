package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// works keeps in memory what people say, what is to be mended and what is to be done.
type works struct {
	mu        sync.Mutex
	desk      *desk
	decisions []review.Decision
	proposals map[string]review.Proposal
	items     map[string]ledger.Item
	events    map[string][]ledger.Event
	sites     []schedule.Added
	tasks     []schedule.Task
	paused    map[string]string
}

// newWorks is two items of the fixture, one of each department, and a site that was
// added.
func newWorks(d *desk) *works {
	w := &works{desk: d, proposals: map[string]review.Proposal{}, items: map[string]ledger.Item{}, events: map[string][]ledger.Event{}, paused: map[string]string{}}
	at := time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	for _, o := range []struct {
		key              review.Key
		check, who, name string
		severity         ledger.Severity
	}{
		{fixtureLate, "annual_report", "江州市人民政府办公室", "江州市人民政府", ledger.Major},
		{review.Key{Site: "gujiang", Rule: "national/opens", Code: "unreachable", Subject: "www.gujiang.gov.cn"}, "availability", "古江县人民政府办公室", "古江县人民政府", ledger.Veto},
	} {
		id := ledger.NewID(o.key, 0)
		c := ledger.Change{Events: []ledger.Event{{Item: id, N: 1, Kind: ledger.EventOpened, At: at, Run: lastRun, To: ledger.Open, Why: "检查发现", Due: calendar.MustDay(2026, 4, 17),
			Opening: &ledger.Opening{Key: o.key, Check: o.check, Department: o.who, Severity: o.severity},
			Seen: &ledger.Sighting{Run: lastRun, Observed: at, SiteName: o.name, Message: "年度报告晚于期限", Lost: 3, Fingerprint: "f",
				Evidence: []rules.Evidence{{URL: "http://www.jiangzhou.gov.cn/nb/1.html", Seen: at, Quote: "发布日期：2026-04-13", SHA256: strings.Repeat("9f", 32)}}}}}}
		if err := w.AppendEvents(context.Background(), c); err != nil {
			panic(err)
		}
	}
	w.sites = []schedule.Added{{Target: site.Target{ID: "added", Name: "后加的网站", URL: "http://added.gov.cn/", Level: site.Town, Department: "古江县人民政府办公室"}, By: "ping", At: at}}
	w.tasks = []schedule.Task{{ID: 1, By: "ping", Asked: at, Total: 3, State: schedule.Running, Run: lastRun, Began: at}}
	return w
}

var fixtureLate = review.Key{Site: "jiangzhou", Rule: "national/annual-report", Code: "late", Subject: "http://www.jiangzhou.gov.cn/nb/1.html"}

func (w *works) Decisions(_ context.Context, id string) (out []review.Decision, _ error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.decisions {
		if d.Site == id {
			out = append(out, d)
		}
	}
	return out, nil
}

func (w *works) DecisionState(context.Context) (map[string]int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := map[string]int{}
	for _, d := range w.decisions {
		out[d.Site]++
	}
	return out, nil
}

func (w *works) AddDecisions(ctx context.Context, list []review.Decision) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.decisions = append(w.decisions, list...)
	w.desk.change(ctx)
	return nil
}

func (w *works) Propose(ctx context.Context, list []review.Proposal) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range list {
		if old, ok := w.proposals[p.ID()]; ok && old.Account != p.Account {
			return fmt.Errorf("propose: %w", review.ErrProposed)
		}
		w.proposals[p.ID()] = p
	}
	w.desk.change(ctx)
	return nil
}

func (w *works) Proposals(context.Context) (out []review.Proposal, _ error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.proposals {
		out = append(out, p)
	}
	return out, nil
}

func (w *works) Settle(ctx context.Context, p review.Proposal, became *review.Decision) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.proposals[p.ID()] != p {
		return fmt.Errorf("settle: %w", review.ErrProposed)
	}
	delete(w.proposals, p.ID())
	if became != nil {
		w.decisions = append(w.decisions, *became)
	}
	w.desk.change(ctx)
	return nil
}

func (w *works) Item(_ context.Context, id string) (ledger.Item, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.items[id]
	if !ok {
		return it, fmt.Errorf("item %s: %w", id, ErrMissing)
	}
	return it, nil
}

func (w *works) Events(_ context.Context, id string) ([]ledger.Event, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.events[id]), nil
}

func (w *works) Items(_ context.Context, q ItemQuery) (out []ledger.Item, _ error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, it := range w.items {
		if (q.Departments == nil || slices.Contains(q.Departments, it.Department)) && (q.Site == "" || it.Site == q.Site) && (q.Rule == "" || it.Rule == q.Rule) &&
			(len(q.States) == 0 || slices.Contains(q.States, it.State)) && (q.Severity == "" || it.Severity == q.Severity) && (q.Due == 0 || it.Due < q.Due) {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(a, b ledger.Item) int { return cmp.Or(cmp.Compare(a.Due, b.Due), strings.Compare(a.ID, b.ID)) })
	if q.Most > 0 {
		out = out[min(q.Skip, len(out)):min(q.Skip+q.Most, len(out))]
	}
	return out, nil
}

func (w *works) CountItems(ctx context.Context, q ItemQuery) (int, error) {
	q.Most = 0
	list, err := w.Items(ctx, q)
	return len(list), err
}

func (w *works) ItemTallies(ctx context.Context, today calendar.Day) (out []ItemTally, _ error) {
	list, err := w.Items(ctx, ItemQuery{})
	for _, it := range list {
		t := ItemTally{Site: it.Site, Department: it.Department, Rule: it.Rule, State: it.State, Severity: it.Severity, Items: 1}
		if it.Overdue(today) > 0 {
			t.Overdue = 1
		}
		out = append(out, t)
	}
	return out, err
}

func (w *works) AppendEvents(ctx context.Context, changes ...ledger.Change) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range changes {
		if c.Item.Version > 0 && w.items[c.Item.ID].Version != c.Item.Version {
			return fmt.Errorf("item %s: %w", c.Item.ID, ledger.ErrChanged)
		}
	}
	for _, c := range changes {
		it, err := c.After()
		if err != nil {
			return err
		}
		w.items[it.ID], w.events[it.ID] = it, append(w.events[it.ID], c.Events...)
	}
	w.desk.change(ctx)
	return nil
}

func (w *works) Roster(context.Context) ([]schedule.Entry, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return schedule.Roster([]site.Target{
		{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市人民政府办公室"},
		{ID: "gujiang", Name: "古江县人民政府", URL: "http://www.gujiang.gov.cn/", Level: site.County, Department: "古江县人民政府办公室"},
	}, slices.Clone(w.sites)), nil
}

// ParseSites reads lines of an id and an address.
func (w *works) ParseSites(_ string, data []byte) (out []site.Target, _ error) {
	for i, l := range lines(string(data)) {
		f := strings.Fields(l)
		if len(f) != 2 {
			return nil, Refusal{fmt.Sprintf("表格.csv:%d: 缺少网址", i+1)}
		}
		out = append(out, site.Target{ID: f[0], Name: f[0], URL: f[1], Level: site.County, Department: f[0]})
	}
	return out, nil
}

func (w *works) ParseSite(f map[string]string) (site.Target, map[string]string) {
	if f["url"] == "" {
		return site.Target{}, map[string]string{"url": "缺少网址"}
	}
	return site.Target{ID: f["id"], Name: f["name"], URL: f["url"], Level: site.Level(f["level"]), Department: f["department"]}, nil
}

func (w *works) AddSites(ctx context.Context, list []site.Target, by string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range list {
		if slices.ContainsFunc(w.sites, func(a schedule.Added) bool { return a.Target.ID == t.ID }) {
			return Refusal{t.ID + "：编号已被占用"}
		}
	}
	for _, t := range list {
		w.sites = append(w.sites, schedule.Added{Target: t, By: by, At: now})
	}
	w.desk.change(ctx)
	return nil
}

func (w *works) change(ctx context.Context, id string, f func(*schedule.Added)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.sites, func(a schedule.Added) bool { return a.Target.ID == id })
	if i < 0 {
		return errors.New("no such site")
	}
	f(&w.sites[i])
	w.desk.change(ctx)
	return nil
}

func (w *works) ChangeSite(ctx context.Context, t site.Target, by string) error {
	return w.change(ctx, t.ID, func(a *schedule.Added) { a.Target, a.By, a.At = t, by, a.At.Add(time.Hour) })
}

func (w *works) RetireSite(ctx context.Context, id, by string) error {
	return w.change(ctx, id, func(a *schedule.Added) { a.RetiredBy, a.RetiredAt = by, now })
}

func (w *works) RestoreSite(ctx context.Context, id string) error {
	return w.change(ctx, id, func(a *schedule.Added) { a.RetiredBy = "" })
}

func (w *works) PacksOf(site.Target) []string { return []string{"national"} }

func (w *works) Start(ctx context.Context, q runner.Request) (schedule.Task, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if slices.Contains(q.Groups, "nowhere") {
		return schedule.Task{}, Refusal{"没有这样的网站或分组：nowhere"}
	}
	t := schedule.Task{ID: int64(len(w.tasks) + 1), By: q.By, Asked: now, Groups: q.Groups, Packs: q.Packs, Probe: q.Probe, Of: q.Of, Items: q.Items, State: schedule.Waiting}
	w.tasks = append(w.tasks, t)
	w.desk.change(ctx)
	return t, nil
}

func (w *works) Cancel(ctx context.Context, id int64, by string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := &w.tasks[id-1]
	if t.State.Ended() {
		return Refusal{"任务已经结束"}
	}
	t.State, t.EndedBy = schedule.Cancelled, by
	w.desk.change(ctx)
	return nil
}

func (w *works) Runs(context.Context, int) ([]schedule.Task, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.Clone(w.tasks)
	slices.Reverse(out)
	return out, nil
}

func (w *works) Progress(_ context.Context, id int64) (runner.Progress, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if id < 1 || int(id) > len(w.tasks) {
		return runner.Progress{}, ErrMissing
	}
	return runner.Progress{Task: w.tasks[id-1], Total: 3, Done: 1, Sites: []runner.SiteProgress{{Site: "jiangzhou", Pages: 7, Doing: "抓取"}}}, nil
}

func (w *works) Next(context.Context) ([]runner.Upcoming, error) {
	cron, err := schedule.ParseCron("0 2 * * 1")
	return []runner.Upcoming{{Schedule: schedule.Schedule{Name: "weekly", Cron: cron}, Status: schedule.Status{PausedBy: w.paused["weekly"]}, Next: now.AddDate(0, 0, 7)}}, err
}

func (w *works) Pause(ctx context.Context, name, by string) error {
	if name != "weekly" {
		return Refusal{"没有这个名称的定时任务：" + name}
	}
	w.paused[name] = by
	w.desk.change(ctx)
	return nil
}

func (w *works) Resume(ctx context.Context, name string) error {
	delete(w.paused, name)
	w.desk.change(ctx)
	return nil
}

// change writes the line that belongs to a change.
func (d *desk) change(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if access.PendingOf(ctx) != nil {
		d.wrote(ctx)
	}
}
