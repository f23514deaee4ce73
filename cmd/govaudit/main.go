// Command govaudit audits government websites for what the law and the yearly
// work programmes of open government ask of them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // deadlines are decided in Asia/Shanghai wherever the binary runs

	"github.com/alecthomas/kong"
)

// Exit codes, as the help text states them.
const (
	exitDone  = 0 // done; a portal that is down is a result, not an error
	exitOurs  = 1 // something of ours failed; what was done is kept
	exitUsage = 2 // wrong usage or config; nothing was started
	exitBelow = 3 // done, and some site is below --fail-below
)

func main() {
	log.SetOutput(io.Discard) // net/http tells there what portals do wrong on the wire; pages say it too
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		stop() // a second Ctrl-C ends the process at once
	}()
	os.Exit(run(ctx, os.Args[1:], env{Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Terminal: isTerminal(os.Stderr)}))
}

// env is what a command needs of the process around it.
type env struct {
	Stdout, Stderr io.Writer
	Now            func() time.Time
	Terminal       bool // Stderr is a terminal: progress may be a bar
}

func (e env) logger(quiet bool) *slog.Logger {
	level := slog.LevelWarn
	if quiet {
		level = slog.LevelError
	}
	return slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: level}))
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// usageError is a mistake of the person at the keyboard: nothing was started.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errBelow reports that a site scored below the bar the user set.
var errBelow = errors.New("有网站得分低于 --fail-below 的要求")

// helpShown ends the parser once it has printed help.
type helpShown struct{ code int }

func run(ctx context.Context, args []string, e env) (code int) {
	defer func() {
		if r := recover(); r != nil {
			shown, ok := r.(helpShown)
			if !ok {
				panic(r)
			}
			code = shown.code
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if args[0] == "help" {
		args = append(args[1:], "--help")
	}
	var c commands
	parser := newParser(&c, e.Stdout, e.Stderr)
	kctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(e.Stderr, "govaudit: %s\n用 govaudit help 查看用法。\n", usageWords.Replace(err.Error()))
		return exitUsage
	}
	kctx.BindTo(ctx, (*context.Context)(nil))
	return e.exit(ctx, kctx.Run(e))
}

func (e env) exit(ctx context.Context, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errBelow):
		fmt.Fprintf(e.Stderr, "govaudit: %v\n", err)
		return exitBelow
	case errors.As(err, &usage):
		fmt.Fprintf(e.Stderr, "govaudit: %v\n", err)
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(e.Stderr, "govaudit: 已中断；已完成的部分都保存了，再次运行同一命令即从中断处继续。")
		return exitOurs
	default:
		fmt.Fprintf(e.Stderr, "govaudit: %v\n", err)
		return exitOurs
	}
}

const description = `政府网站政务公开审计：抓取门户，按规则包逐条判定，计分并生成报告。

退出码：0 完成；1 本程序出错（已完成的部分保留，再次运行即继续）；2 用法或配置有误（什么都没有开始）；3 完成，但有网站低于 --fail-below。`

type commands struct {
	Demo     demoCmd          `cmd:"" help:"在本机启动内置的演示门户，审计它们并生成全部报告（不需要网络、配置和其他服务）。"`
	Audit    auditCmd         `cmd:"" help:"抓取、判定、计分、出报告：对配置中的网站完整执行一次。"`
	Probe    probeCmd         `cmd:"" help:"访问每个网站的首页各一次并记录，供按周、按两周统计的指标使用（适合用 cron 每小时运行一次）。"`
	Judge    judgeCmd         `cmd:"" help:"不联网，用（新的）规则包、监测时间点或人工决定重新判定已保存的快照。"`
	Report   reportCmd        `cmd:"" help:"重新生成已保存的一次审计的报告。"`
	Serve    serveCmd         `cmd:"" help:"一直运行：按时审计、访问首页，提供控制台和接口，直到收到停止信号。"`
	Worker   workerCmd        `cmd:"" help:"加入共用一个 PostgreSQL 的一组机器，审计 serve 分派的网站。"`
	Rules    rulesCmd         `cmd:"" help:"列出、解释、检查规则。"`
	Review   reviewCmd        `cmd:"" help:"导出须由人决定的事项，导入决定。"`
	Rectify  rectifyCmd       `cmd:"" help:"整改台账：导出、导入各单位的整改工作簿，复查有关网页。"`
	Notify   notifyCmd        `cmd:"" help:"把整改情况发给各责任单位和主管部门：新通知的、逾期的、已销号的……同一件事只说一次。"`
	Evidence evidenceCmd      `cmd:"" help:"导出并核对证据包：WARC 文件、索引和签名的清单。"`
	Backup   backupCmd        `cmd:"" help:"把存储备份成一个文件（运行中也可以）。"`
	Restore  restoreCmd       `cmd:"" help:"用备份恢复存储。"`
	Prune    pruneCmd         `cmd:"" help:"清除过了保留期、没有决定和未办结事项依据的存档网页；结果和得分都保留。"`
	Config   configCmd        `cmd:"" help:"检查或打印配置。"`
	Version  kong.VersionFlag `help:"打印版本。"`
}

// common are the flags of every command that writes reports.
type common struct {
	Out       string   `help:"报告写到哪个目录。" default:"out" type:"path" placeholder:"目录"`
	Site      []string `help:"只处理这个编号的网站（可重复）。" placeholder:"编号"`
	AsOf      string   `help:"监测时间点，如 2026-04-10；各项期限都以它为“今天”。" placeholder:"日期"`
	Quiet     bool     `help:"不显示进度。"`
	FailBelow float64  `help:"任一网站任一规则包得分低于此分时，退出码为 3。" placeholder:"分数"`
}
