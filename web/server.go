package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
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
	// Sites returns the results of a run, by site.
	Sites(ctx context.Context, runID string) ([]*audit.Site, error)
	// Site returns the result of one site in a run.
	Site(ctx context.Context, runID, siteID string) (*audit.Site, error)
	// Snapshot opens what was stored of a site in a run.
	Snapshot(ctx context.Context, runID, siteID string) (audit.Snapshot, error)
	// Photo returns the picture of a page, nil if there is none.
	Photo(ctx context.Context, runID, siteID, url string) (*audit.Photo, error)
}

// Config is what a Server is made from. All fields must be set but those that say
// otherwise.
type Config struct {
	Log      *slog.Logger
	Archive  Archive
	Rules    func() ([]*rules.Set, error) // the packs that sites are judged by
	Library  *rules.Library
	Calendar *calendar.Calendar
	Zone     *time.Location
	Now      func() time.Time
	Secure   bool   // reached by HTTPS: cookies and HSTS say so
	Program  string // version
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	Config
	mux       *http.ServeMux
	routes    []route
	templates templates
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
	s := &Server{Config: c, mux: http.NewServeMux()}
	var err error
	if s.templates, err = readTemplates(s); err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	s.identify = func(*http.Request) (visitor, error) { return visitor{}, nil }
	s.routes = s.allRoutes()
	for _, r := range s.routes {
		s.mux.Handle(r.pattern, s.serve(r))
	}
	s.handler = s.withHeaders(http.NewCrossOriginProtection().Handler(s.mux))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
