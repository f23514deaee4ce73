package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/govaudit/govaudit/access"
)

// Sessions keeps what a cookie stands for, by a hash of it.
type Sessions interface {
	// Session returns what is kept of one that has not expired, nil if there is none.
	Session(ctx context.Context, token string, now time.Time) ([]byte, error)
	PutSession(ctx context.Context, token string, data []byte, expires, now time.Time) error
	DropSession(ctx context.Context, token string) error
}

const (
	idle     = 2 * time.Hour  // a session ends when nothing is asked for so long
	absolute = 12 * time.Hour // and in any case after a day's work
	noted    = time.Minute    // how exactly the last request is kept
)

// What a session holds.
const (
	keyName  = "name"
	keyEpoch = "epoch"
	keyBegan = "began"
	keySeen  = "seen"
	keyForm  = "form"
	keyFlash = "flash"
)

func (s *Server) newSessions() *scs.SessionManager {
	// Not made with scs.New, which starts a store in memory that cannot be stopped
	// safely.
	m := &scs.SessionManager{
		Store: sessionStore{s}, Codec: scs.GobCodec{}, HashTokenInStore: true, Lifetime: absolute,
		Cookie: scs.SessionCookie{Name: "govaudit", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure},
		ErrorFunc: func(w http.ResponseWriter, r *http.Request, err error) {
			s.Log.Error("session", "path", r.URL.Path, "err", err)
			http.Error(w, "系统内部出错，已记录。请稍后再试。", http.StatusInternalServerError)
		},
	}
	if s.Secure {
		m.Cookie.Name = "__Host-govaudit" // no other host of the domain can set it
	}
	return m
}

// sessionStore gives Sessions the shape that scs asks for.
type sessionStore struct{ s *Server }

func (k sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, err := k.s.Sessions.Session(ctx, token, k.s.Now())
	return data, data != nil, err
}

func (k sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	now := k.s.Now()
	return k.s.Sessions.PutSession(ctx, token, data, now.Add(absolute), now)
}

func (k sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return k.s.Sessions.DropSession(ctx, token)
}

func (k sessionStore) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

func (k sessionStore) Commit(token string, data []byte, until time.Time) error {
	return k.CommitCtx(context.Background(), token, data, until)
}

func (k sessionStore) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }

// whoAsks finds the person of the session, or the program of the token.
func (s *Server) whoAsks(r *http.Request) (visitor, error) {
	if secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		u, err := s.Accounts.ByToken(r.Context(), strings.TrimSpace(secret))
		if errors.Is(err, access.ErrNoToken) {
			return visitor{}, problem(http.StatusUnauthorized, "令牌不对、已到期或已被收回。")
		}
		return visitor{User: u}, err
	}
	ctx := r.Context()
	name := s.sessions.GetString(ctx, keyName)
	if name == "" {
		return visitor{}, nil
	}
	now := s.Now()
	began, seen := time.Unix(s.sessions.GetInt64(ctx, keyBegan), 0), time.Unix(s.sessions.GetInt64(ctx, keySeen), 0)
	if now.Sub(began) >= absolute || now.Sub(seen) >= idle {
		return visitor{}, s.sessions.Destroy(ctx)
	}
	u, err := s.Accounts.Current(ctx, name, s.sessions.GetInt64(ctx, keyEpoch))
	if errors.Is(err, access.ErrNoUser) {
		return visitor{}, s.sessions.Destroy(ctx)
	}
	if err != nil {
		return visitor{}, err
	}
	if now.Sub(seen) >= noted {
		s.sessions.Put(ctx, keySeen, now.Unix())
	}
	return visitor{User: u, FormToken: s.sessions.GetString(ctx, keyForm)}, nil
}

// begin makes the session one of u, under a new cookie: one that was planted before
// is of no use.
func (s *Server) begin(ctx context.Context, u access.User) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	now := s.Now().Unix()
	s.sessions.Put(ctx, keyName, u.Name)
	s.sessions.Put(ctx, keyEpoch, u.Epoch)
	s.sessions.Put(ctx, keyBegan, now)
	s.sessions.Put(ctx, keySeen, now)
	s.sessions.Put(ctx, keyForm, rand.Text())
	return nil
}

// flash keeps a word for the next page. A program has no next page.
func (s *Server) flash(c *call, words string) {
	if words != "" && c.User.Token == "" {
		s.sessions.Put(c.Context(), keyFlash, words)
	}
}

func (s *Server) popFlash(c *call) string { return s.sessions.PopString(c.Context(), keyFlash) }
