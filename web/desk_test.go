package web

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
)

// desk keeps accounts, sessions and the log in memory.
type desk struct {
	mu       sync.Mutex
	users    map[string]access.User
	hashes   map[string]string
	tokens   map[string]access.Token
	keys     map[string]string
	sessions map[string]kept
	log      []access.Entry
}

type kept struct {
	data    []byte
	expires time.Time
}

// newDesk is a desk with everybody of the tests.
func newDesk() *desk {
	d := &desk{users: map[string]access.User{}, hashes: map[string]string{}, tokens: map[string]access.Token{}, keys: map[string]string{}, sessions: map[string]kept{}}
	for _, u := range everybody() {
		if u.Name != "" {
			u.Epoch = 1
			d.users[u.Name] = u
		}
	}
	return d
}

func (d *desk) wrote(ctx context.Context) {
	if p := access.PendingOf(ctx); p != nil {
		d.log = append(d.log, p.Entry)
		p.Wrote()
	}
}

func (d *desk) Account(_ context.Context, name string) (access.User, string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u, ok := d.users[name]
	if !ok {
		return u, "", access.ErrNoUser
	}
	return u, d.hashes[name], nil
}

func (d *desk) Users(context.Context) (list []access.User, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range d.users {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b access.User) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

func (d *desk) AddUser(ctx context.Context, u access.User, hash string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.users[u.Name]; ok {
		return access.ErrTaken
	}
	d.users[u.Name], d.hashes[u.Name] = u, hash
	d.wrote(ctx)
	return nil
}

func (d *desk) PutUser(ctx context.Context, u access.User, hash string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old, ok := d.users[u.Name]; !ok || old.Epoch != u.Epoch {
		return access.ErrChanged
	}
	can := func(u access.User) bool { return u.Role == access.Administrator && !u.Disabled }
	others := 0
	for _, o := range d.users {
		if o.Name != u.Name && can(o) {
			others++
		}
	}
	if can(d.users[u.Name]) && !can(u) && others == 0 {
		return access.ErrLast
	}
	u.Epoch++
	d.users[u.Name] = u
	if hash != "" {
		d.hashes[u.Name] = hash
	}
	d.wrote(ctx)
	return nil
}

func (d *desk) SignedIn(_ context.Context, name, hash string, at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.users[name]
	u.SignedIn = at
	d.users[name] = u
	return nil
}

func (d *desk) Token(_ context.Context, id string) (access.Token, string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tokens[id]
	if !ok {
		return t, "", access.ErrNoToken
	}
	return t, d.keys[id], nil
}

func (d *desk) Tokens(context.Context) (list []access.Token, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, t := range d.tokens {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b access.Token) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

func (d *desk) AddToken(ctx context.Context, t access.Token, hash string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tokens[t.ID], d.keys[t.ID] = t, hash
	d.wrote(ctx)
	return nil
}

func (d *desk) RevokeToken(ctx context.Context, id string, at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tokens[id]
	if !ok || !t.Revoked.IsZero() {
		return access.ErrNoToken
	}
	t.Revoked = at
	d.tokens[id] = t
	d.wrote(ctx)
	return nil
}

func (d *desk) UsedToken(_ context.Context, id string, at time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tokens[id]
	t.Used = at
	d.tokens[id] = t
	return nil
}

func (d *desk) Session(_ context.Context, token string, now time.Time) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if k := d.sessions[token]; k.expires.After(now) {
		return k.data, nil
	}
	return nil, nil
}

func (d *desk) PutSession(_ context.Context, token string, data []byte, expires, _ time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sessions[token] = kept{data, expires}
	return nil
}

func (d *desk) DropSession(_ context.Context, token string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.sessions, token)
	return nil
}

func (d *desk) AppendEntry(_ context.Context, e access.Entry) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, e)
	return nil
}

func (d *desk) Entries(_ context.Context, who string, before int64, most int) (list []access.Entry, _ error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, e := range slices.Backward(d.log) {
		e.ID = int64(i + 1)
		if (before == 0 || e.ID < before) && (who == "" || e.Who == who) && len(list) < most {
			list = append(list, e)
		}
	}
	return list, nil
}

// lines are what the log says of what was done, oldest first.
func (d *desk) lines() (out []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range d.log {
		out = append(out, strings.Join([]string{e.Who, e.What, e.Object}, " | "))
	}
	return out
}
