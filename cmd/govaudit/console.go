package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/runner"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
	"github.com/govaudit/govaudit/web"
)

// consoleStore gives the store the shape that package web asks for.
type consoleStore struct{ *store.Store }

// Run returns the run with this id, or the newest finished one.
func (s consoleStore) Run(ctx context.Context, id string) (audit.Run, error) {
	run, err := s.Store.Run(ctx, id)
	if err == nil && id != "" && run.ID != id {
		err = store.ErrNoRun // an address names a run whole
	}
	return run, missing(err)
}

// Site returns the result of one site in a run.
func (s consoleStore) Site(ctx context.Context, runID, siteID string) (*audit.Site, error) {
	r, err := s.Store.Site(ctx, runID, siteID)
	return r, missing(err)
}

// Snapshot opens what was stored of a site in a run.
func (s consoleStore) Snapshot(ctx context.Context, runID, siteID string) (web.Stored, error) {
	sn, err := s.Store.Snapshot(ctx, runID, siteID)
	if err != nil {
		return nil, missing(err)
	}
	return consoleSnapshot{sn}, nil
}

// consoleSnapshot says in the words of package web what it does not hold.
type consoleSnapshot struct{ *store.Snapshot }

// Page returns the stored page that was asked for at this address.
func (s consoleSnapshot) Page(ctx context.Context, address string) (*site.Page, error) {
	p, err := s.Snapshot.Page(ctx, address)
	return p, missing(err)
}

// Body returns the body or record with this SHA-256.
func (s consoleSnapshot) Body(ctx context.Context, sha256 string) ([]byte, error) {
	b, err := s.Snapshot.Body(ctx, sha256)
	return b, missing(err)
}

// missing adds the word of package web to what the store says is not there.
func missing(err error) error {
	for _, e := range []error{store.ErrNoRun, store.ErrNoResult, store.ErrNoSnapshot, store.ErrNoPage, store.ErrNoBody} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w: %w", web.ErrMissing, err)
		}
	}
	return err
}

// accounts returns who may sign in.
func (d *desk) accounts() *access.Accounts {
	return &access.Accounts{Keeper: d.store, Hasher: access.NewHasher(access.Due(), runtime.NumCPU()), Throttle: new(access.Throttle), Now: d.env.Now}
}

// firstAdministrator makes an administrator where there is none, or gives the named
// one a new password, and tells the password once, on the terminal and nowhere else.
func (d *desk) firstAdministrator(ctx context.Context, a *access.Accounts, forgotten string) error {
	name, password, err := a.First(ctx)
	if err == nil && password == "" && forgotten != "" {
		name = forgotten
		line := access.Entry{At: d.env.Now(), What: "重设密码（启动时，命令行）", Object: "用户 " + name}
		ctx, _ = access.WithEntry(ctx, line)
		password, err = a.Reset(ctx, name)
	}
	var p access.Problem
	switch {
	case errors.As(err, &p):
		return usageError{fmt.Errorf("--reset-password %s：%s", forgotten, p)}
	case err != nil:
		return fmt.Errorf("prepare the first administrator: %w", err)
	case password != "":
		fmt.Fprintf(d.env.Stderr, "\n控制台管理员：%s\n一次性密码：%s\n只显示这一次，首次登录时须修改。登录：%s\n\n", name, password, entrance(d.config.Serve))
	}
	return nil
}

// entrance is the address of the console as people type it.
func entrance(s configs.Serve) string {
	switch {
	case s.PublicURL != "":
		return s.PublicURL
	case s.TLSCert != "":
		return "https://" + s.Listen + "/"
	}
	return "http://" + s.Listen + "/"
}

// console makes the web server.
func (d *desk) console(a *access.Accounts, r *runner.Runner) (*web.Server, error) {
	c := web.Config{Log: d.told, Archive: consoleStore{d.store}, Records: d.store, Accounts: a, Sessions: d.store, Diary: d.store, Ping: d.store.Ping,
		Decisions: d.store, Ledger: consoleLedger{d.store}, Roster: consoleRoster{d}, Runner: consoleRunner{r}, Terms: d.terms,
		Rules: d.knownSets, Library: d.library, Calendar: d.calendar, Zone: d.config.Zone, Now: d.env.Now, Program: version(),
		Scratch: beside(d.config, d.config.Serve.Out), Notices: consoleNotices{d}, Secure: d.config.Serve.TLSCert != "", Proxies: d.config.Serve.TrustedProxies()}
	if u, err := url.Parse(d.config.Serve.PublicURL); err == nil && u.Host != "" {
		c.Origin = u.Scheme + "://" + u.Host
		c.Secure = c.Secure || strings.EqualFold(u.Scheme, "https")
	}
	if err := d.addSignOn(&c); err != nil {
		return nil, err
	}
	if err := d.addRules(&c); err != nil {
		return nil, err
	}
	return web.New(c)
}
