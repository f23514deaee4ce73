package main

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/store"
)

// named puts what only this run knows into an attempt: ITEMA and ITEMB are items of the
// two departments, RUN is the run, SHAB is evidence on the second portal.
func (a *attackedServe) named(t *testing.T) *strings.Replacer {
	t.Helper()
	st := openStore(t, a.db)
	defer st.Close()
	items, err := st.Items(t.Context(), store.ItemFilter{})
	if err != nil {
		t.Fatal(err)
	}
	pairs := []string{}
	seen := map[string]bool{}
	for _, it := range items {
		name := map[string]string{"jia": "A", "yi": "B"}[it.Site]
		if seen[name] || len(it.Last.Evidence) == 0 {
			continue
		}
		seen[name] = true
		pairs = append(pairs, "ITEM"+name, it.ID, "SHA"+name, it.Last.Evidence[0].SHA256, "RUN", it.Last.Run)
	}
	if !seen["A"] || !seen["B"] {
		t.Fatalf("both portals need an item: %v", pairs)
	}
	return strings.NewReplacer(append(pairs, "HOMEB", url.QueryEscape("http://127.0.0.2:"+a.port+"/"), "HOMEA", url.QueryEscape("http://127.0.0.1:"+a.port+"/"),
		"DEPTB", url.QueryEscape(deptB), "DEPTA", url.QueryEscape(deptA))...)
}

// attempt is something that somebody must not do.
type attempt struct {
	why    string
	who    string
	method string
	path   string
	form   string // sent with the form token of the last page
	want   int
	logged bool // as an attempt of a user who is known
}

var attempts = []attempt{
	{"another's item", "jiaxian", "GET", "/items/ITEMB", "", 404, true},
	{"another's item by the API", "jiaxian", "GET", "/api/v1/items/ITEMB", "", 404, true},
	{"answering another's item", "jiaxian", "POST", "/items/ITEMB/answer", "version=1&kind=mended&done=ok&link=HOMEB", 404, true},
	{"answering another's item by the API", "jiaxian", "POST", "/api/v1/items/ITEMB/answer", "version=1&kind=mended&done=ok&link=HOMEB", 404, true},
	{"judging one's own item", "jiaxian", "POST", "/items/ITEMA/say", "version=1&say=verify&why=ok", 403, true},
	{"judging one's own item by the API", "jiaxian", "POST", "/api/v1/items/ITEMA/say", "version=1&say=verify&why=ok", 403, true},
	{"another's workbook", "jiaxian", "GET", "/items/workbook?department=DEPTB", "", 404, true},
	{"the workbook of nobody", "jiaxian", "GET", "/items/workbook?department=-", "", 404, true},
	{"telling departments", "jiaxian", "POST", "/items/notify", "how=x", 403, true},
	{"having items checked again", "jiaxian", "POST", "/items/recheck", "list=", 403, true},
	{"another's site", "jiaxian", "GET", "/sites/yi", "", 404, true},
	{"what mending another's site gains", "jiaxian", "GET", "/sites/yi/mend", "", 404, true},
	{"another's site in a run", "jiaxian", "GET", "/sites/yi?run=RUN", "", 404, true},
	{"another's finding", "jiaxian", "GET", "/sites/yi/findings/national/guide", "", 404, true},
	{"another's results by the API", "jiaxian", "GET", "/api/v1/runs/RUN/sites/yi", "", 404, true},
	{"another's findings by the API", "jiaxian", "GET", "/api/v1/runs/RUN/sites/yi/findings", "", 404, true},
	{"another's stored page", "jiaxian", "GET", "/runs/RUN/sites/yi/stored?url=HOMEB", "", 404, true},
	{"another's stored page as it is shown", "jiaxian", "GET", "/runs/RUN/sites/yi/stored/view?url=HOMEB", "", 404, true},
	{"another's stored bytes", "jiaxian", "GET", "/runs/RUN/sites/yi/stored/body?url=HOMEB", "", 404, true},
	{"another's stored text", "jiaxian", "GET", "/runs/RUN/sites/yi/stored/text?url=HOMEB", "", 404, true},
	{"another's picture", "jiaxian", "GET", "/runs/RUN/sites/yi/stored/photo?url=HOMEB", "", 404, true},
	{"another's evidence under one's own site", "jiaxian", "GET", "/runs/RUN/sites/jia/stored/body?url=HOMEB&sha=SHAB", "", 404, true},
	{"another's page under one's own site", "jiaxian", "GET", "/runs/RUN/sites/jia/stored?url=HOMEB", "", 404, false},
	{"the results of all", "jiaxian", "GET", "/runs/RUN/files/results.json", "", 404, true},
	{"the table of all", "jiaxian", "GET", "/runs/RUN/files/summary.csv", "", 404, true},
	{"the workbook of all", "jiaxian", "GET", "/runs/RUN/files/rectification.xlsx", "", 404, true},
	{"another's workbook of a run", "jiaxian", "GET", "/runs/RUN/files/rectification/" + deptB + ".xlsx", "", 404, true},
	{"another's page of a run", "jiaxian", "GET", "/runs/RUN/files/sites/yi.html", "", 404, true},
	{"the runs", "jiaxian", "GET", "/runs", "", 403, true},
	{"a run", "jiaxian", "GET", "/runs/RUN", "", 403, true},
	{"the tasks", "jiaxian", "GET", "/api/v1/tasks", "", 403, true},
	{"the questions", "jiaxian", "GET", "/queue", "", 403, true},
	{"the questions by the API", "jiaxian", "GET", "/api/v1/queue", "", 403, true},
	{"the users", "jiaxian", "GET", "/users", "", 403, true},
	{"the log", "jiaxian", "GET", "/api/v1/operations", "", 403, true},
	{"trying rules", "jiaxian", "GET", "/try", "", 403, true},
	{"adding a site", "jiaxian", "POST", "/sites", "id=x&name=x&url=HOMEA", 403, true},

	{"a supervisor answers", "zhuguan", "POST", "/items/ITEMA/answer", "version=1&kind=mended&done=ok&link=HOMEA", 403, true},
	{"a supervisor judges", "zhuguan", "POST", "/items/ITEMA/say", "version=1&say=verify&why=ok", 403, true},
	{"a supervisor runs", "zhuguan", "POST", "/runs", "all=1", 403, true},
	{"a supervisor cancels", "zhuguan", "POST", "/tasks/1/cancel", "", 403, true},
	{"a supervisor pauses", "zhuguan", "POST", "/schedules/pause", "name=x", 403, true},
	{"a supervisor adds a site", "zhuguan", "POST", "/api/v1/roster", "id=x", 403, true},
	{"a supervisor imports sites", "zhuguan", "POST", "/sites/import", "", 403, true},
	{"a supervisor retires a site", "zhuguan", "POST", "/sites/jia/retire", "", 403, true},
	{"a supervisor decides", "zhuguan", "POST", "/decisions", "answer=true", 403, true},
	{"a supervisor has results judged again", "zhuguan", "POST", "/queue", "", 403, true},
	{"a supervisor tells departments", "zhuguan", "POST", "/items/notify", "how=x", 403, true},
	{"a supervisor reads the log", "zhuguan", "GET", "/operations", "", 403, true},

	{"an evaluator adds a user", "pinggu", "POST", "/users", "name=neu&role=administrator", 403, true},
	{"an evaluator makes himself administrator", "pinggu", "POST", "/users/pinggu", "role=administrator&epoch=2", 403, true},
	{"an evaluator resets a password", "pinggu", "POST", "/users/admin/reset", "", 403, true},
	{"an evaluator issues a token", "pinggu", "POST", "/tokens", "purpose=x&role=administrator&until=2099-01-01", 403, true},
	{"an evaluator reads users", "pinggu", "GET", "/users", "", 403, true},
	{"an evaluator confirms", "pinggu", "POST", "/queue/x/agree", "", 403, true},
	{"a reviewer runs", "fuhe", "POST", "/runs", "all=1", 403, true},
	{"a reviewer adds a site", "fuhe", "POST", "/sites", "id=x", 403, true},
	{"a reviewer answers for a department", "fuhe", "POST", "/items/ITEMA/answer", "version=1&kind=mended&done=ok&link=HOMEA", 403, true},

	{"a method that is none", "pinggu", "POST", "/users?_method=GET", "", 403, true},
	{"a path that climbs", "jiaxian", "GET", "/runs/RUN/files/..%2f..%2fa.db", "", 404, true},
	{"a path that climbs in a run", "jiaxian", "GET", "/runs/..%2f..%2fa.db/files", "", 404, false},
	{"a path that climbs in a style", "jiaxian", "GET", "/static/..%2f..%2fserver.go", "", 404, false},
	{"a path that climbs in an item", "jiaxian", "GET", "/items/..%2f..%2fa.db", "", 404, false},
	{"a path that climbs in a site", "jiaxian", "GET", "/sites/..%2f..%2fetc%2fpasswd", "", 404, false},
	{"a path that climbs in an address", "jiaxian", "GET", "/runs/RUN/sites/jia/stored/body?url=file%3A%2F%2F%2Fetc%2Fpasswd", "", 404, false},
	{"a hash that is none", "jiaxian", "GET", "/runs/RUN/sites/jia/stored/body?url=x&sha=..%2f..%2fetc", "", 404, false},
	{"everything by a wildcard in a site", "jiaxian", "GET", "/sites/%25", "", 404, false},
	{"everything by a wildcard in a run", "jiaxian", "GET", "/api/v1/runs/%25/sites", "", 404, false},
	{"a run by its beginning", "jiaxian", "GET", "/api/v1/runs/20/sites", "", 404, false},
	{"a quote for the query", "jiaxian", "GET", "/api/v1/runs/'%20or%20'1'='1/sites", "", 404, false},
}

// forgery is a form that no page of ours sent; TOKEN is the token of the last page.
type forgery struct {
	why    string
	form   string
	header string
}

var forgeries = []forgery{
	{"no token", "", ""},
	{"a token that is wrong", "&token=AAAAAAAAAAAAAAAAAAAAAAAAAA", ""},
	{"the token of another", "&token=OTHER", ""},
	{"from another website", "&token=TOKEN", "Origin: http://evil.example"},
	{"from a page without origin", "&token=TOKEN", "Origin: null"},
	{"the browser says from another website", "&token=TOKEN", "Sec-Fetch-Site: cross-site"},
	{"the browser says from a neighbour", "&token=TOKEN", "Sec-Fetch-Site: same-site"},
	{"as JSON", "&token=TOKEN", "Content-Type: application/json"},
	{"as plain text", "&token=TOKEN", "Content-Type: text/plain"},
}

// TestAttempts has people of every role try what they must not do at a served console.
func TestAttempts(t *testing.T) {
	a := newAttackedServe(t)
	names := a.named(t)
	for _, tt := range attempts {
		p := a.people[tt.who]
		body := ""
		if tt.method != "GET" {
			body = "token=" + url.QueryEscape(p.form) + "&" + names.Replace(tt.form)
		}
		before := len(a.refusals(t, tt.who))
		r := p.ask(tt.method, names.Replace(tt.path), body)
		if r.status != tt.want {
			t.Errorf("%s (%s): %d, want %d\n%.300s", tt.why, tt.who, r.status, tt.want, r.body)
		}
		if logged := len(a.refusals(t, tt.who)) > before; logged != tt.logged {
			t.Errorf("%s (%s): logged %v, want %v", tt.why, tt.who, logged, tt.logged)
		}
	}
	jia := a.people["jiaxian"]
	for _, tt := range forgeries {
		form := strings.NewReplacer("TOKEN", jia.form, "OTHER", a.people["yixian"].form).Replace(tt.form)
		r := jia.ask("POST", names.Replace("/items/ITEMA/answer"), names.Replace("version=1&kind=mended&done=ok&link=HOMEA")+form, tt.header)
		if r.status != 403 {
			t.Errorf("forged form, %s: %d", tt.why, r.status)
		}
	}
	a.forgedBooks(t)
	for _, tt := range floods() {
		p := a.people[tt.who]
		body := ""
		if tt.method != "GET" {
			body = "token=" + url.QueryEscape(p.form) + "&" + tt.form
		}
		if r := p.ask(tt.method, names.Replace(tt.path), body, tt.header); r.status != tt.want || !strings.Contains(r.body, tt.says) {
			t.Errorf("%s (%s): %d, want %d and %q\n%.300s", tt.why, tt.who, r.status, tt.want, tt.says, r.body)
		}
	}
	if body := a.people["admin"].get(names.Replace("/api/v1/items/ITEMA")).body; !strings.Contains(body, `"version":1,`) {
		t.Error("an attempt changed an item: ", body)
	}
	if body := a.people["pinggu"].get(names.Replace("/runs/RUN/files/summary.csv")).body; strings.Contains(body, `,=`) || strings.Contains(body, `,"=`) || !strings.Contains(body, `'=HYPERLINK`) {
		t.Error("the table carries a formula: ", body)
	}
	select {
	case line := <-a.errors:
		t.Error("an attempt made the server fail: ", line)
	default:
	}
}

// forgedBooks has a department send the workbook of another, and its own with a row of
// the other's.
func (a *attackedServe) forgedBooks(t *testing.T) {
	t.Helper()
	jia := a.people["jiaxian"]
	own, others := jia.get("/items/workbook").body, a.people["yixian"].get("/items/workbook").body
	from, err := excelize.OpenReader(strings.NewReader(others))
	if err != nil {
		t.Fatal(err)
	}
	into, err := excelize.OpenReader(strings.NewReader(own))
	if err != nil {
		t.Fatal(err)
	}
	const sheet = "整改台账"
	rows, err := from.GetRows(sheet)
	if err != nil || len(rows) < 2 {
		t.Fatal(rows, err)
	}
	row := rows[1]
	copy(row[17:22], []string{"已整改", "已改好", "http://127.0.0.2:" + a.port + "/", "", "王五"})
	if err := into.SetSheetRow(sheet, "A2", &row); err != nil {
		t.Fatal(err)
	}
	var forged bytes.Buffer
	if err := into.Write(&forged); err != nil {
		t.Fatal(err)
	}
	for why, book := range map[string]string{"the workbook of another": others, "a row of another": forged.String()} {
		before := len(a.refusals(t, "jiaxian"))
		if r := jia.upload("/items/workbook", "a.xlsx", []byte(book)); r.status != 422 || len(a.refusals(t, "jiaxian")) == before {
			t.Errorf("%s: %d, logged %v", why, r.status, a.refusals(t, "jiaxian")[before:])
		}
	}
}
