package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// siteForm is a site as it is typed, by the columns of a table of sites.
type siteForm map[string]string

func readSiteForm(c *call) siteForm {
	f := siteForm{}
	for _, k := range siteColumns {
		f[k.Value] = clipRunes(c.PostFormValue(k.Value), 4000)
	}
	return f
}

// formOf is a site as it would be typed.
func formOf(t site.Target) siteForm {
	return siteForm{"id": t.ID, "name": t.Name, "url": t.URL, "level": string(t.Level), "of": string(t.Of), "department": t.Department, "code": t.Code,
		"scope": strings.Join(t.Scope, "\n"), "exclude": strings.Join(t.Exclude, "\n"), "hosts": strings.Join(t.Hosts, "\n"), "packs": strings.Join(t.Packs, "\n")}
}

// target reads the form. What is wrong with a field is told by its name.
func (s *Server) target(f siteForm) (site.Target, error) {
	t, problems := s.Roster.ParseSite(f)
	var wrong Refusal
	for _, k := range siteColumns {
		if p := problems[k.Value]; p != "" {
			if !strings.HasPrefix(p, k.Word) {
				p = k.Word + "：" + p
			}
			wrong = append(wrong, p)
		}
	}
	if len(wrong) > 0 {
		return t, wrong
	}
	return t, nil
}

func (s *Server) addSite(c *call) (answer, error) {
	form := readSiteForm(c)
	t, err := s.target(form)
	if err == nil {
		err = s.Roster.AddSites(s.record(c, "增加网站", "网站 "+t.ID, "", siteWords(t)), []site.Target{t}, person(c.User))
	}
	var r Refusal
	switch {
	case errors.As(err, &r) && c.api():
		c.line = nil
		return nil, problem(http.StatusUnprocessableEntity, r.Error())
	case errors.As(err, &r):
		c.line = nil
		return s.rosterPage(c, rosterQuery{}, form, r)
	case err != nil:
		return nil, err
	case c.api():
		return jsonBody{Value: t}, nil
	}
	return redirect{To: "/sites?from=added", Flash: "已增加网站 " + t.Name + "（" + t.ID + "）。"}, nil
}

type siteEditView struct {
	Entry    schedule.Entry
	At       int64 // of the text that is shown
	Form     siteForm
	Levels   []site.Level
	Problems faults
}

// added returns a site of the roster that may be changed here.
func (s *Server) added(c *call) (schedule.Entry, error) {
	list, err := s.seenRoster(c)
	if err != nil {
		return schedule.Entry{}, err
	}
	for _, e := range list {
		switch {
		case e.Target.ID != c.PathValue("site"):
		case e.Configured:
			return e, problem(http.StatusConflict, "这个网站写在配置文件里，请在配置文件里修改。")
		default:
			return e, nil
		}
	}
	return schedule.Entry{}, errMissing
}

func (s *Server) editSite(c *call) (answer, error) {
	e, err := s.added(c)
	if err != nil {
		return nil, err
	}
	return siteEditPage(e, formOf(e.Target), nil), nil
}

func siteEditPage(e schedule.Entry, form siteForm, wrong []string) page {
	out := page{Name: "site-edit", Title: "修改网站 " + e.Target.ID, Body: siteEditView{e, e.At.UnixMicro(), form, site.Levels, siteFaults(wrong)}}
	if len(wrong) > 0 {
		out.Status = http.StatusUnprocessableEntity
	}
	return out
}

func (s *Server) changeSite(c *call) (answer, error) {
	e, err := s.added(c)
	if err != nil {
		return nil, err
	}
	form := readSiteForm(c)
	form["id"] = e.Target.ID
	if c.PostFormValue("at") != strconv.FormatInt(e.At.UnixMicro(), 10) {
		if c.api() {
			return nil, conflict("这个网站已由 " + e.By + " 改过，没有保存：请取回新的内容（和 at）再提交。")
		}
		out := siteEditPage(e, form, []string{"您填写期间，" + e.By + " 改过这个网站，您的没有保存。您填写的内容仍在下面，请核对后再提交。"})
		out.Status = http.StatusConflict
		return out, nil
	}
	t, err := s.target(form)
	if err == nil {
		err = s.Roster.ChangeSite(s.record(c, "修改网站", "网站 "+t.ID, siteWords(e.Target), siteWords(t)), t, person(c.User))
	}
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		if c.api() {
			return nil, problem(http.StatusUnprocessableEntity, r.Error())
		}
		return siteEditPage(e, form, r), nil
	}
	if err != nil {
		return nil, err
	}
	return c.told("已修改网站 "+t.Name+"。以后的检查按新的内容进行。", "/sites?from=added"), nil
}

func (s *Server) retireSite(c *call) (answer, error) {
	e, err := s.added(c)
	if err != nil {
		return nil, err
	}
	if !e.Audited() {
		return nil, conflict("这个网站已经停止检查。")
	}
	err = s.Roster.RetireSite(s.record(c, "停止检查网站", "网站 "+e.Target.ID, "在检查", "停止"), e.Target.ID, person(c.User))
	if err := s.refusedSite(c, err); err != nil {
		return nil, err
	}
	return c.told("已停止检查 "+e.Target.Name+"，以往的结果都保留。", "/sites?from=retired"), nil
}

func (s *Server) restoreSite(c *call) (answer, error) {
	e, err := s.added(c)
	if err != nil {
		return nil, err
	}
	if e.Audited() {
		return nil, conflict("这个网站正在检查。")
	}
	err = s.Roster.RestoreSite(s.record(c, "恢复检查网站", "网站 "+e.Target.ID, "停止", "在检查"), e.Target.ID)
	if err := s.refusedSite(c, err); err != nil {
		return nil, err
	}
	return c.told("已恢复检查 "+e.Target.Name+"。", "/sites?from=added"), nil
}

// refusedSite tells whoever asked why it cannot be.
func (s *Server) refusedSite(c *call, err error) error {
	var r Refusal
	if errors.As(err, &r) {
		c.line = nil
		return conflict(r.Error())
	}
	return err
}

// siteWords is what counts of a site, for the log.
func siteWords(t site.Target) string {
	form := formOf(t)
	var parts []string
	for _, k := range siteColumns {
		if v := strings.ReplaceAll(form[k.Value], "\n", " "); v != "" && k.Value != "id" {
			parts = append(parts, k.Word+" "+v)
		}
	}
	return strings.Join(parts, "；")
}
