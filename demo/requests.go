package demo

import (
	"fmt"
	"strconv"
	"strings"
)

// requests is table three of an annual report: the numbers of each row for seven
// columns, the last the total.
type requests map[string]*[7]int

// newRequests fills the table so that it adds up: of in new requests and carry
// from last year, next go on to the next.
func newRequests(args map[string]string) (requests, error) {
	n := map[string]int{"in": 12, "carry": 1, "next": 2}
	for k := range n {
		if v, ok := args[k]; ok {
			x, err := strconv.Atoi(v)
			if err != nil {
				return nil, err
			}
			n[k] = x
		}
	}
	t := requests{}
	for _, r := range requestRows {
		t[r.key] = new([7]int)
	}
	firms := n["in"] / 5
	t["new"][0], t["new"][1] = n["in"]-firms, firms
	t["carried"][0], t["next"][0] = n["carry"], n["next"]
	done := n["in"] - firms + n["carry"] - n["next"]
	if done < 0 {
		return nil, fmt.Errorf("of %d requests %d cannot go on", n["in"], n["next"])
	}
	t["2"][0], t["3.6"][0], t["4.1"][0] = done/6, done/7, done/5
	t["1"][0] = done - done/6 - done/7 - done/5
	t["1"][1] = firms
	t["sum"][0], t["sum"][1] = done, firms
	for _, r := range requestRows {
		row := t[r.key]
		row[6] = row[0] + row[1]
	}
	return t, nil
}

func (t requests) total(key string) int { return t[key][6] }

// write writes the table with the spans of the official form.
func (t requests) write(b *strings.Builder, args map[string]string) {
	b.WriteString(`<table border="1" cellspacing="0"><tr><td rowspan="3" colspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td><td colspan="7">申请人情况</td></tr>
<tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td><td rowspan="2">总计</td></tr>
<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>
`)
	row, column, value := "", "", ""
	if f := strings.Split(args["bad"], ":"); len(f) == 3 {
		row, column, value = f[0], f[1], f[2]
	}
	inner := map[string]int{}
	for _, r := range requestRows {
		inner[r.group]++
	}
	last, began := "", false
	for _, r := range requestRows {
		b.WriteString("<tr>")
		switch {
		case r.key == "new" || r.key == "carried" || r.key == "next":
			fmt.Fprintf(b, `<td colspan="3">%s</td>`, r.label)
		default:
			if !began {
				fmt.Fprintf(b, `<td rowspan="%d">三、本年度办理结果</td>`, len(requestRows)-3)
				began = true
			}
			switch {
			case r.group == "":
				fmt.Fprintf(b, `<td colspan="2">%s</td>`, r.label)
			case r.group != last:
				fmt.Fprintf(b, `<td rowspan="%d">%s</td><td>%s</td>`, inner[r.group], r.group, r.label)
			default:
				fmt.Fprintf(b, `<td>%s</td>`, r.label)
			}
			last = r.group
		}
		for i, n := range t[r.key] {
			text := strconv.Itoa(n)
			switch {
			case r.key == row && strconv.Itoa(i+1) == column:
				text = value
			case n == 0 && args["zero"] == "blank" && i < 6:
				text = "&nbsp;"
			case n == 0 && args["zero"] == "dash":
				text = "/"
			}
			fmt.Fprintf(b, "<td>%s</td>", text)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
}
