package rules

import (
	"strings"

	"github.com/govaudit/govaudit/site"
)

// levelName names a level; it reads as part of a sentence.
func levelName(l site.Level) string {
	switch l {
	case site.Province:
		return "省级政府"
	case site.City:
		return "设区的市级政府"
	case site.County:
		return "县级政府"
	case site.Town:
		return "乡镇（街道）"
	case site.Department:
		return "政府部门"
	case site.Enterprise:
		return "公共企事业单位"
	}
	return "未登记层级的单位"
}

func levelNames(list []site.Level) string {
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = levelName(l)
	}
	return strings.Join(names, "、")
}

// levelsShort names the levels of a rule in a column of a table.
func levelsShort(r *Rule) string {
	if len(r.Levels) == 0 {
		return "全部"
	}
	short := map[site.Level]string{site.Province: "省", site.City: "市", site.County: "县", site.Town: "乡镇", site.Department: "部门", site.Enterprise: "企事业"}
	names := make([]string, len(r.Levels))
	for i, l := range r.Levels {
		names[i] = short[l]
	}
	return strings.Join(names, "、")
}
