package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/store"
)

type backupCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Out    string `help:"备份写到哪个文件；已有的文件不会被覆盖。" required:"" type:"path" placeholder:"文件"`
}

// Run copies the store of the config into a file, also while serve uses it.
func (b *backupCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(b.Config)
	if err != nil {
		return usageError{err}
	}
	content, err := store.Backup(ctx, storeURL(c), b.Out)
	switch {
	case errors.Is(err, store.ErrNotSQLite):
		return usageError{errors.New(postgresBackup(c.Store, b.Out))}
	case errors.Is(err, store.ErrExists):
		return usageError{fmt.Errorf("%s 已存在：换一个文件名", b.Out)}
	case errors.Is(err, os.ErrNotExist):
		return usageError{fmt.Errorf("没有可备份的存储，或没有放备份的目录：%w", err)}
	case err != nil:
		return err
	}
	fmt.Fprintf(e.Stdout, "已备份到 %s（%s）：%s\n配置文件、规则包和签名的私钥不在其中，请另行保存。\n", b.Out, byteWords(content.Bytes), contentWords(content))
	return nil
}

type restoreCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Force  bool   `help:"已有存储时，把它改名留在原处，再恢复。"`
	File   string `arg:"" help:"备份文件。" type:"path" placeholder:"文件"`
}

// Run puts a copy in the place of the store of the config. What is there is kept under
// another name.
func (r *restoreCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(r.Config)
	if err != nil {
		return usageError{err}
	}
	address := storeURL(c)
	aside := ""
	if r.Force {
		aside = strings.TrimPrefix(address, "sqlite:") + ".before-" + e.Now().In(c.Zone).Format("20060102-150405")
	}
	content, err := store.Restore(ctx, r.File, address, aside)
	switch {
	case errors.Is(err, store.ErrNotSQLite):
		return usageError{errors.New(postgresRestore(c.Store, r.File))}
	case errors.Is(err, store.ErrExists):
		return usageError{fmt.Errorf("%s 已存在，没有改动它：确实要换成备份时加 --force，原来的会改名保留", address)}
	case errors.Is(err, store.ErrInUse):
		return usageError{fmt.Errorf("存储正在使用，没有改动它：先停止 govaudit serve 和正在进行的审计（%w）", err)}
	case errors.Is(err, store.ErrNoBackup):
		return usageError{fmt.Errorf("%s 不是 govaudit 的备份，或已损坏；没有改动现有存储（%w）", r.File, err)}
	case err != nil:
		return err
	}
	fmt.Fprintf(e.Stdout, "已恢复到 %s：%s\n", address, contentWords(content))
	if aside != "" {
		if _, err := os.Stat(aside); err == nil {
			fmt.Fprintf(e.Stdout, "原来的存储改名为 %s，确认无误后可以删除。\n", aside)
		}
	}
	return nil
}

func contentWords(c store.Content) string {
	return fmt.Sprintf("%d 次审计，%d 份网站结果，%d 条人工决定，%d 条整改记录（结构版本 %d）。", c.Runs, c.Results, c.Decisions, c.Events, c.Schema)
}

func byteWords(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.0f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

func postgresBackup(address, file string) string {
	return "PostgreSQL 存储用数据库自己的工具备份（运行中也可以）：\n  pg_dump --format=custom --file=" + quoted(file) + " " + quoted(withoutPassword(address))
}

func postgresRestore(address, file string) string {
	return "PostgreSQL 存储用数据库自己的工具恢复（先停止所有 govaudit）：\n  pg_restore --clean --if-exists --single-transaction --dbname=" + quoted(withoutPassword(address)) + " " + quoted(file)
}

// withoutPassword leaves the password out: pg_dump asks for it, or reads ~/.pgpass.
func withoutPassword(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://用户@主机:5432/数据库"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	u.RawQuery = q.Encode()
	return u.String()
}

// quoted makes text one word of a shell.
func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
