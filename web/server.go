package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rules"
)

// ErrMissing is what an Archive gives, wrapped or not, for what it does not hold.
var ErrMissing = errors.New("not there")

// Archive is what was recorded of runs.
type Archive interface {
	// Runs returns all runs, newest first.
	Runs(ctx context.Context) ([]audit.Run, error)
	// Run returns the run with this id; with "" the newest finished one.
	Run(ctx context.Context, id string) (audit.Run, error)
	// Site returns the result of one site in a run.
	Site(ctx context.Context, runID, siteID string) (*audit.Site, error)
	// Snapshot opens what was stored of a site in a run.
	Snapshot(ctx context.Context, runID, siteID string) (Stored, error)
	// Photo returns the picture of a page, nil if there is none.
	Photo(ctx context.Context, runID, siteID, url string) (*audit.Photo, error)
}

// Config is what a Server is made from. All fields must be set but those that say
// otherwise.
type Config struct {
	Log       *slog.Logger
	Archive   Archive
	Records   Records // results in short: the same store
	Accounts  *access.Accounts
	Sessions  Sessions
	Diary     Diary
	Ping      func(context.Context) error // whether the store can be reached
	Decisions Decisions
	Ledger    Ledger
	Roster    Roster
	Runner    Runner
	Notices   Notices                      // what departments are told; nil: there is no page of it
	Terms     func() ledger.Terms          // what is said about mending
	Rules     func() ([]*rules.Set, error) // the packs that sites are judged by
	Library   *rules.Library
	Duties    []rules.DutyList // what the documents ask for
	Trials    Trials           // judges by rules that are not released; nil: nobody may try
	Calendar  *calendar.Calendar
	Zone      *time.Location
	Now       func() time.Time
	Program   string // version
	Scratch   string // folder for reports on their way to who asked; "": that of the system
	Secure    bool   // reached by HTTPS, here or at a proxy: cookies and HSTS say so
	// Origin is where browsers reach the server, https://gk.example.gov.cn; "": by
	// whatever name they ask.
	Origin string
	// SignOn lets people sign in with the account they have elsewhere; nil: by
	// password only. It needs Origin.
	SignOn Provider
	// Proxies are trusted to say in X-Forwarded-For who asks; usually none.
	Proxies []netip.Prefix
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	Config
	mux       *http.ServeMux
	routes    []route
	templates templates
	boards    boards
	attempts  attempts
	asks      questions
	sessions  *scs.SessionManager
	quota     quota
	attempted quota                                // to sign in elsewhere
	heavy     gate                                 // what costs much: making a report
	sending   gate                                 // reports on disk, on their way to who asked
	books     gate                                 // opening a workbook of others: a small one may unpack to much
	identify  func(*http.Request) (visitor, error) // who asks
	handler   http.Handler
}

// visitor is who asks: nobody, a person who is signed in, or a program.
type visitor struct {
	User      access.User
	FormToken string // what forms carry to show that they are ours
}

// New makes the console and the API.
func New(c Config) (*Server, error) {
	s := &Server{Config: c, mux: http.NewServeMux(), heavy: newGate(2, 60), sending: newGate(60, 0), books: newGate(1, 20)}
	if c.SignOn != nil && c.Origin == "" {
		return nil, errors.New("signing in elsewhere needs an address to come back to")
	}
	var err error
	if s.templates, err = readTemplates(s); err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	s.sessions = s.newSessions()
	s.identify = s.whoAsks
	s.routes = s.allRoutes()
	for _, r := range s.routes {
		s.mux.Handle(r.pattern, s.serve(r))
	}
	same := http.NewCrossOriginProtection()
	if c.Origin != "" {
		if err := same.AddTrustedOrigin(c.Origin); err != nil {
			return nil, fmt.Errorf("origin %q: %w", c.Origin, err)
		}
	}
	same.SetDenyHandler(http.HandlerFunc(s.denyCrossOrigin))
	s.handler = s.withHeaders(s.sessions.LoadAndSave(same.Handler(s.mux)))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
