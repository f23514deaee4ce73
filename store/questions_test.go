package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
)

func asking(id, subject string) *audit.Site {
	return &audit.Site{ID: id, Name: "网站" + id, Department: "办公室", State: audit.Audited, Findings: []rules.Finding{
		{Rule: "p/nb", Outcome: rules.Review, Max: 5, Defects: []rules.Defect{{Outcome: rules.Review, Code: "late", Subject: subject, Message: "\x00迟了"}}}}}
}

func testQuestions(t *testing.T, address string) {
	s := open(t, address)
	recorded(t, s, map[string][]*audit.Site{"r1": {asking("b", "http://b/1"), asking("a", "http://a/1"), judgedBy("c", 90, []string{"p"})}}, "r1")
	subjects := func() (out []string) {
		t.Helper()
		list, err := s.Questions(t.Context(), "r1", func(id string) bool { return id != "c" })
		must(t, err)
		for _, a := range list {
			for _, q := range a.Questions {
				out = append(out, a.Site+" "+a.Name+" "+a.Department+" "+q.Rule+" "+q.Code+" "+q.Subject+" "+q.Message)
			}
		}
		return out
	}
	want := []string{"a 网站a 办公室 p/nb late http://a/1 \x00迟了", "b 网站b 办公室 p/nb late http://b/1 \x00迟了"}
	if diff := cmp.Diff(want, subjects()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	_, err := s.write.ExecContext(t.Context(), "UPDATE questions SET doc = '' WHERE site = 'b'") // as an earlier program leaves it
	must(t, err)
	for range 2 { // made, then kept
		if diff := cmp.Diff(want, subjects()); diff != "" {
			t.Errorf("of an earlier program (-want +got)\n%s", diff)
		}
		_, err = s.write.ExecContext(t.Context(), "UPDATE results SET doc = '{}'") // what is kept is not read from it again
		must(t, err)
	}
	must(t, s.PutSite(t.Context(), "r1", asking("a", "http://a/2")))
	if got := subjects(); len(got) != 2 || got[0] != "a 网站a 办公室 p/nb late http://a/2 \x00迟了" {
		t.Errorf("a result that is recorded again asks %q", got)
	}
}
