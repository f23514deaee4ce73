package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/store"
)

type reviewCmd struct {
	Export reviewExportCmd `cmd:"" help:"把须由人决定的事项写成工作簿（.xlsx），附证据、程序的倾向和填写栏。"`
	Import reviewImportCmd `cmd:"" help:"读回填好的工作簿；有一处不对就全部不导入，并逐格列出。"`
}

type reviewExportCmd struct {
	Config string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	RunID  string   `name:"run" help:"哪一次审计；默认最近一次。" placeholder:"编号"`
	Site   []string `help:"只导出这个编号的网站（可重复）。" placeholder:"编号"`
	Out    string   `help:"写到哪个文件。" default:"out/review.xlsx" type:"path" placeholder:"文件"`
}

// Run writes the workbook of what a person must decide about a stored run.
func (r *reviewExportCmd) Run(ctx context.Context, e env) error {
	w, err := r.open(ctx, e)
	if err != nil {
		return err
	}
	defer w.close()
	run, sites, err := w.stored(ctx, r.RunID)
	if err != nil {
		return err
	}
	sets, err := w.allSets()
	if err != nil {
		return err
	}
	n, err := reports.WriteQuestions(r.Out, reports.Report{
		Results: audit.Results{Schema: audit.ResultsSchema, Run: run, Sites: sites},
		Sets:    sets, Calendar: w.calendar, Zone: w.config.Zone,
	}, e.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%s：待决定 %d 项，未能观察 %d 项（检查 %s，%d 个网站）\n", r.Out, n.Asked, n.Unseen, run.ID, len(sites))
	if n.Cut > 0 {
		fmt.Fprintf(e.Stdout, "另有 %d 项没有列出：用 --site 分批导出。\n", n.Cut)
	}
	return nil
}

func (r *reviewExportCmd) open(ctx context.Context, e env) (*workbench, error) {
	c, err := configs.Load(r.Config)
	if err != nil {
		return nil, usageError{err}
	}
	return openWorkbench(ctx, e, c, common{Site: r.Site})
}

type reviewImportCmd struct {
	File   string `arg:"" name:"工作簿" help:"填好的工作簿（.xlsx）。" type:"path"`
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	RunID  string `name:"run" help:"对照哪一次审计；默认导出时的那一次。" placeholder:"编号"`
	DryRun bool   `help:"只检查，不导入。"`
}

// Run reads the workbook back and records the decisions, all of them or none.
func (r *reviewImportCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(r.Config)
	if err != nil {
		return usageError{err}
	}
	answers, err := readAnswers(r.File)
	if err != nil {
		return usageError{fmt.Errorf("%s：%w", r.File, err)}
	}
	w, err := openWorkbench(ctx, e, c, common{})
	if err != nil {
		return err
	}
	defer w.close()
	taken, split, err := r.take(ctx, w, answers)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "%s：%s\n", r.File, tellTaken(taken))
	tellSplit(e.Stdout, split)
	switch {
	case r.DryRun:
		fmt.Fprintln(e.Stdout, "没有问题；--dry-run 不作记录。")
		return nil
	case len(split.Decided)+len(split.Proposed)+len(split.Agreed) == 0:
		fmt.Fprintln(e.Stdout, "没有新的决定。")
		return nil
	}
	if err := w.store.RecordReview(ctx, split); errors.Is(err, review.ErrProposed) {
		return fmt.Errorf("%s：导入期间有人复核或改了提议，什么都没有记录，请再导入一次：%w", r.File, err)
	} else if err != nil {
		return err
	}
	if len(split.Decided)+len(split.Agreed) == 0 {
		fmt.Fprintln(e.Stdout, "已记录提议，第二人同意之前不计入得分。")
		return nil
	}
	fmt.Fprintf(e.Stdout, "已记录。运行 govaudit judge --config %s 使决定计入得分；以后的检查会自动沿用。\n", r.Config)
	return nil
}

// take checks the answers against the run they are about, and what takes two people
// against what waits for the second.
func (r *reviewImportCmd) take(ctx context.Context, w *workbench, a *reports.Answers) (review.Taken, review.Split, error) {
	none := review.Split{}
	id := r.RunID
	if id == "" {
		id = a.Run
	}
	run, sites, err := w.stored(ctx, id)
	if errors.Is(err, store.ErrNoRun) || err == nil && r.RunID == "" && run.ID != a.Run {
		return review.Taken{}, none, usageError{fmt.Errorf("%s：库中没有它所说的检查 %s（%w）：请核对 --config，或者重新导出", r.File, printable(id), store.ErrNoRun)}
	}
	if err != nil {
		return review.Taken{}, none, err
	}
	in := review.Intake{Run: run.ID, AsOf: calendar.DayOf(run.AsOf, w.config.Zone), Exported: a.Exported, Now: w.env.Now()}
	for _, s := range sites {
		in.Questions = append(in.Questions, review.Questions(s.ID, s.Findings)...)
		recorded, err := w.store.Decisions(ctx, s.ID)
		if err != nil {
			return review.Taken{}, none, err
		}
		in.Recorded = append(in.Recorded, recorded...)
	}
	taken, problems := in.Take(a.Entries)
	if err := a.Err(problems); err != nil {
		return review.Taken{}, none, usageError{fmt.Errorf("%s 有问题，什么都没有导入：\n%w", r.File, err)}
	}
	waiting, err := w.store.Proposals(ctx)
	if err != nil {
		return taken, none, err
	}
	sets, err := w.knownSets()
	if err != nil {
		return taken, none, err
	}
	veto := func(k review.Key) bool {
		return slices.ContainsFunc(sets, func(s *rules.Set) bool { r := s.Rule(k.Rule); return r != nil && r.Veto })
	}
	split, wrong := review.Second(taken.Decisions, veto, waiting, in.Recorded, calendar.DayOf(w.env.Now(), w.config.Zone))
	if len(wrong) > 0 {
		return taken, none, usageError{fmt.Errorf("%s 有问题，什么都没有导入：\n%s", r.File, printableLines(wrong))}
	}
	return taken, split, nil
}

// printableLines are lines for the terminal.
func printableLines(list []string) string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = "  " + printable(l)
	}
	return strings.Join(out, "\n")
}

// tellSplit tells what takes a second person, and what one has agreed to.
func tellSplit(out io.Writer, s review.Split) {
	if n := len(s.Proposed); n > 0 {
		fmt.Fprintf(out, "单项否决 %d 项须两个人决定：记为提议，由另一人在控制台“待核实”里同意，或由另一人填好工作簿再导入，才算数。\n", n)
	}
	if n := len(s.Agreed); n > 0 {
		fmt.Fprintf(out, "单项否决 %d 项已有另一人提议，这次同意，决定成立。\n", n)
	}
	if s.Known > 0 {
		fmt.Fprintf(out, "单项否决 %d 项已经提议或决定过，没有变化。\n", s.Known)
	}
}

func readAnswers(path string) (*reports.Answers, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return reports.ReadAnswers(f)
}

// tellTaken counts the decisions by answer.
func tellTaken(t review.Taken) string {
	counts := map[review.Answer]int{}
	for _, d := range t.Decisions {
		counts[d.Answer]++
	}
	out := fmt.Sprintf("%d 项决定", len(t.Decisions))
	for _, a := range review.Answers() {
		if n := counts[a]; n > 0 {
			out += fmt.Sprintf("，%s %d", a.Word(), n)
		}
	}
	if t.Known > 0 {
		out += fmt.Sprintf("；%d 项与已有决定相同", t.Known)
	}
	return out + fmt.Sprintf("；%d 行未填", t.Blank)
}
