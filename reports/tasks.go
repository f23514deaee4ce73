package reports

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/rules"
)

// The sheet of a rectification workbook, and what begins its hidden sheet.
const (
	taskSheet = "整改台账"
	taskMark  = "govaudit rectify 1"
)

// MostTasks bounds the rows of a rectification workbook: what comes back has to be
// small enough to be read safely.
const MostTasks = 20_000

// Tasks are what workbooks of items are written from.
type Tasks struct {
	Sets     []*rules.Set
	Zone     *time.Location // in which times are shown; nil: Beijing time
	Exported time.Time
	Settings ledger.Settings
}

// TaskFolder is a folder with one workbook per department.
type TaskFolder struct {
	dir   string
	taken names
}

// NewTaskFolder returns the folder; it is made when the first workbook is written.
func NewTaskFolder(dir string) *TaskFolder { return &TaskFolder{dir: dir} }

// Write writes the workbook of a department and returns its path. The file is replaced
// whole or not at all. More than [MostTasks] items are refused.
func (f *TaskFolder) Write(t Tasks, items []ledger.Item, department string) (string, error) {
	path := filepath.Join(f.dir, f.taken.file(cmp.Or(clean(department), nobody), "department")+".xlsx")
	if err := replace(path, func(out io.Writer) error { return WriteTaskBook(out, t, items, department) }); err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	return path, nil
}

// WriteTaskBook writes the workbook of one department, of at most [MostTasks] items.
func WriteTaskBook(out io.Writer, t Tasks, items []ledger.Item, department string) error {
	if t.Zone == nil {
		t.Zone = beijing
	}
	if len(items) > MostTasks {
		return fmt.Errorf("%d items are more than a workbook takes", len(items))
	}
	rows := t.rows(items)
	f := excelize.NewFile()
	defer f.Close()
	b := &builder{file: f}
	b.do(f.SetSheetName("Sheet1", taskSheet))
	b.add(noteSheet)
	b.add(originSheet)
	b.makeStyles()
	b.tasks(rows)
	b.notes(t.notes(department, len(items)))
	b.origin(taskMark, department, t.Exported)
	if b.err != nil {
		return fmt.Errorf("build workbook: %w", b.err)
	}
	return f.Write(out)
}

// task is one row: an item with all that is shown of it.
type task struct {
	ledger.Item
	n                    int
	title, basis, remedy string
	problem, page, quote string
	seen, opened, state  string
}

func (t *Tasks) rows(items []ledger.Item) []task {
	b := newBook(t.Sets)
	today := calendar.DayOf(t.Exported, t.Zone)
	out := make([]task, len(items))
	for i, it := range items {
		r := task{Item: it, n: i + 1, title: b.title(it.Rule), basis: b.basisLine(it.Rule), remedy: b.remedy(it.Rule)}
		shown := item{}
		shown.describe(it.Check, rules.Defect{Code: it.Code, Subject: it.Subject, Message: it.Last.Message, Evidence: it.Last.Evidence}, t.Zone)
		r.problem, r.page, r.quote, r.seen = shown.Problem, cmp.Or(shown.URL, shown.Subject), clipUnits(shown.Quote, mostQuoted), shown.Seen
		r.opened, r.state = calendar.DayOf(it.Opened, t.Zone).String(), StateWords(it, today, t.Settings)
		out[i] = r
	}
	return out
}

// StateWords tells how an item stands on a day: its state, whether it is overdue, how
// often it recurred, and what could not be told.
func StateWords(it ledger.Item, today calendar.Day, s ledger.Settings) string {
	parts := []string{it.State.Word()}
	if late := it.Overdue(today); late > 0 {
		parts = append(parts, fmt.Sprintf("已超期 %d 天", late))
	}
	if it.Recurred > 0 {
		parts = append(parts, fmt.Sprintf("销号后复发 %d 次", it.Recurred))
	}
	if it.Unmended > 0 {
		parts = append(parts, fmt.Sprintf("答复后复查未通过 %d 次", it.Unmended))
	}
	if n := it.Level(today, s); n > 0 {
		parts = append(parts, []string{"", "一级督办", "二级督办"}[n])
	}
	if it.Doubt != "" {
		parts = append(parts, clean(it.Doubt))
	}
	return strings.Join(parts, "；")
}

// taskColumn is one column of a rectification workbook.
type taskColumn struct {
	head  string
	width float64
	style style
	value func(t task) string // nil: to be filled in, and the mark
	field ledger.Field        // of what is filled in
}

// taskColumns are what is shown, what is filled in and, last and hidden, the mark.
var taskColumns = []taskColumn{
	{head: "序号", width: 6, style: centred, value: func(t task) string { return fmt.Sprint(t.n) }},
	{head: "整改编号", width: 19, style: centred, value: func(t task) string { return t.ID }},
	{head: "责任单位", width: 16, value: func(t task) string { return cmp.Or(clean(t.Department), nobody) }},
	{head: "网站名称", width: 18, value: func(t task) string { return cmp.Or(clean(t.Last.SiteName), t.Site) }},
	{head: "网站标识码", width: 13, style: centred, value: func(t task) string { return clean(t.Last.SiteCode) }},
	{head: "规则编号", width: 16, value: func(t task) string { return clean(t.Rule) }},
	{head: "指标", width: 18, value: func(t task) string { return t.title }},
	{head: "依据（文号+条款）", width: 28, value: func(t task) string { return t.basis }},
	{head: "问题描述", width: 36, value: func(t task) string { return t.problem }},
	{head: "问题页面", width: 32, style: linked, value: func(t task) string { return t.page }},
	{head: "证据摘录", width: 32, value: func(t task) string { return t.quote }},
	{head: "最近一次看到", width: 19, style: centred, value: func(t task) string { return t.seen }},
	{head: "首次发现", width: 12, style: centred, value: func(t task) string { return t.opened }},
	{head: "轻重", width: 9, style: centred, value: func(t task) string { return t.Severity.Word() }},
	{head: "整改要求", width: 30, value: func(t task) string { return t.remedy }},
	{head: "整改状态", width: 18, value: func(t task) string { return t.state }},
	{head: "整改期限", width: 12, style: centred, value: func(t task) string { return t.Due.String() }},
	{head: "说明类型", width: 11, style: answer, field: ledger.FieldKind},
	{head: "整改措施（或理由）", width: 30, style: answer, field: ledger.FieldDone},
	{head: "整改链接", width: 28, style: answer, field: ledger.FieldLink},
	{head: "链接不在本站的原因", width: 20, style: answer, field: ledger.FieldAway},
	{head: "整改人", width: 10, style: answer, field: ledger.FieldBy},
	{head: "标识（请勿改动）", width: 20},
}

// filled reports that a column is to be filled in.
func (c taskColumn) filled() bool { return c.style == answer }

// tasks fills the sheet. Only the cells to be filled in are open.
func (b *builder) tasks(rows []task) {
	columns := make([]column, len(taskColumns))
	for i, c := range taskColumns {
		columns[i] = column{head: c.head, width: c.width, style: c.style}
		letter, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.file.SetColWidth(taskSheet, letter, letter, c.width))
		b.text(taskSheet, i+1, 1, c.head)
	}
	for n, t := range rows {
		for i, c := range taskColumns {
			if c.value != nil {
				b.text(taskSheet, i+1, n+2, c.value(t))
			}
		}
		b.text(taskSheet, len(taskColumns), n+2, t.mark())
		if address := href(t.page); address != "" && n < mostLinks {
			b.link(taskSheet, columns, n+2, address)
		}
	}
	last := len(rows) + 1
	b.look(taskSheet, columns, last)
	var words []string
	for _, k := range ledger.ReplyKinds() {
		words = append(words, k.Word())
	}
	b.choices(taskSheet, columns, last, "说明类型", words)
	b.page(taskSheet, columns, last)
	b.do(b.file.ProtectSheet(taskSheet, &excelize.SheetProtectionOptions{AutoFilter: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true, DeleteRows: true}))
}

// mark is what the hidden column holds: the item, its version, and a short hash of
// each cell that is shown, by which an altered one is found.
func (t task) mark() string {
	var cells []string
	for _, c := range taskColumns[:len(taskColumns)-1] {
		if !c.filled() {
			cells = append(cells, cellHash(c.value(t)))
		}
	}
	return fmt.Sprintf("%s %d %s", t.ID, t.Version, strings.Join(cells, ""))
}

func (t *Tasks) notes(department string, n int) []string {
	return []string{
		"政务公开整改台账 · " + cmp.Or(clean(department), nobody),
		fmt.Sprintf("导出时间：%s；共 %d 项，一行一项。整改编号在以后的检查和函件里不变，可用来查询。", moment(t.Exported, t.Zone), n),
		"只填浅黄色的五列，没有办结的行留空：",
		"　　说明类型：从下拉列表选择。已整改：问题已经改好，等待复查；申请豁免：有正当理由不改或者暂时不能改；认为误报：经核对并不存在这一问题。",
		"　　整改措施（或理由）：写明做了什么，或者为什么。必填。",
		"　　整改链接：能看到整改结果的网页的完整地址（http:// 或 https:// 开头）。已整改的必填；不在本网站的，写明原因。",
		"　　整改人：办理人的姓名。必填。",
		"已整改的，以下一次检查或复查实际看到为准：看到已改好才销号，仍然存在的重新打开；没有看到的（网站打不开、网页没有取到）既不销号也不重新打开。",
		"整改期限按工作日计算，从通知的次日起算；放假安排尚未公布的，取最晚可能的一天。",
		"填好后发回，由 govaudit rectify import 导入。同一份工作簿重复导入不会重复登记。有一处不对，整份不导入，并逐格指出。",
		"其他单元格受保护，没有密码；被改动的单元格会在导入时指出。不要删改最后一列（隐藏）和隐藏的工作表；不需要的行可以删去。",
	}
}
