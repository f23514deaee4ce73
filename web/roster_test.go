package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/access"
)

func TestSitesAreAdded(t *testing.T) {
	s := newTestServer(t, nil)
	site := url.Values{"id": {"new"}, "name": {"新网站"}, "url": {"http://new.gov.cn/"}, "level": {"town"}, "department": {"新单位"}}
	for _, tt := range []struct {
		why  string
		who  access.User
		form url.Values
		want int
	}{
		{"by a supervisor", supervisor, site, 403},
		{"by a reviewer", reviewer, site, 403},
		{"by a department", jiangzhou, site, 403},
		{"without an address", evaluator, url.Values{"id": {"x"}, "name": {"<script>"}}, 422},
		{"as it should be", evaluator, site, 303},
		{"twice", evaluator, site, 422},
	} {
		if w := s.post(t, tt.who, "/sites", tt.form); w.Code != tt.want {
			t.Errorf("%s: %d, want %d: %s", tt.why, w.Code, tt.want, w.Body)
		}
	}
	if n := len(s.works.sites); n != 2 || s.works.sites[1].By != "评估员乙（ping）" {
		t.Errorf("%d sites: %+v", n, s.works.sites)
	}
	if lines := strings.Join(s.desk.lines(), "\n"); !strings.Contains(lines, "ping | 增加网站 | 网站 new") {
		t.Errorf("the log says %s", lines)
	}
}

func TestTablesOfSites(t *testing.T) {
	s := newTestServer(t, nil)
	if w := s.upload(t, evaluator, "/sites/import", "../../etc/x.CSV", []byte("a http://a.gov.cn/\nb\n")); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "第 2 行：缺少网址") || len(s.works.sites) != 1 {
		t.Errorf("a row that is wrong: %d, %d sites: %s", w.Code, len(s.works.sites), w.Body)
	}
	if w := s.upload(t, evaluator, "/sites/import", "x.csv", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no row: %d", w.Code)
	}
	if w := s.upload(t, supervisor, "/sites/import", "x.csv", []byte("a http://a.gov.cn/")); w.Code != http.StatusForbidden {
		t.Errorf("a supervisor: %d", w.Code)
	}
	if w := s.upload(t, evaluator, "/sites/import", "x.csv", make([]byte, mostSitesFile+1)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", w.Code)
	}
	if w := s.post(t, evaluator, "/sites/import", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", w.Code)
	}
	if w := s.upload(t, evaluator, "/sites/import", "x.csv", []byte("a http://a.gov.cn/\nb http://b.gov.cn/\n")); w.Code != http.StatusSeeOther || len(s.works.sites) != 3 {
		t.Errorf("%d, %d sites", w.Code, len(s.works.sites))
	}
}

func TestASiteIsChangedAndRetired(t *testing.T) {
	s := newTestServer(t, nil)
	form := func() url.Values {
		return url.Values{"at": {strconv.FormatInt(s.works.sites[0].At.UnixMicro(), 10)}, "name": {"改名"}, "url": {"http://added.gov.cn/"}, "level": {"town"}, "id": {"other"}}
	}
	stale := form()
	if w := s.post(t, evaluator, "/sites/added/edit", form()); w.Code != http.StatusSeeOther || s.works.sites[0].Target.Name != "改名" || s.works.sites[0].Target.ID != "added" {
		t.Fatalf("%d %+v", w.Code, s.works.sites[0])
	}
	stale.Set("name", "另一个名字")
	if w := s.post(t, administrator, "/sites/added/edit", stale); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "另一个名字") || s.works.sites[0].Target.Name != "改名" {
		t.Errorf("a stale form: %d", w.Code)
	}
	for _, tt := range []struct {
		why, at string
		who     access.User
		want    int
	}{
		{"a site of the config", "/sites/jiangzhou/edit", evaluator, 409},
		{"retiring a site of the config", "/sites/jiangzhou/retire", evaluator, 409},
		{"one that is not there", "/sites/nowhere/retire", evaluator, 404},
		{"a supervisor", "/sites/added/retire", supervisor, 403},
		{"a department, of its own site", "/sites/added/retire", gujiang, 403},
		{"restoring what is audited", "/sites/added/restore", evaluator, 409},
		{"retiring it", "/sites/added/retire", evaluator, 303},
		{"retiring it again", "/sites/added/retire", evaluator, 409},
		{"restoring it", "/sites/added/restore", evaluator, 303},
	} {
		if w := s.post(t, tt.who, tt.at, form()); w.Code != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, w.Code, tt.want)
		}
	}
}

func TestTheRosterIsSearched(t *testing.T) {
	s := newTestServer(t, nil)
	for _, tt := range []struct {
		query string
		who   access.User
		want  string
	}{
		{"", evaluator, "added gujiang jiangzhou"},
		{"?from=config", evaluator, "gujiang jiangzhou"},
		{"?from=added", evaluator, "added"},
		{"?from=retired", evaluator, ""},
		{"?level=city", evaluator, "jiangzhou"},
		{"?q=" + url.QueryEscape("古江"), evaluator, "added gujiang"},
		{"", jiangzhou, "jiangzhou"},
		{"?from=added", jiangzhou, ""},
	} {
		body := s.get(t, tt.who, "/sites"+tt.query).Body.String()
		var got []string
		for _, id := range []string{"added", "gujiang", "jiangzhou"} {
			if strings.Contains(body, "<small>"+id+"</small>") {
				got = append(got, id)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s as %s: %v, want %s", tt.query, tt.who.Role, got, tt.want)
		}
	}
}

func TestProblemsOfATableNameTheirRows(t *testing.T) {
	for _, tt := range []struct {
		why  string
		in   []string
		want []string
	}{
		{"a row as people count it", []string{"表格.csv:3：url：网址 \"x\" 应以 http:// 或 https:// 开头"}, []string{"第 3 行：网址 \"x\" 应以 http:// 或 https:// 开头"}},
		{"two things wrong with one row", []string{"表格.xlsx:3: url：缺少网址\nlevel：层级 \"地级\" 应为省级", "表格.xlsx:5: 编号重复"}, []string{"第 3 行：缺少网址", "第 3 行：层级 \"地级\" 应为省级", "第 5 行：编号重复"}},
		{"what is wrong with no row", []string{"第一行没有“网址”一列"}, []string{"第一行没有“网址”一列"}},
	} {
		if got := byRow(tt.in); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.why, got, tt.want)
		}
	}
}
