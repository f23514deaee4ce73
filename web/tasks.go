package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
)

type taskView struct {
	taskRow
	runner.Progress
	Percent int
	Live    bool // it changes while it is looked at
	Still   bool // the visitor does not want it to be loaded anew
}

// again is a page that the browser loads anew after some seconds.
type again struct {
	page
	seconds int
}

func (a again) write(s *Server, w http.ResponseWriter, c *call) error {
	w.Header().Set("Refresh", strconv.Itoa(a.seconds))
	return a.page.write(s, w, c)
}

func (s *Server) progress(c *call) (runner.Progress, error) {
	id, err := strconv.ParseInt(c.PathValue("id"), 10, 64)
	if err != nil {
		return runner.Progress{}, errMissing
	}
	return s.Runner.Progress(c.Context(), id)
}

func (s *Server) task(c *call) (answer, error) {
	p, err := s.progress(c)
	if err != nil {
		return nil, err
	}
	v := taskView{taskRow: newTaskRow(p.Task), Progress: p, Live: !p.Task.State.Ended(), Still: c.FormValue("still") != ""}
	if p.Total > 0 {
		v.Percent = 100 * p.Done / p.Total
	}
	out := page{Name: "task", Title: "任务 " + strconv.FormatInt(p.Task.ID, 10), Body: v}
	if v.Live && !v.Still {
		return again{out, 10}, nil
	}
	return out, nil
}

func (s *Server) cancelTask(c *call) (answer, error) {
	p, err := s.progress(c)
	if err != nil {
		return nil, err
	}
	row := newTaskRow(p.Task)
	err = s.Runner.Cancel(s.record(c, "取消任务", row.Path, p.Task.State.Chinese(), schedule.Cancelled.Chinese()), p.Task.ID, person(c.User))
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return nil, conflict(r.Error())
	}
	if err != nil {
		return nil, err
	}
	if c.api() {
		p.Task.State, p.Task.EndedBy = schedule.Cancelled, person(c.User)
		return jsonBody{Value: shownTask(p.Task)}, nil
	}
	return redirect{To: row.Path, Flash: "已取消；已经看到的都保留，但不据此下结论。"}, nil
}

func (s *Server) tasksJSON(c *call) (answer, error) {
	newest, err := s.Runner.Runs(c.Context(), mostTasks)
	if err != nil {
		return nil, err
	}
	return jsonBody{Value: shownTasks(newest)}, nil
}

// shownTask is a task for programs: without the sites it froze, and with empty lists
// where it has none.
func shownTask(t schedule.Task) schedule.Task {
	t.Groups, t.Packs, t.Sites = list(t.Groups), list(t.Packs), nil
	return t
}

func (s *Server) taskJSON(c *call) (answer, error) {
	p, err := s.progress(c)
	if err != nil {
		return nil, err
	}
	p.Task, p.Sites = shownTask(p.Task), list(p.Sites)
	return jsonBody{Value: p}, nil
}

// upcomingJSON is a schedule as programs read it.
type upcomingJSON struct {
	Name     string   `json:"name"`
	Cron     string   `json:"cron"`
	Sites    []string `json:"sites"`
	Packs    []string `json:"packs"`
	Probe    bool     `json:"probe"`
	PausedBy string   `json:"paused_by"`
	Next     string   `json:"next"` // "": it is paused
}

func (s *Server) schedulesJSON(c *call) (answer, error) {
	list, err := s.Runner.Next(c.Context())
	if err != nil {
		return nil, err
	}
	out := []upcomingJSON{}
	for _, u := range list {
		j := upcomingJSON{u.Schedule.Key(), u.Schedule.Cron.String(), append([]string{}, u.Schedule.Sites...), append([]string{}, u.Schedule.Packs...), u.Schedule.Probe, u.Status.PausedBy, ""}
		if !u.Next.IsZero() {
			j.Next = u.Next.Format("2006-01-02T15:04:05Z07:00")
		}
		out = append(out, j)
	}
	return jsonBody{Value: map[string]any{"schedules": out}}, nil
}

// runView is one run: what was seen of each site, and what could not be.
type runView struct {
	Run    audit.Run
	Rows   []runRow
	States []stateCount
	Pages  int
	Failed int
	Pager  pager
}

type runRow struct {
	audit.Summary
	Path string
}

type stateCount struct {
	State audit.State
	Count int
}

func (s *Server) run(c *call) (answer, error) {
	run, err := s.Archive.Run(c.Context(), c.PathValue("run"))
	if err != nil {
		return nil, err
	}
	list, err := s.Records.Summaries(c.Context(), run.ID)
	if err != nil {
		return nil, err
	}
	v := runView{Run: run}
	order := []audit.State{audit.Unreachable, audit.Partial, audit.Audited}
	for _, st := range order {
		n := 0
		for _, x := range list {
			if x.State == st {
				n++
			}
		}
		v.States = append(v.States, stateCount{st, n})
	}
	for _, x := range list {
		v.Pages, v.Failed = v.Pages+x.Crawl.Pages, v.Failed+x.Crawl.Failed
	}
	slices.SortStableFunc(list, func(a, b audit.Summary) int { return slices.Index(order, a.State) - slices.Index(order, b.State) })
	at, _ := strconv.Atoi(c.FormValue("page"))
	v.Pager = paged(at, len(list), func(n int) string { return "/runs/" + run.ID + "?page=" + strconv.Itoa(n) })
	for _, x := range list[v.Pager.From:v.Pager.To] {
		v.Rows = append(v.Rows, runRow{x, "/sites/" + x.ID + "?run=" + run.ID})
	}
	return page{Name: "run", Title: "检查 " + run.ID, Body: v}, nil
}
