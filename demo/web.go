package demo

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// How a site stands to IPv6.
const (
	v6Fine  = "fine"  // the same over both families
	v6None  = "none"  // no AAAA record
	v6Dead  = "dead"  // the record is there, connections are cut
	v6Home  = "home"  // only the home page is there
	v6Half  = "half"  // the home page and every other page are there
	v6Other = "other" // another page answers
)

// reply is what is served for one address.
type reply struct {
	status      int
	contentType string
	location    string
	body        []byte
	delay       time.Duration
}

func (p *Portals) serveWeb(listeners []net.Listener, log *slog.Logger) {
	p.web = &http.Server{Handler: http.HandlerFunc(p.serve), ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	for _, l := range listeners {
		go func() {
			if err := p.web.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
				log.Debug("demonstration web server stopped", "err", err)
			}
		}()
	}
}

func (p *Portals) serve(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	var s *portal // of several sites on one host the one whose page it is
	var found *reply
	for _, c := range p.sites {
		if !strings.EqualFold(host, c.host) && !strings.EqualFold("www."+host, c.host) {
			continue
		}
		if s == nil || strings.HasPrefix(r.URL.Path, c.home) {
			s = c
		}
		if found == nil {
			found = c.replies[r.URL.RequestURI()]
		}
	}
	if s == nil {
		http.Error(w, "no such host", http.StatusMisdirectedRequest)
		return
	}
	if s.dead || overIPv6(r) && s.v6 == v6Dead {
		cut(w)
		return
	}
	if overIPv6(r) {
		switch {
		case s.v6 == v6Other:
			w.Header().Set("Content-Type", "text/html")
			// A client that has gone away needs no page.
			_, _ = w.Write([]byte(otherPage))
			return
		case s.v6 == v6Home && r.URL.Path != s.home, s.v6 == v6Half && r.URL.Path != s.home && len(r.URL.Path)%2 == 0:
			http.NotFound(w, r)
			return
		}
	}
	if found == nil {
		found = s.lost
	}
	found.send(w, r)
}

func (a *reply) send(w http.ResponseWriter, r *http.Request) {
	if a.delay > 0 {
		select {
		case <-time.After(a.delay):
		case <-r.Context().Done():
			return
		}
	}
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		// A client that has gone away needs no page.
		_, _ = w.Write(a.body)
	}
}

func overIPv6(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && local.IP.To4() == nil
}

// cut ends the connection without an answer, as a broken server does.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Without lingering the other side sees a reset at once.
		_ = tcp.SetLinger(0)
	}
	conn.Close()
}

// otherPage is what a server shows that was installed and never set up.
const otherPage = `<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>
<p>For online documentation and support please refer to nginx.org. Commercial support is available at nginx.com.</p>
<p><em>Thank you for using nginx.</em></p></body></html>`
