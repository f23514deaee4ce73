package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/schedule"
)

type configCmd struct {
	Check configCheckCmd `cmd:"" help:"检查配置和它引用的一切，逐条列出问题。"`
	Print configPrintCmd `cmd:"" help:"打印实际生效的配置，口令已遮盖。"`
}

type configCheckCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
}

// Run reports every problem of the config, the packs and the calendar.
func (c *configCheckCmd) Run(_ context.Context, e env) error {
	conf, err := checked(c.Config)
	if err != nil {
		return usageError{err}
	}
	for _, s := range conf.Schedule {
		if _, missing := schedule.Select(conf.Sites, s.Sites, (&workbench{config: conf}).packsOf); len(missing) > 0 {
			fmt.Fprintf(e.Stdout, "%s：定时任务 %q 里的 %s 不在配置的网站中；如果不是在控制台里添加的网站，请改正\n", c.Config, s.Key(), strings.Join(missing, "、"))
		}
	}
	fmt.Fprintf(e.Stdout, "%s：没有问题（%d 个网站，规则包 %v）\n", c.Config, len(conf.Sites), conf.Packs)
	return nil
}

type configPrintCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
}

// Run prints the effective config.
func (c *configPrintCmd) Run(_ context.Context, e env) error {
	conf, err := checked(c.Config)
	if err != nil {
		return usageError{err}
	}
	return conf.Print(e.Stdout)
}

func checked(path string) (*configs.Config, error) {
	conf, err := configs.Load(path)
	if err != nil {
		return nil, err
	}
	w := workbench{config: conf}
	if w.library, err = loadLibrary(conf); err != nil {
		return nil, err
	}
	if _, err := w.allSets(); err != nil {
		return nil, err
	}
	for _, s := range conf.Schedule {
		if _, err := w.library.Sets(s.Packs...); err != nil {
			return nil, fmt.Errorf("schedule %s：%w", s.Key(), err)
		}
	}
	if _, err := calendar.Load(configs.Calendar()); err != nil {
		return nil, err
	}
	return conf, nil
}
