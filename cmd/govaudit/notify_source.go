package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/courier"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
	"github.com/govaudit/govaudit/store"
)

// noticeLedger gives the store the shape that package notice asks for. Sites that are
// not audited any more are left aside: nothing on them can be seen to be mended.
type noticeLedger struct {
	*store.Store
	sites    map[string]site.Target
	warnings map[string][]notice.Warning // by department
}

// freshDays is how old a result may be for what it says of the days to come to be told.
const freshDays = 7

// openLedger reads what the newest results say of the days to come.
func (w *workbench) openLedger(ctx context.Context) (*noticeLedger, error) {
	added, err := w.store.AddedSites(ctx)
	if err != nil {
		return nil, err
	}
	l := &noticeLedger{Store: w.store, sites: map[string]site.Target{}, warnings: map[string][]notice.Warning{}}
	for _, t := range schedule.Targets(schedule.Roster(w.config.Sites, added)) {
		l.sites[t.ID] = t
	}
	recent, err := w.store.Recent(ctx, 1)
	if err != nil {
		return nil, err
	}
	var runs []string
	newest := map[string]bool{}
	for _, r := range recent {
		runs = append(runs, r.Run)
		newest[r.Site+" "+r.Run] = true
	}
	slices.Sort(runs)
	for _, id := range slices.Compact(runs) {
		if err := l.readRun(ctx, id, calendar.DayOf(w.env.Now(), w.config.Zone), w.config.Zone, newest); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// readRun reads the warnings of a run about sites of which it is the newest.
func (l *noticeLedger) readRun(ctx context.Context, id string, today calendar.Day, zone *time.Location, newest map[string]bool) error {
	run, err := l.Run(ctx, id)
	if err != nil {
		return err
	}
	if asOf := calendar.DayOf(run.AsOf, zone); asOf > today || asOf < today-freshDays {
		return nil
	}
	list, err := l.Summaries(ctx, id)
	if err != nil {
		return err
	}
	for _, sum := range list {
		t, audited := l.sites[sum.ID]
		if len(sum.Ahead) == 0 || !audited || !newest[sum.ID+" "+id] {
			continue
		}
		r, err := l.Site(ctx, id, sum.ID)
		if err != nil {
			return err
		}
		l.warn(t, r)
	}
	return nil
}

func (l *noticeLedger) warn(t site.Target, r *audit.Site) {
	for _, b := range r.Ahead {
		w := notice.Warning{Site: t.ID, SiteName: t.Name, Department: t.Department, Rule: b.Rule, Code: b.Code, Subject: b.Subject, Message: b.Message, Day: b.Day}
		if !slices.Contains(l.warnings[t.Department], w) { // several packs may hold one rule
			l.warnings[t.Department] = append(l.warnings[t.Department], w)
		}
	}
}

// Departments lists the names under which there are items or sites.
func (l *noticeLedger) Departments(ctx context.Context) ([]string, error) {
	tallies, err := l.ItemTallies(ctx, 0)
	var names []string
	for _, t := range tallies {
		names = append(names, t.Department)
	}
	for _, t := range l.sites {
		names = append(names, t.Department)
	}
	slices.Sort(names)
	return slices.Compact(names), err
}

// Items returns the items of a department on sites that are audited.
func (l *noticeLedger) Items(ctx context.Context, department string) ([]ledger.Item, error) {
	list, err := l.Store.Items(ctx, store.ItemFilter{Department: &department})
	return slices.DeleteFunc(list, func(it ledger.Item) bool { _, audited := l.sites[it.Site]; return !audited }), err
}

// Notified reports whether anybody was ever notified of an item.
func (l *noticeLedger) Notified(ctx context.Context, id string) (bool, error) {
	events, err := l.Events(ctx, id)
	return slices.ContainsFunc(events, func(e ledger.Event) bool { return e.Kind == ledger.EventNotified }), err
}

// Warnings returns what will be wrong on sites of a department if nothing changes.
func (l *noticeLedger) Warnings(_ context.Context, department string) ([]notice.Warning, error) {
	return l.warnings[department], nil
}

// senders makes what hands notices over, as far as the config names it.
func senders(c *configs.Config) (map[notice.Channel]notice.Sender, error) {
	out := map[notice.Channel]notice.Sender{}
	if s := c.Notify.SMTP; s.Host != "" {
		password := ""
		if s.PasswordFile != "" {
			text, err := readSecret(beside(c, s.PasswordFile))
			if err != nil {
				return nil, fmt.Errorf("notify.smtp.password_file：%w", err)
			}
			password = text
		}
		mail, err := courier.NewMail(s, password)
		if err != nil {
			return nil, fmt.Errorf("notify.smtp：%w", err)
		}
		out[notice.Mail] = mail
	}
	if file := c.Notify.Webhook.SecretFile; file != "" {
		secret, err := readSecret(beside(c, file))
		if err != nil {
			return nil, fmt.Errorf("notify.webhook.secret_file：%w", err)
		}
		if len(secret) < leastSecret {
			return nil, fmt.Errorf("notify.webhook.secret_file：密钥太短，至少 %d 个字符，可用 openssl rand -hex 32 生成", leastSecret)
		}
		out[notice.Hook] = courier.NewWebhook([]byte(secret))
	}
	return out, nil
}

const (
	mostSecret  = 4 << 10 // bytes of a file with a password
	leastSecret = 16
)

// readSecret reads the only line of a file.
func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostSecret))
	text := strings.TrimRight(string(data), "\r\n")
	if err == nil && (text == "" || strings.ContainsAny(text, "\r\n")) {
		err = errors.New("文件里应只有一行")
	}
	return text, err
}
