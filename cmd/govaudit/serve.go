package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/store"
)

type serveCmd struct {
	Config string `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	Quiet  bool   `help:"只记录出错的情况。"`
	Reset  string `name:"reset-password" help:"启动前给这个控制台用户重设一次性密码，显示在终端上（忘记管理员密码时用）。" placeholder:"登录名"`
}

// shutdown is how long requests that are being answered may take at the end.
const shutdown = 5 * time.Second

// Run schedules, audits and answers requests until a signal comes.
func (s *serveCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(s.Config)
	if err != nil {
		return usageError{err}
	}
	w, err := openWorkbench(ctx, e, c, common{Quiet: s.Quiet})
	if err != nil {
		return err
	}
	defer w.close()
	return w.serve(ctx, s.Quiet, s.Reset)
}

// serve hosts the console over the workbench's store, and carries out what falls due,
// until a signal comes. reset names a user who gets a new one-time password; "": nobody.
func (w *workbench) serve(ctx context.Context, quiet bool, reset string) error {
	release, err := w.store.Hold(ctx, "serve")
	if errors.Is(err, store.ErrHeld) {
		return usageError{fmt.Errorf("另一个 govaudit serve 正在使用这个存储（%w）：先停止它，或改用别的存储", err)}
	}
	if err != nil {
		return err
	}
	defer release()
	l, err := listen(ctx, w.config)
	if err != nil {
		return usageError{err}
	}
	d, closeDesk, err := openDesk(w, w.env.serveLogger(quiet))
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer closeDesk()
	accounts := d.accounts()
	if err := d.firstAdministrator(ctx, accounts, reset); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := d.serve(ctx, l, accounts); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // a signal is how serve is meant to end
}

// serveLogger tells what goes on, one line per event.
func (e env) serveLogger(quiet bool) *slog.Logger {
	if quiet {
		return e.logger(true)
	}
	return slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// listen opens the listener that the config names.
func listen(ctx context.Context, c *configs.Config) (net.Listener, error) {
	var cert tls.Certificate
	if c.Serve.TLSCert != "" {
		var err error
		if cert, err = tls.LoadX509KeyPair(beside(c, c.Serve.TLSCert), beside(c, c.Serve.TLSKey)); err != nil {
			return nil, fmt.Errorf("serve.tls_cert、serve.tls_key：%w", err)
		}
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", c.Serve.Listen)
	if err != nil {
		return nil, fmt.Errorf("无法在 %s 监听（端口被占用，或地址不是本机的？改 serve.listen）：%w", c.Serve.Listen, err)
	}
	if c.Serve.TLSCert == "" {
		return l, nil
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

// serve answers requests and carries out tasks until ctx ends, then lets both come to an
// end.
func (d *desk) serve(ctx context.Context, l net.Listener, accounts *access.Accounts) error {
	if err := errors.Join(d.tellShadowed(ctx), d.folder().Missing(ctx), d.parkSites(ctx)); err != nil {
		return errors.Join(err, l.Close())
	}
	if !d.config.AsOf.IsZero() {
		d.told.Warn("as_of is fixed in the config: every audit judges as of that day", "as_of", d.config.AsOf.Format(time.DateOnly))
	}
	crew, work, leave, err := d.crew(ctx, d.config.Serve.Work)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer leave()
	r := runner.New(runner.Config{Log: d.told, Store: d.store, Work: d, Crew: crew, Schedules: d.config.Schedule,
		Zone: d.config.Zone, Now: d.env.Now, Audits: d.config.Serve.Audits, Retry: runner.Retries})
	console, err := d.console(accounts, r)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	scrapes, warm, err := metricsHandler(d.workbench, d.crawler, d.Sites)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	tell, err := d.crier()
	if err != nil {
		return errors.Join(usageError{err}, l.Close())
	}
	srv := defaultTimeouts().server(handler(console, scrapes), d.told)
	d.told.Info("serving", "address", l.Addr().String(), "version", version(), "sites", len(d.config.Sites), "schedules", len(d.config.Schedule))
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.Run(ctx) })
	g.Go(func() error { return tell(ctx) })
	g.Go(func() error { return work(ctx) })
	g.Go(func() error { return d.keepPruned(ctx, d.told) })
	g.Go(func() error { return keepWarm(ctx, d.told, console.Warm, warm) })
	g.Go(func() error {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		d.told.Info("stopping: audits end at a page and go on at the next start; a second signal ends at once")
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdown)
		defer cancel()
		if err := srv.Shutdown(end); err != nil {
			return srv.Close()
		}
		return nil
	})
	return g.Wait()
}

// handler answers what scrapes and the console answer.
func handler(console, scrapes http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/metrics", scrapes)
	mux.Handle("/probe", scrapes)
	mux.Handle("/", console)
	return mux
}
