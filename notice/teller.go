package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
)

// Keeper records what was told to whom.
type Keeper interface {
	// Told returns those of the facts that the audience was told of by a channel, or is
	// being told of.
	Told(ctx context.Context, by Channel, to Audience, keys []string) (map[string]bool, error)
	// BeginNotice records that a notice is about to be sent and what it tells, or gives
	// ErrTold where something of it was told before.
	BeginNotice(ctx context.Context, n Notice, keys []string) error
	// EndNotice records what has become of a notice that was being sent. Of one that
	// failed nothing has been told.
	EndNotice(ctx context.Context, id string, s State, note string, at time.Time) error
}

// Ledger is where items and warnings come from.
type Ledger interface {
	// Departments lists the names under which there are items or sites.
	Departments(ctx context.Context) ([]string, error)
	// Items returns the items of a department.
	Items(ctx context.Context, department string) ([]ledger.Item, error)
	// Notified reports whether anybody was ever notified of an item.
	Notified(ctx context.Context, id string) (bool, error)
	// Warnings returns what will be wrong on sites of a department if nothing changes.
	Warnings(ctx context.Context, department string) ([]Warning, error)
}

// Sender hands a notice over. An error that wraps ErrUnknown leaves open whether it was
// taken; with any other it certainly was not. The note says what else is to be known.
type Sender interface {
	Send(ctx context.Context, n Notice) (note string, err error)
}

// Teller makes digests and has them sent. All fields must be set but Senders, which
// only Tell needs.
type Teller struct {
	Log      *slog.Logger
	Keeper   Keeper
	Ledger   Ledger
	Settings Settings
	Rectify  ledger.Settings
	Calendar *calendar.Calendar
	Zone     *time.Location
	Now      func() time.Time
	Link     string // where the console is reached; "": unknown
	Senders  map[Channel]Sender
}

// Plan is what would be sent now.
type Plan struct {
	Notices []Notice
	Silent  []Silence
	Strange []string // departments in the settings under whose name there is nothing
}

// Silence is a department that is not told of something.
type Silence struct {
	Department string
	Subject    string // what would be told if there were an address; "": there is one, or nothing
	Waiting    int    // items of which nobody has notified it yet
}

// Plan says what would be sent now. It sends and records nothing.
func (t *Teller) Plan(ctx context.Context) (p Plan, err error) {
	v := View{t.Now().In(t.Zone), t.Calendar, t.Rectify}
	names, err := t.Ledger.Departments(ctx)
	if err != nil {
		return p, err
	}
	var all []Matter
	for _, name := range names {
		found, waiting, err := t.matters(ctx, v, name)
		if err != nil {
			return p, err
		}
		to := t.Settings.Departments[name]
		hook := to.Webhook
		if hook == "" {
			hook = t.Settings.Webhook.URL
		}
		silent := Silence{Department: name, Waiting: waiting}
		if name == "" || len(to.Mail) == 0 && hook == "" {
			news, err := t.news(ctx, "", Audience{name}, found)
			if err != nil {
				return p, err
			}
			if len(news) > 0 {
				d := newDigest(Audience{name}, v.Now, news, t.Link)
				silent.Subject = d.Subject()
			}
		} else {
			if len(to.Mail) > 0 {
				err = t.add(ctx, &p, v, Mail, Audience{name}, found, to.Mail, "")
			}
			if err == nil && hook != "" {
				err = t.add(ctx, &p, v, Hook, Audience{name}, found, []string{hostOf(hook)}, hook)
			}
			if err != nil {
				return p, err
			}
		}
		if silent.Subject != "" || waiting > 0 {
			p.Silent = append(p.Silent, silent)
		}
		all = append(all, overall(found)...)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Settings.Departments)) {
		if !slices.Contains(names, name) {
			p.Strange = append(p.Strange, name)
		}
	}
	if len(t.Settings.Supervisors) > 0 {
		err = t.add(ctx, &p, v, Mail, Audience{}, all, t.Settings.Supervisors, "")
	}
	return p, err
}

// overall are the matters that those who watch over all departments are told of.
func overall(list []Matter) []Matter {
	return slices.DeleteFunc(slices.Clone(list), func(m Matter) bool {
		return !slices.Contains([]Kind{New, Overdue, Reopened, Verified}, m.Kind)
	})
}

// matters is all there is to tell of a department, and how many items wait for somebody
// to notify it.
func (t *Teller) matters(ctx context.Context, v View, department string) (out []Matter, waiting int, err error) {
	items, err := t.Ledger.Items(ctx, department)
	if err != nil {
		return nil, 0, err
	}
	for i := range items {
		if items[i].State == ledger.Open {
			waiting++
		}
		if m, ok := v.Of(&items[i]); ok {
			out = append(out, m)
		}
	}
	warnings, err := t.Ledger.Warnings(ctx, department)
	if err != nil {
		return nil, 0, err
	}
	for _, w := range warnings {
		if m, ok := v.Ahead(w); ok {
			out = append(out, m)
		}
	}
	return out, waiting, nil
}

// add puts what an audience was not told yet on its way.
func (t *Teller) add(ctx context.Context, p *Plan, v View, by Channel, to Audience, found []Matter, addresses []string, url string) error {
	news, err := t.news(ctx, by, to, found)
	if err != nil || len(news) == 0 {
		return err
	}
	n, err := newNotice(by, newDigest(to, v.Now, news, t.Link), addresses, url)
	p.Notices = append(p.Notices, n)
	return err
}

// news are those of the matters that the audience was not told of by a channel, and may
// be: their department was notified of them by a person.
func (t *Teller) news(ctx context.Context, by Channel, to Audience, found []Matter) ([]Matter, error) {
	var keys []string
	for i := range found {
		keys = append(keys, found[i].Keys()...)
	}
	told, err := t.Keeper.Told(ctx, by, to, keys)
	if err != nil {
		return nil, err
	}
	var out []Matter
	for _, m := range found {
		m, ok := m.without(told)
		if !ok {
			continue
		}
		if !m.Known {
			if m.Known, err = t.Ledger.Notified(ctx, m.Item); err != nil {
				return nil, err
			}
		}
		if m.Known {
			out = append(out, m)
		}
	}
	return out, nil
}

// sendTime bounds the sending of one notice.
const sendTime = 30 * time.Second

// tooMany failures of a channel in a row are taken for its being away: the rest waits.
const tooMany = 3

// Tell sends what a plan holds and returns the notices as they have ended. Each is
// recorded before it is sent and marked afterwards: what is found to be in between at
// the next start may have been taken, and is not sent again. The error joins what kept
// notices from being sent.
func (t *Teller) Tell(ctx context.Context, p Plan) (done []Notice, err error) {
	var errs []error
	failures := map[Channel]int{}
	for _, n := range p.Notices {
		if ctx.Err() != nil {
			return done, errors.Join(append(errs, ctx.Err())...)
		}
		if t.Senders[n.Channel] == nil || failures[n.Channel] >= tooMany {
			continue
		}
		err := t.Keeper.BeginNotice(ctx, n, n.Digest.Keys())
		if errors.Is(err, ErrTold) {
			continue // by another process meanwhile
		}
		if err != nil {
			return done, errors.Join(append(errs, err)...)
		}
		note, err := t.hand(ctx, n)
		n.State, n.Note = Sent, note
		switch {
		case errors.Is(err, ErrUnknown):
			n.State, n.Note = Unknown, err.Error()
		case err != nil:
			n.State, n.Note = Failed, err.Error()
		}
		failures[n.Channel]++
		if err == nil {
			failures[n.Channel] = 0
		}
		n.Ended = t.Now()
		if err != nil {
			t.Log.Warn("notice not sent", "notice", n.ID, "to", n.Audience.Name(), "by", string(n.Channel), "state", string(n.State), "err", err)
			errs = append(errs, fmt.Errorf("%s（%s，%s）：%s：%w", n.Audience.Name(), n.Channel.Word(), n.ID, n.State.Word(), err))
		}
		// Whether it was taken is recorded also when the process is told to stop.
		if err := t.Keeper.EndNotice(context.WithoutCancel(ctx), n.ID, n.State, n.Note, n.Ended); err != nil {
			return done, errors.Join(append(errs, err)...)
		}
		done = append(done, n)
	}
	return done, errors.Join(errs...)
}

func (t *Teller) hand(ctx context.Context, n Notice) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	return t.Senders[n.Channel].Send(ctx, n)
}
