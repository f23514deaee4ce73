package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/extract"
)

// received matches the number of requests of the year in running text.
var received = regexp.MustCompile(`(?:新收|收到|受理|接收)(?:公民、法人(?:和|及|或)?其他组织)?(?:的)?(?:各类)?(?:政府信息公开|依申请公开|信息公开|政府信息)+(?:申请)?(?:共|共计|总计|数量)?([0-9]{1,6})[件条]`)

// judgeProse compares what the text says with the tables (GJ-6), and notes an
// unusual share of results under 其他 (GJ-9). Real reports round, count what was
// carried over, or speak of one channel only: a difference is for a person.
func (a *annualReport) judgeProse(v *verdict, r *report, b book, q requests) {
	fresh, ok := q.row("new")
	if !ok {
		return
	}
	j := q.columns["总计"]
	table := fresh.cells[j]
	total := table.n
	if carried, ok := q.row("carried"); ok {
		total += carried.cells[j].n
	}
	if said := onlyNumber(extract.Fold(b.text[1])); said != "" && table.state == number {
		if n, _ := strconv.ParseFloat(said, 64); n != table.n && n != total {
			v.add(Review, "sum_mismatch", r.url, fmt.Sprintf("正文说收到申请%s件，表中“本年新收”总计为%s", said, table),
				Quote(r.page, received.FindString(extract.Fold(b.text[1]))))
		}
	}
	other, ok1 := q.row("其他")
	sum, ok2 := q.row("total")
	if ok1 && ok2 && other.cells[j].n >= 5 && other.cells[j].n > sum.cells[j].n/5 {
		v.note("提示：办理结果中“其他”%s件，占总计%s件的比例偏高", other.cells[j], sum.cells[j])
	}
}

// onlyNumber returns the number of requests a text names, "" if it names none or
// several.
func onlyNumber(text string) string {
	said := ""
	for _, m := range received.FindAllStringSubmatch(text, 4) {
		if said != "" && said != m[1] {
			return ""
		}
		said = m[1]
	}
	return said
}

// carryTold returns the sentence in which a report tells why it took over another number
// than last year's handed on: bodies are merged, requests withdrawn, errors put right.
func carryTold(text string) string {
	for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("。；;\n", r) }) {
		if folded := extract.Fold(s); strings.Contains(folded, "结转") && anyIn(folded, otherCarry) {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

var otherCarry = []string{"不一致", "不符", "不同", "差异", "相差", "更正", "订正", "修正", "改正", "核实", "核减", "核增", "漏", "误", "并入", "合并", "撤并", "移交", "划转", "划入", "转入", "机构改革", "口径", "调整", "撤回", "撤销"}
