package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/store"
)

type notifyCmd struct {
	Config     string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	DryRun     bool     `help:"只显示现在会发什么、发给谁，不发送也不登记。"`
	Department []string `help:"只发给这个责任单位（可重复）。" placeholder:"单位"`
	Now        bool     `help:"在免打扰时段和节假日也发。"`
	Received   string   `help:"不知是否送到的通知：经核实对方已收到。" placeholder:"通知编号" xor:"settle"`
	Again      string   `help:"不知是否送到的通知：经核实没有送到，其中的事项下次重新发。" placeholder:"通知编号" xor:"settle"`
	By         string   `help:"由谁核实。" default:"命令行" placeholder:"姓名"`
}

// Run sends what is to be told, shows it, or records what has become of a notice.
func (n *notifyCmd) Run(ctx context.Context, e env) error {
	w, err := openConfig(ctx, e, n.Config)
	if err != nil {
		return err
	}
	defer w.close()
	if n.Received != "" || n.Again != "" {
		return n.settle(ctx, w)
	}
	t, err := w.teller(ctx)
	if err != nil {
		return err
	}
	if n.DryRun {
		return n.show(ctx, w, t)
	}
	if !w.config.Notify.On() {
		return usageError{errors.New("配置里没有写 notify.smtp 或 notify.webhook：不知道怎样发。先看会发什么：加 --dry-run")}
	}
	if why := w.config.Notify.Hindrance(e.Now().In(w.config.Zone), w.calendar); why != "" && !n.Now {
		return usageError{fmt.Errorf("%s，没有发送；确要现在发，加 --now", why)}
	}
	t.Log = slog.New(slog.DiscardHandler) // all of it is printed below
	if t.Senders, err = senders(w.config); err != nil {
		return usageError{err}
	}
	done, err := w.sendNotices(ctx, t, n.chosen)
	for _, d := range done {
		fmt.Fprintf(e.Stdout, "%s  %s  %s：%s\n", d.State.Word(), d.Channel.Word(), printable(strings.Join(d.To, "、")), printable(d.Subject))
		if d.Note != "" {
			fmt.Fprintf(e.Stdout, "  %s\n", printable(d.Note))
		}
	}
	if errors.Is(err, store.ErrHeld) {
		return usageError{errors.New("另一个 govaudit 正在发送通知：过一会儿再试")}
	}
	if err == nil && len(done) == 0 {
		fmt.Fprintln(e.Stdout, "没有新的情况要通知。")
	}
	return errors.Join(w.tellUnknown(ctx, e.Stdout), err)
}

// chosen leaves of a plan what the flags name.
func (n *notifyCmd) chosen(p notice.Plan) notice.Plan {
	if len(n.Department) > 0 {
		p.Notices = slices.DeleteFunc(p.Notices, func(x notice.Notice) bool { return !slices.Contains(n.Department, x.Audience.Department) })
		p.Silent = slices.DeleteFunc(p.Silent, func(s notice.Silence) bool { return !slices.Contains(n.Department, s.Department) })
	}
	return p
}

// show prints what would be sent now.
func (n *notifyCmd) show(ctx context.Context, w *workbench, t *notice.Teller) error {
	p, err := t.Plan(ctx)
	if err != nil {
		return err
	}
	p = n.chosen(p)
	out := w.env.Stdout
	for _, x := range p.Notices {
		fmt.Fprintf(out, "── %s → %s\n%s\n\n%s\n", x.Channel.Word(), printable(strings.Join(x.To, "、")), x.Subject, x.Text)
	}
	fmt.Fprintf(out, "共 %d 份通知，都没有发送。\n", len(p.Notices))
	if why := w.config.Notify.Hindrance(w.env.Now().In(w.config.Zone), w.calendar); why != "" {
		fmt.Fprintf(out, "%s：真正发送要加 --now，或等到下一次。\n", why)
	}
	var waiting []string
	for _, s := range p.Silent {
		if s.Subject != "" {
			fmt.Fprintf(out, "%s：没有收件地址（notify.departments），发不出：%s\n", printable(cmp.Or(s.Department, "未登记责任单位")), printable(s.Subject))
		}
		if s.Waiting > 0 {
			waiting = append(waiting, fmt.Sprintf("%s %d 项", printable(cmp.Or(s.Department, "未登记责任单位")), s.Waiting))
		}
	}
	if len(waiting) > 0 {
		fmt.Fprintf(out, "还没有通知责任单位的：%s。核对后在控制台“整改”里通知，或用 govaudit rectify export 发出，才会列入通知。\n", strings.Join(waiting, "，"))
	}
	for _, name := range p.Strange {
		fmt.Fprintf(out, "notify.departments 里的 %s：没有这个名称的责任单位，核对名称是否与网站清单一致。\n", printable(name))
	}
	return w.tellUnknown(ctx, out)
}

// mostUnknown bounds the list of notices whose outcome nobody knows.
const mostUnknown = 50

// tellUnknown lists the notices whose outcome nobody knows, and what to do.
func (w *workbench) tellUnknown(ctx context.Context, out io.Writer) error {
	list, err := w.store.Notices(ctx, store.NoticeFilter{State: notice.Unknown, Most: mostUnknown})
	for _, x := range list {
		fmt.Fprintf(out, "不知是否送到：%s  %s  %s：%s\n  %s\n", x.ID, x.Channel.Word(), printable(strings.Join(x.To, "、")), printable(x.Subject), printable(x.Note))
	}
	if len(list) > 0 {
		fmt.Fprintln(out, "这些通知不会自动重发。向对方核实后：收到了用 govaudit notify --received 编号，没收到用 --again 编号。")
	}
	return err
}

func (n *notifyCmd) settle(ctx context.Context, w *workbench) error {
	id, taken, word := n.Received, true, "核实已收到"
	if id == "" {
		id, taken, word = n.Again, false, "核实没有送到，将重发"
	}
	err := w.store.SettleNotice(ctx, id, taken, n.By+"："+word, w.env.Now())
	if errors.Is(err, notice.ErrNoNotice) {
		return usageError{fmt.Errorf("没有编号为 %s、不知是否送到的通知", printable(id))}
	}
	if err == nil {
		fmt.Fprintf(w.env.Stdout, "%s：%s。\n", id, word)
	}
	return err
}
