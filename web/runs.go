package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Runner carries out audits.
type Runner interface {
	// Start records what a person asks for; runner.ErrAsked and others in Chinese where it
	// cannot be carried out.
	Start(ctx context.Context, q runner.Request) (schedule.Task, error)
	Cancel(ctx context.Context, id int64, by string) error
	// Runs returns the newest tasks, the newest first, at most so many.
	Runs(ctx context.Context, most int) ([]schedule.Task, error)
	// Progress tells how far a task is; ErrMissing where there is none.
	Progress(ctx context.Context, id int64) (runner.Progress, error)
	Next(ctx context.Context) ([]runner.Upcoming, error)
	Pause(ctx context.Context, name, by string) error
	Resume(ctx context.Context, name string) error
}

func (s *Server) runRoutes() []route {
	return []route{
		{pattern: "GET /runs", action: access.SeeAll, nav: "检查", more: "/tasks", handle: s.runs},
		{pattern: "POST /runs", action: access.Audit, handle: s.startRun},
		{pattern: "GET /runs/{run}", action: access.SeeAll, handle: s.run, example: "/runs/20260410-1"},
		{pattern: "GET /tasks/{id}", action: access.SeeAll, handle: s.task, example: "/tasks/1"},
		{pattern: "POST /tasks/{id}/cancel", action: access.Audit, handle: s.cancelTask, example: "/tasks/1/cancel"},
		{pattern: "POST /schedules/pause", action: access.Audit, handle: s.pauseSchedule},
		{pattern: "POST /schedules/resume", action: access.Audit, handle: s.resumeSchedule},
		{pattern: "POST /queue", action: access.Decide, handle: s.judgeAgain},
		{pattern: "GET /api/v1/tasks", action: access.SeeAll, handle: s.tasksJSON, doc: &operation{Summary: "最近的任务", Response: "tasks"}},
		{pattern: "POST /api/v1/tasks", action: access.Audit, handle: s.startRun, doc: &operation{Summary: "开始一次检查", Response: "task", Form: []param{{"all", "1：全部网站"}, {"group", "分组，可多个"}, {"sites", "网站编号，空格分开"}, {"pack", "规则包，可多个"}, {"probe", "1：只访问首页"}}}},
		{pattern: "GET /api/v1/tasks/{id}", action: access.SeeAll, handle: s.taskJSON, example: "/api/v1/tasks/1", doc: &operation{Summary: "一个任务的进度", Response: "progress"}},
		{pattern: "GET /api/v1/schedules", action: access.SeeAll, handle: s.schedulesJSON, doc: &operation{Summary: "定时任务和下一次的时间", Response: "schedules"}},
	}
}

const (
	mostTasks = 30
	mostRuns  = 60
)

type runsView struct {
	Open     []taskRow // waiting or running
	Ended    []taskRow
	Next     []runner.Upcoming
	Runs     []audit.Run
	MoreRuns int
	Groups   []groupChoice
	Packs    []choice
	Form     runForm
	Problems []string
}

// groupChoice is a group of sites in a menu.
type groupChoice struct {
	schedule.Group
	Kind, Member string // 层级, and what it is
	Level        site.Level
	Chosen       bool
}

// taskRow is a task in words.
type taskRow struct {
	schedule.Task
	What, Who string
	Path      string
}

// runForm is a run as it is asked for.
type runForm struct {
	Groups, Packs []string
	Sites         string // ids, typed
	Probe         bool
}

func (s *Server) runs(c *call) (answer, error) { return s.runsPage(c, runForm{}, nil) }

func (s *Server) runsPage(c *call, typed runForm, wrong []string) (answer, error) {
	ctx := c.Context()
	v := runsView{Form: typed, Problems: wrong}
	tasks, err := s.Runner.Runs(ctx, mostTasks)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		row := newTaskRow(t)
		if t.State.Ended() {
			v.Ended = append(v.Ended, row)
		} else {
			v.Open = append(v.Open, row)
		}
	}
	if v.Next, err = s.Runner.Next(ctx); err != nil {
		return nil, err
	}
	if v.Runs, err = s.Archive.Runs(ctx); err != nil {
		return nil, err
	}
	if n := len(v.Runs); n > mostRuns {
		v.Runs, v.MoreRuns = v.Runs[:mostRuns], n-mostRuns
	}
	roster, err := s.Roster.Roster(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range schedule.Groups(schedule.Targets(roster), s.Roster.PacksOf) {
		v.Groups = append(v.Groups, newGroupChoice(g, slices.Contains(typed.Groups, g.Name)))
	}
	sets, err := s.Rules()
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		v.Packs = append(v.Packs, choice{set.ID, cmp.Or(set.Title, set.ID)})
	}
	out := page{Name: "runs", Title: "检查", Body: v}
	if len(wrong) > 0 {
		out.Status = http.StatusUnprocessableEntity
	}
	return out, nil
}

func newGroupChoice(g schedule.Group, chosen bool) groupChoice {
	kind, member, _ := strings.Cut(g.Name, "=")
	out := groupChoice{Group: g, Kind: map[string]string{"department": "责任单位", "pack": "规则包"}[kind], Member: member, Chosen: chosen}
	if kind == "level" {
		out.Level = site.Level(member)
	}
	return out
}

func newTaskRow(t schedule.Task) taskRow {
	r := taskRow{Task: t, Path: "/tasks/" + strconv.FormatInt(t.ID, 10), Who: t.By, What: "检查"}
	switch {
	case t.Probe:
		r.What = "访问首页"
	case t.Of != "":
		r.What = "按人工决定重新判定"
	case len(t.Items) > 0:
		r.What = "复查 " + strconv.Itoa(len(t.Items)) + " 个整改事项"
	}
	if t.Schedule != "" {
		r.Who = "定时：" + t.Schedule
	}
	return r
}

// startRun asks for a run, or for a visit to home pages.
func (s *Server) startRun(c *call) (answer, error) {
	form := runForm{Groups: c.PostForm["group"], Packs: c.PostForm["pack"], Sites: clipRunes(c.PostFormValue("sites"), 20000), Probe: c.PostFormValue("probe") != ""}
	q := runner.Request{Groups: slices.Concat(form.Groups, strings.Fields(form.Sites)), Packs: form.Packs, Probe: form.Probe, By: person(c.User)}
	if c.PostFormValue("all") == "" && len(q.Groups) == 0 {
		return s.objectToRun(c, form, "请选择分组或写网站编号；要检查全部网站，请勾选“全部网站”。")
	}
	if c.PostFormValue("all") != "" {
		q.Groups = nil
	}
	return s.start(c, form, q, "开始检查", cmp.Or(strings.Join(q.Groups, "、"), "全部网站"))
}

func (s *Server) start(c *call, form runForm, q runner.Request, what, object string) (answer, error) {
	t, err := s.Runner.Start(s.record(c, what, object, "", strings.Join(q.Packs, "、")), q)
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return s.objectToRun(c, form, r...)
	}
	if err != nil {
		return nil, err
	}
	if c.api() {
		return jsonBody{Value: shownTask(t)}, nil
	}
	return redirect{To: newTaskRow(t).Path, Flash: "已登记，轮到时开始。"}, nil
}

func (s *Server) objectToRun(c *call, form runForm, wrong ...string) (answer, error) {
	if c.api() {
		return nil, problem(http.StatusUnprocessableEntity, strings.Join(wrong, "；"))
	}
	return s.runsPage(c, form, wrong)
}

func (s *Server) pauseSchedule(c *call) (answer, error) {
	name := c.PostFormValue("name")
	err := s.Runner.Pause(s.record(c, "暂停定时任务", name, "", ""), name, person(c.User))
	return s.scheduled(c, err, "已暂停“"+name+"”，恢复之前不再开始。")
}

func (s *Server) resumeSchedule(c *call) (answer, error) {
	name := c.PostFormValue("name")
	err := s.Runner.Resume(s.record(c, "恢复定时任务", name, "", ""), name)
	return s.scheduled(c, err, "已恢复“"+name+"”；暂停期间错过的不补。")
}

func (s *Server) scheduled(c *call, err error, words string) (answer, error) {
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return s.objectToRun(c, runForm{}, r...)
	}
	if err != nil {
		return nil, err
	}
	return c.told(words, "/runs"), nil
}

// judgeAgain has the results judged again that were decided upon since: what people
// decided then counts in rankings and in the ledger.
func (s *Server) judgeAgain(c *call) (answer, error) {
	all, err := s.questions(c)
	if err != nil {
		return nil, err
	}
	sites := map[string][]string{} // by the run that crawled
	var runs []string
	for _, q := range all {
		if q.Last == nil || !q.Last.At.After(judgedAt(q)) {
			continue
		}
		of := cmp.Or(q.Run.Of, q.Run.ID)
		if sites[of] == nil {
			runs = append(runs, of)
		}
		if !slices.Contains(sites[of], q.Site) {
			sites[of] = append(sites[of], q.Site)
		}
	}
	slices.Sort(runs)
	if len(runs) == 0 && !c.api() {
		return redirect{To: "/queue", Flash: "没有尚未计入的决定。"}, nil
	}
	var begun []schedule.Task
	for _, of := range runs {
		slices.Sort(sites[of])
		t, err := s.Runner.Start(s.record(c, "重新判定", of+"："+strings.Join(sites[of], "、"), "", ""), runner.Request{Of: of, Groups: sites[of], By: person(c.User)})
		var r Refusal
		if errors.As(err, &r) {
			c.line = nil
			return nil, conflict(r.Error())
		}
		if err != nil {
			return nil, err
		}
		begun = append(begun, t)
	}
	if c.api() {
		return jsonBody{Value: shownTasks(begun)}, nil
	}
	return redirect{To: "/runs", Flash: "已开始重新判定，完成后决定计入排名和整改台账。"}, nil
}
