package web

import (
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
