package web

import (
	"bytes"
	"fmt"
	"html"
	"mime/multipart"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// field returns what a form of a page carries.
func field(t *testing.T, body, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("the page has no field %s: %s", name, body)
	}
	return html.UnescapeString(m[1])
}

func (b *browser) upload(path, name, data string) (status int, at, body string) {
	b.t.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	f, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = f.Write([]byte(data))
	}
	if err != nil || m.WriteField("token", b.form) != nil || m.Close() != nil {
		b.t.Fatal(err)
	}
	return b.read(b.http.Post(b.base+path, m.FormDataContentType(), &form))
}

// TestADayOfEach goes through the days of the people who work with the console, each
// with the pages they are given: an administrator adds sites and asks for a run, an
// evaluator decides twenty questions one after the other, a department answers two
// items, a recheck strikes one off and finds the other unmended, and a supervisor
// finds both.
func TestADayOfEach(t *testing.T) {
	clock := now
	s, base := signInServer(t, &clock)
	m := fixture()
	s.Archive, s.Records = m, m
	for _, r := range m.sites[lastRun] {
		if r.ID == "jiangzhou" {
			r.Findings[1].Defects = nil
			for i := range 20 {
				r.Findings[1].Defects = append(r.Findings[1].Defects, rules.Defect{Code: "missing", Outcome: rules.Review, Subject: fmt.Sprintf("栏目 %d", i), Message: "未见"})
			}
		}
	}
	second := fixtureLate
	second.Subject = "http://www.jiangzhou.gov.cn/nb/0.html"
	other, err := s.works.Events(t.Context(), lateItem)
	if err != nil {
		t.Fatal(err)
	}
	opening := other[0]
	opening.Item, opening.Opening = ledger.NewID(second, 0), &ledger.Opening{Key: second, Check: "annual_report", Department: "江州市人民政府办公室", Severity: ledger.Major}
	if err := s.works.AppendEvents(t.Context(), ledger.Change{Events: []ledger.Event{opening}}); err != nil {
		t.Fatal(err)
	}

	admin := newBrowser(t, base)
	admin.signIn("admin", goodPassword)
	admin.get("/sites")
	table := ""
	for i := range 10 {
		table += fmt.Sprintf("s%d http://s%d.gov.cn/\n", i, i)
	}
	if status, at, body := admin.upload("/sites/import", "x.csv", table); status != 200 || at != "/sites?from=added" || !strings.Contains(body, "已增加 10 个网站") {
		t.Fatalf("import: %d at %s", status, at)
	}
	admin.get("/runs")
	if status, at, _ := admin.post("/runs", url.Values{"all": {"1"}}); status != 200 || at != "/tasks/2" {
		t.Fatalf("start: %d at %s", status, at)
	}

	ping := newBrowser(t, base)
	ping.signIn("ping", goodPassword)
	_, _, body := ping.get("/queue?rule=national%2Fguide")
	at := html.UnescapeString(regexp.MustCompile(`class="button" href="([^"]+)"`).FindStringSubmatch(body)[1])
	_, _, body = ping.get(at)
	for i := range 20 {
		path, _, _ := strings.Cut(at, "?")
		answer := string(review.Answers()[i%2])
		var status int
		status, at, body = ping.post(path, url.Values{"seen": {field(t, body, "seen")}, "list": {field(t, body, "list")}, "answer": {answer}, "reason": {"已核对"}, "until": {"2026-12-31"}})
		if status != 200 || len(s.works.decisions) != i+1 {
			t.Fatalf("decision %d: %d at %s, %d recorded", i+1, status, at, len(s.works.decisions))
		}
	}
	if !strings.HasPrefix(at, "/queue?") || !strings.Contains(body, "没有须由人核实的事项") {
		t.Errorf("after the last it went to %s", at)
	}

	jz := newBrowser(t, base)
	jz.signIn("jz", goodPassword)
	for _, id := range []string{lateItem, opening.Item} {
		_, _, body := jz.get("/items/" + id)
		if status, _, body := jz.post("/items/"+id+"/answer", url.Values{"version": {field(t, body, "version")}, "kind": {"mended"}, "done": {"已改"}, "link": {mendedPage}}); status != 200 || !strings.Contains(body, "已登记答复") {
			t.Fatalf("answer %s: %d", id, status)
		}
	}

	ping.get("/items?state=answered")
	if status, at, _ := ping.post("/items/recheck", url.Values{"list": {"state=answered"}}); status != 200 || at != "/tasks/3" || len(s.works.tasks[2].Items) != 2 {
		t.Fatalf("recheck: %d at %s, %+v", status, at, s.works.tasks[2:])
	}
	for id, to := range map[string]ledger.Event{lateItem: {Kind: ledger.EventVerified, To: ledger.Verified, Why: "复查时已改好"}, opening.Item: {Kind: ledger.EventReopened, To: ledger.Reopened, Why: "复查时仍在", Unmended: true}} {
		it, err := s.works.Item(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		to.Item, to.N, to.At, to.Run, to.From = id, it.Version+1, now, "recheck", it.State
		if err := s.works.AppendEvents(t.Context(), ledger.Change{Item: it, Events: []ledger.Event{to}}); err != nil {
			t.Fatal(err)
		}
	}

	zhu := newBrowser(t, base)
	zhu.signIn("zhu", goodPassword)
	for state, want := range map[string]string{"verified": lateItem, "new": opening.Item} {
		if _, _, body := zhu.get("/items?state=" + state + "&site=jiangzhou"); !strings.Contains(body, "/items/"+want) {
			t.Errorf("the supervisor does not find %s among what is %s", want, state)
		}
	}
	if status, _, _ := zhu.post("/items/"+opening.Item+"/say", url.Values{"say": {"verify"}, "why": {"x"}, "version": {"3"}}); status != 403 {
		t.Errorf("a supervisor changes something: %d", status)
	}
	if lines := strings.Join(s.desk.lines(), "\n"); strings.Count(lines, "ping | 核实 |") != 20 || strings.Count(lines, "jz | 答复 |") != 2 {
		t.Errorf("the log says\n%s", lines)
	}
}
