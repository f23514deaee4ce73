package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/review"
)

var (
	lateItem = ledger.NewID(fixtureLate, 0)
	openItem = ledger.NewID(review.Key{Site: "gujiang", Rule: "national/opens", Code: "unreachable", Subject: "www.gujiang.gov.cn"}, 0)
)

func (s *testServer) itemForm(t *testing.T, id string, more ...string) url.Values {
	t.Helper()
	it, err := s.works.Item(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	f := url.Values{"version": {strconv.Itoa(it.Version)}}
	for i := 0; i < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

func (s *testServer) itemState(t *testing.T, id string) ledger.State {
	t.Helper()
	it, err := s.works.Item(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return it.State
}

const mendedPage = "http://www.jiangzhou.gov.cn/nb/2.html"

func TestADepartmentAnswers(t *testing.T) {
	s := newTestServer(t, nil)
	w := s.post(t, jiangzhou, "/items/"+lateItem+"/answer", s.itemForm(t, lateItem, "kind", "mended", "done", "已重新公布", "link", mendedPage, "by", "王五"))
	if w.Code != http.StatusSeeOther || s.itemState(t, lateItem) != ledger.Answered {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if e := s.works.events[lateItem][1]; e.By != "王五（jz）" || e.Reply.Link != mendedPage {
		t.Errorf("%+v", e)
	}
	if lines := strings.Join(s.desk.lines(), "\n"); !strings.Contains(lines, "jz | 答复 | 整改事项 "+lateItem) {
		t.Errorf("the log says %s", lines)
	}
	if body := s.get(t, jiangzhou, "/items/"+lateItem).Body.String(); !strings.Contains(body, "王五（jz）") || strings.Contains(body, `name="say"`) {
		t.Error("its page does not show the answer, or offers a department to judge")
	}
}

// TestWhatMayNotBeSaid tries what each may not say of an item.
func TestWhatMayNotBeSaid(t *testing.T) {
	answer := []string{"kind", "mended", "done", "已改", "link", mendedPage}
	for _, tt := range []struct {
		why  string
		who  access.User
		path string
		form []string
		want int
	}{
		{"another department answers", gujiang, lateItem + "/answer", answer, 404},
		{"another department answers by the API", gujiang, "API" + lateItem + "/answer", answer, 404},
		{"a department judges its own", jiangzhou, lateItem + "/say", []string{"say", "verify", "why", "好了"}, 403},
		{"a supervisor judges", supervisor, lateItem + "/say", []string{"say", "verify", "why", "好了"}, 403},
		{"a supervisor answers", supervisor, lateItem + "/answer", answer, 403},
		{"a reviewer answers for a department", reviewer, lateItem + "/answer", answer, 403},
		{"nobody answers", nobody, lateItem + "/answer", answer, 303},
		{"an answer without what was done", jiangzhou, lateItem + "/answer", []string{"kind", "mended", "link", mendedPage}, 422},
		{"an answer without a link", jiangzhou, lateItem + "/answer", []string{"kind", "mended", "done", "已改"}, 422},
		{"a link to another site, without saying why", jiangzhou, lateItem + "/answer", []string{"kind", "mended", "done", "已改", "link", "http://www.example.com/"}, 422},
		{"a link that is a script", jiangzhou, lateItem + "/answer", []string{"kind", "mended", "done", "已改", "link", "javascript:alert(1)"}, 422},
		{"no kind", jiangzhou, lateItem + "/answer", []string{"done", "已改", "link", mendedPage}, 422},
		{"a saying that is none", evaluator, lateItem + "/say", []string{"say", "burn", "why", "x"}, 422},
		{"an exemption without proof", evaluator, lateItem + "/say", []string{"say", "exempt", "why", "x", "until", "2026-12-31"}, 422},
		{"an exemption until no day", evaluator, lateItem + "/say", []string{"say", "exempt", "why", "x", "proof", "y", "until", "某日"}, 422},
		{"reopening what is open", evaluator, lateItem + "/say", []string{"say", "reopen", "why", "x"}, 422},
		{"an item that is not there", evaluator, ledger.NewID(review.Key{Site: "x"}, 0) + "/say", []string{"say", "verify", "why", "x", "version", "1"}, 404},
		{"an item without a name", evaluator, "..%2f..%2fetc/say", []string{"say", "verify", "why", "x", "version", "1"}, 404},
	} {
		s := newTestServer(t, nil)
		at := "/items/" + tt.path
		if api, ok := strings.CutPrefix(tt.path, "API"); ok {
			at = "/api/v1/items/" + api
		}
		if w := s.post(t, tt.who, at, s.itemForm(t, lateItem, tt.form...)); w.Code != tt.want {
			t.Errorf("%s: %d, want %d: %.300s", tt.why, w.Code, tt.want, w.Body)
		}
		if n := len(s.works.events[lateItem]); n != 1 {
			t.Errorf("%s: recorded", tt.why)
		}
	}
}

func TestAStaleFormIsToldAndKept(t *testing.T) {
	s := newTestServer(t, nil)
	form := s.itemForm(t, lateItem, "kind", "mended", "done", "我写了很久的话", "link", mendedPage)
	s.post(t, evaluator, "/items/"+lateItem+"/say", s.itemForm(t, lateItem, "say", "notify", "why", "电话"))
	w := s.post(t, jiangzhou, "/items/"+lateItem+"/answer", form)
	body := w.Body.String()
	if w.Code != http.StatusConflict || !strings.Contains(body, "我写了很久的话</textarea>") || !strings.Contains(body, "评估员乙（ping）") {
		t.Fatalf("%d: %s", w.Code, body)
	}
	_, rest, _ := strings.Cut(body, `name="version" value="`)
	version, _, _ := strings.Cut(rest, `"`)
	form.Set("version", version)
	if w := s.post(t, jiangzhou, "/items/"+lateItem+"/answer", form); w.Code != http.StatusSeeOther {
		t.Errorf("sent again: %d", w.Code)
	}
}

func TestADepartmentSeesItsOwnItemsOnly(t *testing.T) {
	s := newTestServer(t, nil)
	other := url.QueryEscape("古江县人民政府办公室")
	for _, at := range []string{"/items", "/items?state=all", "/items?state=all&department=" + other, "/items?state=all&site=gujiang", "/items?id=" + openItem, "/items/" + openItem,
		"/api/v1/items?state=all", "/api/v1/items?department=" + other, "/api/v1/items/" + openItem, "/items/workbook?department=" + other, "/items/workbook?department=-", "/sites", "/api/v1/roster"} {
		w := s.get(t, jiangzhou, at)
		for _, leak := range []string{"www.gujiang.gov.cn", "古江县人民政府", "added.gov.cn"} {
			if body := strings.ReplaceAll(w.Body.String(), other, ""); strings.Contains(body, leak) && !strings.Contains(at, "department=") {
				t.Errorf("%s (%d) holds %q", at, w.Code, leak)
			}
		}
		if strings.Contains(at, "workbook") && w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, w.Code)
		}
		if strings.Contains(w.Body.String(), openItem) && !strings.Contains(at, openItem) {
			t.Errorf("%s (%d) names another department's item", at, w.Code)
		}
	}
	if w := s.get(t, jiangzhou, "/items"); !strings.Contains(w.Body.String(), lateItem) {
		t.Error("its own is not there")
	}
	nowhere := access.User{Name: "none", Role: access.Department}
	if w := s.get(t, nowhere, "/items?state=all"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "ZG-N") && strings.Contains(w.Body.String(), `href="/items/ZG`) {
		t.Errorf("who belongs to no department sees items: %d", w.Code)
	}
}

func (s *testServer) upload(t *testing.T, u access.User, at, name string, data []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := m.WriteField("token", formToken); err != nil {
		t.Fatal(err)
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		t.Fatal(err)
	}
	m.Close()
	r := httptest.NewRequest("POST", at, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.do(t, u, r)
}

// filled is the workbook of a department with its first item answered.
func (s *testServer) filled(t *testing.T, u access.User, change func(*excelize.File, map[string]string)) []byte {
	t.Helper()
	w := s.get(t, u, "/items/workbook?department="+url.QueryEscape(u.Departments[0]))
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	f, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("整改台账")
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{} // by the word of the column, in the first row of an item
	for i, row := range rows {
		if len(row) > 1 && strings.Contains(strings.Join(row, "|"), "整改编号") || len(row) > 1 && strings.Contains(strings.Join(row, "|"), "说明类型") {
			for k, word := range row {
				cells[word], _ = excelize.CoordinatesToCellName(k+1, i+2)
			}
			break
		}
	}
	change(f, cells)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookGoesOutAndComesBack(t *testing.T) {
	s := newTestServer(t, nil)
	set := func(kind, done, link string) func(*excelize.File, map[string]string) {
		return func(f *excelize.File, cells map[string]string) {
			for word, v := range map[string]string{"说明类型": kind, "整改措施": done, "整改链接": link, "整改人": "王五"} {
				for head, cell := range cells {
					if strings.HasPrefix(head, word) {
						if err := f.SetCellValue("整改台账", cell, v); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		}
	}
	bad := s.filled(t, jiangzhou, set("已整改", "已改", "不是网址"))
	if w := s.upload(t, jiangzhou, "/items/workbook", "x.xlsx", bad); w.Code != http.StatusUnprocessableEntity || s.itemState(t, lateItem) != ledger.Open {
		t.Errorf("a link that is none: %d %s", w.Code, w.Body)
	}
	good := s.filled(t, jiangzhou, set("已整改", "已改", mendedPage))
	if w := s.upload(t, gujiang, "/items/workbook", "x.xlsx", good); w.Code != http.StatusUnprocessableEntity || s.itemState(t, lateItem) != ledger.Open {
		t.Errorf("another department hands it in: %d", w.Code)
	}
	if w := s.upload(t, supervisor, "/items/workbook", "x.xlsx", good); w.Code != http.StatusForbidden {
		t.Errorf("a supervisor hands it in: %d", w.Code)
	}
	for range 2 { // the second time says nothing new
		if w := s.upload(t, jiangzhou, "/items/workbook", "x.xlsx", good); w.Code != http.StatusSeeOther {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
		if n := len(s.works.events[lateItem]); n != 2 || s.itemState(t, lateItem) != ledger.Answered {
			t.Errorf("%d events, %s", n, s.itemState(t, lateItem))
		}
	}
	for why, data := range map[string][]byte{"no workbook": []byte("hello"), "a page": []byte("<script>alert(1)</script>"), "nothing": nil} {
		w := s.upload(t, jiangzhou, "/items/workbook", "x.xlsx", data)
		if w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s: %d", why, w.Code)
		}
	}
	if w := s.upload(t, jiangzhou, "/items/workbook", "x.xlsx", make([]byte, mostTaskBook+1)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", w.Code)
	}
}

func TestNotifyAndRecheck(t *testing.T) {
	s := newTestServer(t, nil)
	list := url.Values{"department": {"江州市人民政府办公室"}}.Encode()
	if w := s.post(t, evaluator, "/items/notify", url.Values{"list": {list}, "how": {"函〔2026〕3号"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if s.itemState(t, lateItem) != ledger.Notified || s.itemState(t, openItem) != ledger.Open {
		t.Errorf("%s, and of the other department %s", s.itemState(t, lateItem), s.itemState(t, openItem))
	}
	if w := s.post(t, evaluator, "/items/recheck", url.Values{"id": {lateItem}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if got := s.works.tasks[len(s.works.tasks)-1]; strings.Join(got.Items, " ") != lateItem || strings.Join(got.Groups, " ") != "jiangzhou" {
		t.Errorf("%+v", got)
	}
	if w := s.post(t, evaluator, "/items/recheck", url.Values{"list": {list}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a recheck of nothing that was answered: %d", w.Code)
	}
}

func TestItemsAreChosenByTheNameOfTheirSite(t *testing.T) {
	s := newTestServer(t, nil)
	if body := s.get(t, jiangzhou, "/items").Body.String(); !strings.Contains(body, `<option value="jiangzhou">江州市人民政府</option>`) {
		t.Errorf("no site is called by its name in %s", body)
	}
}
