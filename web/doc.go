// Package web is the console and the API: pages in Chinese for evaluators,
// supervisors and departments, and the same as JSON. It shows and takes what
// people say; it never fetches, never judges a live portal, and reads no files but those it made.
//
// # How a page is added
//
// A page is a row in a table, a method and a template.
//
//	func (s *Server) overviewRoutes() []route {
//		return []route{{pattern: "GET /{$}", action: access.Browse, nav: "总览", handle: s.overview}}
//	}
//
//	func (s *Server) overview(c *call) (answer, error) {
//		run, sites, err := s.results(c, c.FormValue("run")) // only what c.User may see
//		if err != nil {
//			return nil, err
//		}
//		return page{Name: "overview", Title: "总览", Body: overviewView{run, sites}}, nil
//	}
//
// The table is named once in routes (route.go). The pattern is that of
// [net/http.ServeMux] with its method; a POST has its form token checked, and its
// body bounded, before handle is called. The action is what [access.Can] is asked
// before handle is called, without an object; a handler that shows or changes one
// thing asks again with the object: c.can(access.SeeSite, access.Of(department)), or
// takes its data from [Server.results] and [Server.result], which leave out what the
// user may not see. What one may not see is not there: errMissing, not errForbidden.
//
// The template templates/pages/NAME.html defines "main" (within <main>; no <h1>: the
// layout writes the title) and may define "aside" (beside the title). It gets a
// [frame]: .Body is the handler's, .User, .Run … the page's; functions are those of
// [reports.Words] and of funcs (render.go). Parts that several pages share stand in
// templates/parts.html. There are no inline styles, scripts or event handlers, also not
// style="…" on SVG: the content security policy drops them; use classes of
// static/console.css (add yours at its end) or of the reports, reports/templates/style.css, and attributes like width and fill.
// A form carries {{template "token" $}}.
//
// After a change a handler answers redirect{To: "/sites/a", Flash: "已保存。"}. For a
// user's mistake it gives problem(http.StatusUnprocessableEntity, "日期写作 2026-04-10。"), shown
// as a page, or shows its form again with Status set. Other errors are ours: they are
// logged, and the user gets a number to report.
//
// A JSON twin is a route under /api/v1 with a doc (openapi.go) whose handler answers
// jsonBody{v}; errors become {"error": "…"} by themselves. doc.Response names a schema:
// one of results.json (run, site, score, finding, defect, evidence), or one that stands
// in a file of schemas/, yours in yours; TestAPI holds answers to it. A POST names its
// fields in doc.Form.
//
// To evidence as it was stored leads {{stored $run $site .}} with a [rules.Evidence];
// to the files of a run, /runs/RUN/files. For what costs much, s.heavy.enter(ctx) waits
// for a place. A line in the log is written with a change by making it with the context
// of s.record(c, what, object, before, after); after a mistake of the user set c.line to
// nil. Who asks for one thing of others gets s.hide(c, what).
//
// # How a page is tested
//
//	s := newTestServer(t, nil)              // with the runs of fixture_test.go
//	res := s.get(t, evaluator, "/")         // as a user who is signed in
//	res := s.post(t, evaluator, "/x", form) // with the form token
//
// get and post fail the test where a page is not well formed. TestPages visits every
// GET route of every page; TestHostile does with hostile data: give a route with
// parameters an example (route.example).
package web
