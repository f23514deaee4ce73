package web

import (
	"slices"

	"github.com/govaudit/govaudit/access"
)

// route is one address and what answers there.
type route struct {
	pattern string        // "GET /runs/{run}"
	action  access.Action // what the user must be allowed to do, of nothing in particular
	handle  func(*call) (answer, error)
	nav     string // its word in the menu, in the order of the tables; "": not there
	more    string // where else it leads to, for the menu to say where one is: "/clauses /try"
	body    int64  // most bytes of a request; 0: 1 MiB
	open    bool   // a POST from anywhere is taken: there is no session it could misuse
	doc     *operation
	example string // an address for tests, where the pattern has parameters
}

// allRoutes is every address there is. Each file of pages has its table.
func (s *Server) allRoutes() []route {
	return slices.Concat(
		s.overviewRoutes(),
		s.rosterRoutes(),
		s.siteRoutes(),
		s.findingRoutes(),
		s.queueRoutes(),
		s.itemRoutes(),
		s.runRoutes(),
		s.noticeRoutes(),
		s.ruleRoutes(),
		s.tryRoutes(),
		s.storedRoutes(),
		s.fileRoutes(),
		s.apiRoutes(),
		s.workAPIRoutes(),
		s.readingAPIRoutes(),
		s.openapiRoutes(),
		s.healthRoutes(),
		s.userRoutes(),
		s.tokenRoutes(),
		s.operationRoutes(),
		s.accountRoutes(),
		s.loginRoutes(),
		s.signOnRoutes(),
		s.staticRoutes(),
		[]route{{pattern: "/", action: access.Public, open: true, handle: func(*call) (answer, error) { return nil, errMissing }}},
	)
}
