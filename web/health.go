package web

import (
	"net/http"

	"github.com/govaudit/govaudit/access"
)

// healthRoutes say that the process lives, and that its store can be reached.
func (s *Server) healthRoutes() []route {
	return []route{
		{pattern: "GET /healthz", action: access.Public, handle: func(*call) (answer, error) { return plain("ok\n"), nil }},
		{pattern: "GET /readyz", action: access.Public, handle: s.ready},
	}
}

func (s *Server) ready(c *call) (answer, error) {
	if err := s.Ping(c.Context()); err != nil {
		s.Log.Error("not ready", "err", err)
		return nil, problem(http.StatusServiceUnavailable, "存储暂时不可用。")
	}
	return plain("ok\n"), nil
}

// plain is an answer in a few words, for machines.
type plain string

func (p plain) write(_ *Server, w http.ResponseWriter, _ *call) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte(p))
	return err
}
