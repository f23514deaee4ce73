package configs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/govaudit/govaudit/internal/sheet"
	"github.com/govaudit/govaudit/site"
)

const (
	maxTableRows  = 50_000
	maxTableBytes = 32 << 20
)

// headers maps the column titles of a table of sites to the keys of the config.
var headers = map[string]string{
	"网站名称": "name", "名称": "name", "网址": "url", "首页网址": "url", "地址": "url", "层级": "level", "级别": "level",
	"责任单位": "department", "主办单位": "department", "所属层级": "of", "网站标识码": "code", "标识码": "code",
	"范围": "scope", "排除": "exclude", "其他主机": "hosts", "规则包": "packs", "编号": "id",
}

// levelWords maps what people write in a table to levels.
var levelWords = map[string]site.Level{
	"省": site.Province, "省级": site.Province, "自治区": site.Province, "直辖市": site.Province, "市": site.City, "市级": site.City, "设区市": site.City, "设区的市": site.City, "地级市": site.City, "地市级": site.City,
	"县": site.County, "县级": site.County, "区县": site.County, "县区": site.County, "区": site.County, "区级": site.County, "县级市": site.County,
	"乡镇": site.Town, "镇": site.Town, "乡": site.Town, "乡级": site.Town, "镇街": site.Town, "街道": site.Town, "乡镇街道": site.Town,
	"部门": site.Department, "企事业单位": site.Enterprise, "公共企事业单位": site.Enterprise,
}

// readCSV reads a table of sites. Spreadsheet programs save GB18030 on Chinese
// systems, so what is not UTF-8 is read as that.
func readCSV(name string, data []byte) ([]placedEntry, error) {
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return nil, fmt.Errorf("%s: 既不是 UTF-8 也不是 GB18030 编码：请另存为“CSV UTF-8”", name)
		}
		data = decoded
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.FieldsPerRecord = -1
	var t table
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t.entries(name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(line, row); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
}

// readXLSX reads the first sheet of a workbook as a table of sites.
func readXLSX(name string, data io.Reader) ([]placedEntry, error) {
	f, err := excelize.OpenReader(data, excelize.Options{UnzipSizeLimit: maxTableBytes, UnzipXMLSizeLimit: maxTableBytes})
	if err != nil {
		return nil, fmt.Errorf("%s: 不是可读的 .xlsx 工作簿：%w", name, err)
	}
	defer f.Close()
	var t table
	for row, err := range sheet.Rows(f, f.GetSheetName(0)) {
		if err != nil {
			return nil, fmt.Errorf("%s: 读取第一张工作表：%w", name, err)
		}
		if err := t.add(row.Line, row.Cells); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return t.entries(name)
}

// table collects the rows of a table; the first that is not empty is its head.
type table struct {
	head []string
	rows []tableRow
}

type tableRow struct {
	line  int
	cells []string
}

func (t *table) add(line int, cells []string) error {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return nil
	}
	if t.head == nil {
		t.head = cells
		return nil
	}
	if len(t.rows) == maxTableRows {
		return fmt.Errorf("第 %d 行：网站超过 %d 个，请拆分表格", line, maxTableRows)
	}
	t.rows = append(t.rows, tableRow{line, cells})
	return nil
}

func (t *table) entries(name string) ([]placedEntry, error) {
	keys, err := t.keys(name)
	if err != nil {
		return nil, err
	}
	out := make([]placedEntry, 0, len(t.rows))
	var problems []error
	for _, r := range t.rows {
		e := placedEntry{place: fmt.Sprintf("%s:%d", name, r.line)}
		for i, cell := range r.cells {
			if i < len(keys) {
				e.set(keys[i], strings.TrimSpace(cell))
			}
		}
		if err := e.Validate(); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", e.place, err))
		}
		out = append(out, e)
	}
	return out, errors.Join(problems...)
}

func (t *table) keys(name string) ([]string, error) {
	known := map[string]bool{}
	for _, k := range headers {
		known[k] = true
	}
	var problems []error
	keys := make([]string, len(t.head))
	for i, h := range t.head {
		h = strings.TrimSpace(h)
		k := strings.ToLower(h)
		if mapped, ok := headers[h]; ok {
			k = mapped
		}
		if h != "" && !known[k] {
			problems = append(problems, fmt.Errorf("%s: 第 %d 列表头 %q 无法识别：可用 id、name、url、level、department、of、code、scope、exclude、hosts、packs 或对应的中文名", name, i+1, h))
		}
		keys[i] = k
	}
	return keys, errors.Join(problems...)
}

func (e *siteEntry) set(key, v string) {
	switch key {
	case "id":
		e.ID = v
	case "name":
		e.Name = v
	case "url":
		e.URL = v
	case "level":
		e.Level = levelOf(v)
	case "of":
		e.Of = levelOf(v)
	case "department":
		e.Department = v
	case "code":
		e.Code = v
	case "scope":
		e.Scope = list(v)
	case "exclude":
		e.Exclude = list(v)
	case "hosts":
		e.Hosts = list(v)
	case "packs":
		e.Packs = list(v)
	}
}

func levelOf(v string) site.Level {
	if l, ok := levelWords[v]; ok {
		return l
	}
	return site.Level(strings.ToLower(v))
}

// list splits a cell that holds several values, one a line or separated by
// semicolons or blanks.
func list(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ';' || r == '；' || r == ' ' || r == '\n' || r == '\r' || r == '\t' })
}
