package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/govaudit/govaudit/audit"
)

// workbookFiles are the list of all and one per department.
func (r *Report) workbookFiles(b book) []File {
	standing := sync.OnceValue(r.standing)
	files := []File{{Name: "rectification.xlsx", Write: func(out io.Writer) error {
		list, err := r.ledger(b, standing(), r.Results.Sites)
		if err != nil {
			return err
		}
		return writeWorkbook(out, list, r.notes(""))
	}}}
	names := workbookNames(r.Results.Sites)
	for _, d := range departments(r.Results.Sites) {
		files = append(files, File{Name: names[d.name], Department: d.name, Write: func(out io.Writer) error {
			list, err := r.ledger(b, standing(), d.sites)
			if err != nil {
				return err
			}
			return writeWorkbook(out, list, r.notes(d.name))
		}})
	}
	return files
}

// department is who mends, with its sites.
type department struct {
	name  string
	sites []*audit.Site
}

// departments lists who has sites, by name; sites of nobody come under one.
func departments(sites []*audit.Site) []department {
	var out []department
	at := map[string]int{}
	for _, s := range sites {
		name := departmentOf(s)
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, department{name: name})
		}
		out[i].sites = append(out[i].sites, s)
	}
	slices.SortFunc(out, func(a, b department) int { return strings.Compare(a.name, b.name) })
	return out
}

func departmentOf(s *audit.Site) string { return cmp.Or(clean(s.Department), nobody) }

// workbookNames gives the path of each department's workbook in the folder.
func workbookNames(sites []*audit.Site) map[string]string {
	var taken names
	out := map[string]string{}
	for _, d := range departments(sites) {
		out[d.name] = "rectification/" + taken.file(d.name, "department") + ".xlsx"
	}
	return out
}

// notes says what the workbook is and how to fill it in.
func (r *Report) notes(departmentName string) []string {
	run := r.Results.Run
	whose := "全部单位"
	if departmentName != "" {
		whose = departmentName
	}
	out := []string{
		"政务公开检查整改清单 · " + whose,
		"监测时间点：" + asOfWords(run.AsOf, r.Zone) + "；检查编号：" + clean(run.ID) + "；程序：" + clean(run.Program),
	}
	for _, p := range run.Packs {
		out = append(out, fmt.Sprintf("规则包：%s，版本 %s，内容哈希 %s", p.ID, p.Version, p.SHA256))
	}
	return append(out,
		"“整改清单”列出确定的问题，一行一处；“待核实”列出证据已收集、须由人判断的情况，未扣分。没有行即没有这类问题。",
		"请在浅黄色的列填写。“整改状态”从下拉列表选择；已整改的，在“整改链接”写出整改后的网页地址；有异议的，在“整改措施”写明理由和网址。",
		"这份清单随报告生成，供阅读和统计；要把答复登记进整改台账，请填写控制台“整改”页下载的工作簿，在那里交回（不用控制台的，用 govaudit rectify export 导出、govaudit rectify import 收回）。",
		fmt.Sprintf("整改期限从监测时间点的次日起按工作日计算（已计入法定节假日和调休）；规则未规定天数的，按 %d 个工作日建议。放假安排尚未公布的，取最晚可能的一天。", defaultDue),
		"“扣分”是这一处在本规则中实际扣去的分；同一规则分值扣完后，后面的问题记 0，但仍须整改。分组封顶等折算见网站报告。",
		"“抓取时间”为北京时间；“证据哈希”是当时保存的网页内容的 SHA-256，可用来核对证据未被改动。",
		"最后一列（隐藏）用于回收时对应问题，请勿删改；可以排序、筛选，不要合并单元格。",
	)
}
