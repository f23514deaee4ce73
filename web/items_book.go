package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// mostTaskBook bounds a workbook that comes back, in bytes.
const mostTaskBook = 16 << 20

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// taskBook hands out what a department has to mend as a workbook to be filled in.
// Handing it out tells nobody of anything: that is said on its own.
func (s *Server) taskBook(c *call) (answer, error) {
	q := readItemQuery(c.URL.Query())
	if q.Department == "" {
		own := mine(c)
		if len(own) != 1 {
			return nil, problem(http.StatusUnprocessableEntity, "请先选定一个责任单位，再下载工作簿。")
		}
		q.Department = own[0]
	}
	ask := s.itemsOf(c, itemQuery{Department: q.Department, phase: phases[0]})
	if len(ask.Departments) == 0 {
		return nil, s.hide(c, "整改工作簿 "+q.Department)
	}
	items, err := s.Ledger.Items(c.Context(), ask)
	if err != nil {
		return nil, err
	}
	terms := s.Terms()
	var out bytes.Buffer
	err = reports.WriteTaskBook(&out, reports.Tasks{Sets: terms.Sets, Zone: s.Zone, Exported: s.Now(), Settings: terms.Settings}, items, ask.Departments[0])
	if err != nil {
		return nil, err
	}
	name := ask.Departments[0]
	if name == "" {
		name = "未登记责任单位"
	}
	return file{Name: "整改台账-" + fileWord(name) + "-" + s.today().String() + ".xlsx", Type: xlsx, Data: out.Bytes()}, nil
}

// fileWord makes a name fit to be part of that of a file.
func fileWord(s string) string {
	return clipRunes(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|.`, r) {
			return '_'
		}
		return r
	}, reports.Clean(s)), 60)
}

// takeTaskBook reads a workbook that a department filled in: all of it or nothing.
func (s *Server) takeTaskBook(c *call) (answer, error) {
	list := listOfItems(c.PostFormValue("list"))
	in, _, err := c.FormFile("file")
	if err != nil {
		return s.itemsPage(c, list, []string{"没有选择文件：请选择填好的工作簿（.xlsx）。"})
	}
	defer in.Close()
	done, err := s.books.enter(c.Context())
	if err != nil {
		return nil, err
	}
	defer done()
	back, err := reports.ReadTasks(in)
	if err != nil {
		return s.itemsPage(c, list, []string{err.Error()})
	}
	if !c.can(access.AnswerItem, access.Of(back.Department)) {
		s.refused(c, "不能替 "+back.Department+" 答复")
		return s.itemsPage(c, list, []string{"这份工作簿不是您所在单位的，没有导入。"})
	}
	roster, err := s.Roster.Roster(c.Context())
	if err != nil {
		return nil, err
	}
	items, err := s.Ledger.Items(c.Context(), ItemQuery{Departments: []string{back.Department}})
	if err != nil {
		return nil, err
	}
	for i := range back.Entries {
		back.Entries[i].By = signedBy(back.Entries[i].By, c.User)
	}
	taken, problems := ledger.Intake{Items: items, Targets: targets(roster), Department: back.Department, Exported: back.Exported, Now: s.Now()}.Take(back.Entries)
	if err := back.Err(problems); err != nil {
		s.tellOthers(c, back.Entries)
		return s.itemsPage(c, list, append([]string{"工作簿有问题，什么都没有导入："}, strings.Split(err.Error(), "\n")...))
	}
	words := fmt.Sprintf("导入 %d 项答复；%d 项与已登记的相同，%d 行未填。", len(taken.Changes), taken.Known, taken.Blank)
	if n := len(taken.Closed); n > 0 {
		words += fmt.Sprintf("%d 项已办结，不需要再答复。", n)
	}
	if len(taken.Changes) > 0 {
		err := s.Ledger.AppendEvents(s.record(c, "导入整改答复", fmt.Sprintf("%s，%d 项", back.Department, len(taken.Changes)), "", words), taken.Changes...)
		if errors.Is(err, ledger.ErrChanged) {
			c.line = nil
			return s.itemsPage(c, list, []string{"导入期间台账有变化，什么都没有导入，请再试一次。"})
		}
		if err != nil {
			return nil, err
		}
	}
	return redirect{To: "/items?" + list.Encode(), Flash: words}, nil
}

// tellOthers logs that a workbook names an item of somebody else. Whoever sent it learns
// no more than of an item that does not exist.
func (s *Server) tellOthers(c *call, entries []ledger.Entry) {
	for _, e := range entries {
		id, ok := ledger.ParseID(e.ID)
		if !ok {
			continue
		}
		it, err := s.Ledger.Item(c.Context(), id)
		if err == nil && !c.can(access.AnswerItem, access.Of(it.Department)) {
			s.refused(c, "工作簿里有其他单位的 "+id)
			return
		}
	}
}

// targets are all sites of the roster, also those that are not audited any more: what
// is to be mended there may still be answered.
func targets(roster []schedule.Entry) []site.Target {
	out := make([]site.Target, len(roster))
	for i, e := range roster {
		out[i] = e.Target
	}
	return out
}

// listOfItems reads the list that a form was reached from.
func listOfItems(query string) itemQuery {
	v, err := url.ParseQuery(query)
	if err != nil {
		v = nil
	}
	return readItemQuery(v)
}
