package rules

import (
	"fmt"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// inFile returns the file a report's text stands in: the report itself, or the
// attachment of its page in which most of the six parts are recognised; nil where
// none was read.
func (s *search) inFile(r *report, page *extract.Facts) (*portal.Page, *extract.Facts) {
	var list []string
	if page == nil {
		list = append(list, r.url)
	} else {
		for _, l := range attached(page) {
			list = append(list, l.URL)
		}
	}
	for i, url := range list {
		pg := s.c.Portal.Page(url)
		if i == maxTextFiles {
			break
		}
		if !pg.OK() || pg.Kind() != extract.File {
			continue
		}
		f, err := s.c.Portal.Full(pg)
		if err != nil || f == nil || f.Text == "" {
			continue
		}
		if b := readBook(f); len(b.parts) >= mostParts {
			return pg, f
		}
	}
	return nil, nil
}

// mostParts is how many of the six parts show that a file is the report.
const mostParts = 4

// judgeFile looks for the six parts in the text of a file. The text of a file has
// no tables that could be relied on: sums stay unknown. A part is certainly not
// there only where the file was read to its end and the headings that are there
// are numbered without a gap.
func (a *annualReport) judgeFile(v *verdict, r *report, pg *portal.Page, f *extract.Facts) {
	b := readBook(f)
	var lost []string
	for p := 1; p <= 6; p++ {
		if _, ok := b.parts[p]; !ok {
			lost = append(lost, fmt.Sprintf("第%s部分“%s”", chineseDigits[p], partNames[p]))
		}
	}
	switch {
	case r.year < a.Since:
		v.note("%d年度报告的格式早于现行规定，不核对部分和表格", r.year)
		return
	case len(lost) == 0:
		v.note("六个部分在附件中齐全")
	case f.Unread != "":
		a.unread(v, "附件没有读全（"+f.Unread+"），六个部分未能全部核对")
	default:
		o := Review
		if len(b.odd) == 0 && b.renumbered() {
			o = Fail
		}
		v.add(o, "part_missing", r.url, "年报附件缺少"+strings.Join(lost, "、"), Quote(pg, "已有的标题："+strings.Join(b.headings(), "｜")))
	}
	if a.wants("table_missing", "sum_mismatch", "carry_mismatch", "copied") {
		v.cannot("年报正文在附件里，表格中的数字未能核对")
	}
}
