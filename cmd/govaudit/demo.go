package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/notice"
)

type demoCmd struct {
	common
	Serve  bool   `help:"审计完以后启动控制台，可以登录查看、核实、整改、再检查，直到按 Ctrl-C。"`
	Listen string `help:"控制台在哪里监听。" default:"127.0.0.1:8650" placeholder:"地址"`
}

// Run audits the built-in portals over real HTTP and DNS on loopback. The store
// and a config are left beside the reports, for judge and report to be tried on.
func (d *demoCmd) Run(ctx context.Context, e env) error {
	portals, err := demo.Start(ctx, e.logger(d.Quiet))
	if err != nil {
		return fmt.Errorf("start the demonstration portals: %w", err)
	}
	defer portals.Close()
	c, err := demoConfig(portals, d.Out)
	if err != nil {
		return err
	}
	w, err := openWorkbench(ctx, e, c, d.common)
	if err != nil {
		return err
	}
	defer w.close()
	if !d.Quiet {
		fmt.Fprintf(e.Stderr, "演示门户：%d 个，监测时间点 %s，域名服务 %s\n", len(c.Sites), c.AsOf.Format("2006-01-02"), portals.Resolver())
		if !portals.IPv6() {
			fmt.Fprintln(e.Stderr, "本机没有 IPv6 回环地址：IPv6 连通性各项将记为“未能观察”。")
		}
	}
	if err := w.audit(ctx, true); err != nil || !d.Serve {
		return err
	}
	c.Serve.Listen = d.Listen
	fmt.Fprintf(e.Stderr, "\n控制台：http://%s/ （按 Ctrl-C 结束，演示门户随之关闭）\n", d.Listen)
	return w.serve(ctx, d.Quiet, "")
}

// demoConfig is the config of an audit of the portals, also written to
// out/demo.yaml. The portals' ports are new each time, so the store of an
// earlier demonstration is of no use.
func demoConfig(portals *demo.Portals, out string) (*configs.Config, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, fmt.Errorf("make %s: %w", out, err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(out, "demo.db"+suffix)); err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("remove the last demonstration: %w", err)
		}
	}
	settings := crawler.Defaults()
	settings.Network.Resolver = portals.Resolver()
	for _, p := range portals.Allow() {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("demo range: %w", err)
		}
		settings.Network.Allow = append(settings.Network.Allow, prefix)
	}
	// On loopback there is nobody to be polite to.
	settings.Crawl.PerHost = 16
	settings.Crawl.Backoff = 100 * time.Millisecond
	c := &configs.Config{AsOf: portals.AsOf(), Zone: portals.AsOf().Location(), Store: "sqlite:demo.db", Packs: []string{"national"},
		Sites: portals.Sites(), Crawler: settings, Evidence: evidence.Defaults(), Serve: configs.DefaultServe(), Notify: notice.Defaults(), Dir: out}
	f, err := os.Create(filepath.Join(out, "demo.yaml"))
	if err != nil {
		return nil, fmt.Errorf("write the demonstration's config: %w", err)
	}
	defer f.Close()
	return c, c.Print(f)
}
