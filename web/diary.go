package web

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/govaudit/govaudit/access"
)

// Diary is the log of what was done.
type Diary interface {
	AppendEntry(ctx context.Context, e access.Entry) error
	Entries(ctx context.Context, who string, before int64, most int) ([]access.Entry, error)
}

// record returns the context in which a change is to be made, so that its line in the
// log is written with it. Before and after are what counts of the object, in few
// words.
func (s *Server) record(c *call, what, object, before, after string) context.Context {
	ctx, line := access.WithEntry(c.Context(), s.entry(c, what, object, before, after))
	c.line = line
	return ctx
}

func (s *Server) entry(c *call, what, object, before, after string) access.Entry {
	return access.Entry{At: s.Now(), Who: c.User.Name, From: s.from(c.Request).String(), What: what, Object: object, Before: before, After: after}
}

// finishRecord makes sure that a change that was answered for stands in the log, also
// where who made it said nothing or the store could not write both at once.
func (s *Server) finishRecord(c *call, a answer) error {
	if c.line != nil {
		if c.line.Written() {
			return nil
		}
		return s.Diary.AppendEntry(c.Context(), c.line.Entry)
	}
	changed := false
	switch a := a.(type) {
	case redirect:
		changed = true
	case jsonBody:
		changed = a.Status < http.StatusBadRequest
	}
	if changed && c.User.Name != "" {
		return s.Diary.AppendEntry(c.Context(), s.entry(c, "提交", c.Method+" "+c.URL.Path, "", ""))
	}
	return nil
}

// refused logs that somebody asked for what is not theirs. Of each only so many are
// written in a minute, so that nobody fills the log.
func (s *Server) refused(c *call, why string) {
	from := s.from(c.Request).String()
	s.Log.Warn("refused", "who", c.User.Name, "from", from, "method", c.Method, "path", c.URL.Path, "why", why)
	if c.User.Name == "" && !s.quota.take("", mostOfNobody, s.Now()) || !s.quota.take(cmp.Or(c.User.Name, from), mostOfOne, s.Now()) {
		return
	}
	if err := s.Diary.AppendEntry(c.Context(), s.entry(c, "被拒绝的操作", c.Method+" "+c.URL.Path, "", why)); err != nil {
		s.Log.Error("write to the log", "err", err)
	}
}

// hide is the answer to who asks for one thing that is there and not theirs: it is
// logged, and they learn no more than that there is nothing for them.
func (s *Server) hide(c *call, what string) error {
	s.refused(c, "无权查看"+what)
	return errMissing
}

// quota bounds how often in a minute something happens, by who does it. The zero quota is ready
// to use.
type quota struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

const (
	mostOfOne    = 100 // a user, or an address nobody is signed in from
	mostOfNobody = 300 // all who are not signed in, together
)

func (q *quota) take(who string, most int, now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if m := now.Truncate(time.Minute); !m.Equal(q.minute) || q.counts == nil {
		q.minute, q.counts = m, map[string]int{}
	}
	if q.counts[who] >= most {
		return false
	}
	q.counts[who]++
	return true
}

// from is the address that a request came from: behind proxies that are trusted, the
// last one that is none of them.
func (s *Server) from(r *http.Request) netip.Addr {
	port, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := port.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !s.trusted(addr) {
			break
		}
		next, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = next.Unmap()
	}
	return addr
}

func (s *Server) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
