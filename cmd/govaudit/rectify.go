package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/store"
)

type rectifyCmd struct {
	Export  rectifyExportCmd  `cmd:"" help:"按责任单位写出整改工作簿（.xlsx），并登记为已通知。"`
	Import  rectifyImportCmd  `cmd:"" help:"读回各单位填好的工作簿；一份里有一处不对就整份不导入，并逐格列出。"`
	Recheck rectifyRecheckCmd `cmd:"" help:"只访问与整改有关的网页，核对是否已改好。"`

	Answer     rectifyAnswerCmd     `cmd:"" help:"登记责任单位的答复：做了什么、在哪里可以看到。"`
	Exempt     rectifyExemptCmd     `cmd:"" help:"同意豁免到某一天。"`
	FalseAlarm rectifyFalseAlarmCmd `cmd:"" help:"认定为误报；证据不变就不再提出。"`
	Verify     rectifyVerifyCmd     `cmd:"" help:"由人看过以后销号。"`
	Reopen     rectifyReopenCmd     `cmd:"" help:"不认可答复，或撤销以前的认定，重新整改。"`
	Lapse      rectifyLapseCmd      `cmd:"" help:"撤下，不再要求。"`
}

type rectifyExportCmd struct {
	Config     string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Department []string `help:"只导出这个责任单位（可重复）。" placeholder:"单位"`
	Out        string   `help:"写到哪个目录。" default:"out/rectify" type:"path" placeholder:"目录"`
	By         string   `help:"由谁发出，记入台账。" default:"系统导出" placeholder:"姓名"`
	DryRun     bool     `help:"只写工作簿，不登记为已通知。"`
}

// Run writes a workbook for each department and records that it was told. The words
// are recorded before the workbooks are written: a department may be told twice, but
// never holds a workbook that the ledger does not know of.
func (r *rectifyExportCmd) Run(ctx context.Context, e env) error {
	w, err := openConfig(ctx, e, r.Config)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.folder().Missing(ctx); err != nil {
		return err
	}
	departments, err := w.busy(ctx, r.Department)
	if err != nil {
		return err
	}
	folder := reports.NewTaskFolder(r.Out)
	for _, d := range departments {
		if err := r.department(ctx, w, folder, d); err != nil {
			return err
		}
	}
	switch {
	case len(departments) == 0:
		fmt.Fprintln(e.Stdout, "没有需要整改的事项。")
	case r.DryRun:
		fmt.Fprintln(e.Stdout, "没有登记为已通知（--dry-run）。")
	default:
		fmt.Fprintln(e.Stdout, "已登记为已通知，整改期限从今天的次日起算；填好以后用 govaudit rectify import 收回。")
	}
	return nil
}

// toDo are the states of what a department has to mend.
var toDo = []ledger.State{ledger.Open, ledger.Notified, ledger.Reopened}

func (r *rectifyExportCmd) department(ctx context.Context, w *workbench, folder *reports.TaskFolder, name string) error {
	filter := store.ItemFilter{States: toDo, Department: &name, Most: reports.MostTasks}
	items, err := w.store.Items(ctx, filter)
	if err != nil {
		return err
	}
	all, err := w.store.CountItems(ctx, filter)
	if err != nil {
		return err
	}
	if !r.DryRun {
		if items, err = w.notify(ctx, items, r.By); err != nil {
			return err
		}
	}
	path, err := folder.Write(reports.Tasks{Sets: w.terms().Sets, Zone: w.config.Zone, Exported: w.env.Now(), Settings: w.config.Rectify}, items, name)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.env.Stdout, "%s：%s，%d 项\n", path, printable(cmp.Or(name, "未登记责任单位")), len(items))
	if cut := all - len(items); cut > 0 {
		fmt.Fprintf(w.env.Stdout, "  另有 %d 项没有列出：先办结一部分再导出。\n", cut)
	}
	return nil
}

// busy lists the departments that have something to mend: those named, or all.
func (w *workbench) busy(ctx context.Context, named []string) ([]string, error) {
	tallies, err := w.store.ItemTallies(ctx, 0)
	if err != nil {
		return nil, err
	}
	var all, known []string
	for _, t := range tallies {
		known = append(known, t.Department)
		if t.State.ToDo() {
			all = append(all, t.Department)
		}
	}
	for _, t := range w.config.Sites {
		known = append(known, t.Department)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(named) == 0 {
		return all, nil
	}
	for _, d := range named {
		switch {
		case !slices.Contains(known, d):
			return nil, usageError{fmt.Errorf("台账和配置里没有责任单位“%s”：名称须与网站登记的一致", printable(d))}
		case !slices.Contains(all, d):
			fmt.Fprintf(w.env.Stderr, "%s：没有需要整改的事项。\n", printable(d))
		}
	}
	return slices.DeleteFunc(all, func(d string) bool { return !slices.Contains(named, d) }), nil
}

// openConfig opens the workbench of a command about the ledger.
func openConfig(ctx context.Context, e env, config string) (*workbench, error) {
	return openWith(ctx, e, config, common{})
}

func openWith(ctx context.Context, e env, config string, flags common) (*workbench, error) {
	c, err := configs.Load(config)
	if err != nil {
		return nil, usageError{err}
	}
	return openWorkbench(ctx, e, c, flags)
}

// notify records that the departments are told of items, each with its last day, and
// returns the items as they are then.
func (w *workbench) notify(ctx context.Context, items []ledger.Item, by string) ([]ledger.Item, error) {
	now, terms := w.env.Now(), w.terms()
	today := calendar.DayOf(now, w.config.Zone)
	var changes []ledger.Change
	out := slices.Clone(items)
	for i, it := range items {
		if !it.MayNotify() {
			continue
		}
		event, err := ledger.Notify(it, by, now, terms.DueFrom(today, it.Rule, it.Severity), "发出整改工作簿")
		if err != nil {
			return nil, usageError{err}
		}
		c := ledger.Change{Item: it, Events: []ledger.Event{event}}
		if out[i], err = c.After(); err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return out, w.store.AppendEvents(ctx, changes...)
}

type rectifyImportCmd struct {
	Files  []string `arg:"" name:"工作簿" help:"填好的工作簿（.xlsx），可以有多份。" type:"path"`
	Config string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	DryRun bool     `help:"只检查，不导入。"`
}

// Run reads workbooks back and records the answers, of each file all of them or none.
func (r *rectifyImportCmd) Run(ctx context.Context, e env) error {
	w, err := openConfig(ctx, e, r.Config)
	if err != nil {
		return err
	}
	defer w.close()
	var problems []error
	for _, path := range r.Files {
		if err := r.file(ctx, w, path); err != nil {
			problems = append(problems, err)
		}
	}
	err = errors.Join(problems...)
	if u := (usageError{}); errors.As(err, &u) {
		return usageError{err}
	}
	return err
}

func (r *rectifyImportCmd) file(ctx context.Context, w *workbench, path string) error {
	back, err := readTasks(path)
	if err != nil {
		return usageError{fmt.Errorf("%s：%w", path, err)}
	}
	taken, err := w.takeTasks(ctx, back, path)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.env.Stdout, "%s：%d 项答复；%d 项与已登记的相同；%d 行未填\n", path, len(taken.Changes), taken.Known, taken.Blank)
	for _, line := range taken.Closed[:min(len(taken.Closed), 20)] {
		fmt.Fprintln(w.env.Stdout, "  "+line)
	}
	if r.DryRun || len(taken.Changes) == 0 {
		return nil
	}
	if err := w.store.AppendEvents(ctx, taken.Changes...); errors.Is(err, store.ErrChanged) {
		return fmt.Errorf("%s：导入期间台账有变化，什么都没有登记，请再导入一次：%w", path, err)
	} else if err != nil {
		return err
	}
	fmt.Fprintln(w.env.Stdout, "已登记。下一次检查或 govaudit rectify recheck 会核对是否已改好。")
	return nil
}

// takeTasks checks what came back against the ledger.
func (w *workbench) takeTasks(ctx context.Context, back *reports.Returned, path string) (ledger.Taken, error) {
	items, err := w.store.Items(ctx, store.ItemFilter{Department: &back.Department})
	if err != nil {
		return ledger.Taken{}, err
	}
	in := ledger.Intake{Items: items, Targets: w.config.Sites, Department: back.Department, Exported: back.Exported, Now: w.env.Now()}
	taken, problems := in.Take(back.Entries)
	if err := back.Err(problems); err != nil {
		return taken, usageError{fmt.Errorf("%s 有问题，什么都没有导入：\n%w", path, err)}
	}
	return taken, nil
}

func readTasks(path string) (*reports.Returned, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return reports.ReadTasks(f)
}

// ids reads the names of items that were typed.
func ids(list []string) ([]string, error) {
	var out []string
	for _, s := range list {
		id, ok := ledger.ParseID(s)
		if !ok {
			return nil, usageError{fmt.Errorf("“%s”不是整改编号：形如 ZG-7K2M-9QX4-TB3H，有一位写错就认不出来", printable(strings.TrimSpace(s)))}
		}
		out = append(out, id)
	}
	return out, nil
}
