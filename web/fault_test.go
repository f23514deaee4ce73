package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

// What is wrong with a form is told at its head, and leads to the field where it is put
// right; what was typed stays.
func TestFaultsLeadToTheirFields(t *testing.T) {
	answer := "/items/" + lateItem + "/answer"
	say := "/items/" + lateItem + "/say"
	for _, tt := range []struct {
		why   string
		who   access.User
		path  string
		form  []string
		field string
		kept  string
	}{
		{"an answer without what was done", jiangzhou, answer, []string{"kind", "mended", "link", mendedPage}, "done", mendedPage},
		{"an answer without a link", jiangzhou, answer, []string{"kind", "mended", "done", "已经改好"}, "link", "已经改好"},
		{"a link to another site", jiangzhou, answer, []string{"kind", "mended", "done", "已改", "link", "http://www.example.com/x"}, "away", "http://www.example.com/x"},
		{"an exemption without proof", evaluator, say, []string{"say", "exempt", "why", "经批准暂缓", "until", "2026-12-31"}, "proof", "经批准暂缓"},
		{"an exemption until no day", evaluator, say, []string{"say", "exempt", "why", "经批准暂缓", "proof", "5号文", "until", "某日"}, "until", "5号文"},
		{"a saying without why", evaluator, say, []string{"say", "false", "proof", "附件三"}, "why", "附件三"},
		{"a site with no address", evaluator, "/sites", []string{"name", "新区管委会", "level", "county"}, "f-url", "新区管委会"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			s := newTestServer(t, nil)
			form := url.Values{}
			for i := 0; i < len(tt.form); i += 2 {
				form.Set(tt.form[i], tt.form[i+1])
			}
			if strings.HasPrefix(tt.path, "/items/") {
				form = s.itemForm(t, lateItem, tt.form...)
			}
			body := s.post(t, tt.who, tt.path, form).Body.String()
			for _, want := range []string{`<a href="#` + tt.field + `">`, ` id="` + tt.field + `" aria-invalid="true"`, tt.kept} {
				if !strings.Contains(body, want) {
					t.Errorf("the page lacks %s", want)
				}
			}
		})
	}
}

// Who was signed out while filling in a form is told that it was not taken, and comes
// back to its page, never to another server.
func TestAFormSentAfterTheSessionEnded(t *testing.T) {
	for _, tt := range []struct{ why, from, want string }{
		{"from the page of the form", "http://example.com/items/x?state=new", "/items/x?state=new"},
		{"from another server", "http://evil.example/items", "/"},
		{"from nowhere", "", "/"},
		{"with an address that leads away", "http://example.com//evil.example/", "/"},
	} {
		s := newTestServer(t, nil)
		r := httptest.NewRequest("POST", "/items/"+lateItem+"/answer", strings.NewReader("done=x"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", tt.from)
		to, err := url.Parse(s.do(t, nobody, r).Header().Get("Location"))
		if err != nil || to.Path != "/login" || to.Query().Get("next") != tt.want {
			t.Errorf("%s: led to %v (%v), want back to %s", tt.why, to, err, tt.want)
			continue
		}
		if body := s.get(t, nobody, to.String()).Body.String(); !strings.Contains(body, "没有保存") {
			t.Errorf("%s: it is not told that nothing was taken", tt.why)
		}
	}
}
