package rules

import (
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// disputeNames are the columns of each group of table four: results of
// administrative review and of litigation.
var disputeNames = [...]string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}

// judgeDisputes checks GJ-5: in every group of table four the results add up to
// the group's total. Groups are found by their five names side by side, or one
// below the other.
func (a *annualReport) judgeDisputes(v *verdict, r *report, t reportTable) int {
	checked := disputeRows(v, r, t.text)
	if checked == 0 {
		checked = disputeRows(v, r, transposed(t.text))
	}
	return checked
}

func transposed(text [][]string) [][]string {
	if len(text) == 0 {
		return nil
	}
	out := make([][]string, len(text[0]))
	for _, row := range text {
		for j := range out {
			c := ""
			if j < len(row) {
				c = row[j]
			}
			out[j] = append(out[j], c)
		}
	}
	return out
}

// turned is the table with rows for columns.
func (t reportTable) turned() reportTable {
	out := reportTable{lead: t.lead, is: t.is, text: transposed(t.text)}
	if len(t.rows) == 0 {
		return out
	}
	out.rows = make([][]extract.Cell, len(t.rows[0]))
	for _, row := range t.rows {
		for j := range out.rows {
			var c extract.Cell
			if j < len(row) {
				c = row[j]
			}
			out.rows[j] = append(out.rows[j], c)
		}
	}
	return out
}

// disputeRows reads the rows below the names and checks each group in them.
func disputeRows(v *verdict, r *report, text [][]string) int {
	names := -1
	for i, row := range text {
		if len(disputeGroups(row)) > 0 {
			names = i // the lowest: names may be repeated by spans
		}
	}
	if names < 0 {
		return 0
	}
	checked := 0
	for _, row := range text[names+1:] {
		for _, at := range disputeGroups(text[names]) {
			if at+len(disputeNames) > len(row) {
				continue
			}
			side := make([]term, 0, len(disputeNames))
			empty, readable := true, true
			for k, name := range disputeNames {
				c := readCell(row[at+k])
				empty = empty && c.state == blank
				readable = readable && c.state != words
				side = append(side, term{name, c})
			}
			if empty || !readable {
				continue
			}
			last := len(side) - 1
			v.mismatch(r, "复议诉讼情况表“"+groupName(text[:names], at)+"”", side[:last], side[last:])
			checked++
		}
	}
	return checked
}

// disputeGroups returns where the five names stand side by side in a row.
func disputeGroups(row []string) []int {
	var out []int
	for j := 0; j+len(disputeNames) <= len(row); j++ {
		all := true
		for k, name := range disputeNames {
			all = all && disputeName(row[j+k]) == name
		}
		if all {
			out = append(out, j)
		}
	}
	return out
}

func disputeName(c string) string {
	switch {
	case strings.Contains(c, "维持"):
		return "结果维持"
	case strings.Contains(c, "纠正"):
		return "结果纠正"
	case strings.Contains(c, "审结"), c == "未结", c == "尚未结案":
		return "尚未审结"
	case c == "总计", c == "合计":
		return "总计"
	case strings.HasPrefix(c, "其他"), strings.HasPrefix(c, "其它"):
		return "其他结果"
	}
	return ""
}

// groupName returns the words above a group, outermost first.
func groupName(above [][]string, at int) string {
	var list []string
	for _, row := range above {
		if at >= len(row) {
			continue
		}
		c := row[at]
		if c == "" || disputeName(c) != "" || len(list) > 0 && list[len(list)-1] == c || len([]rune(c)) > 20 {
			continue
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return "总计"
	}
	return strings.Join(list, "·")
}
