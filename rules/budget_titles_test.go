package rules

import (
	"log/slog"
	"os"
	"testing"

	"github.com/govaudit/govaudit/internal/sitetest"
)

// TestTitlesOfBudgets: a title that names a budget or account beside other things is that
// of the budget; one about the other thing alone is not.
func TestTitlesOfBudgets(t *testing.T) {
	lib, err := NewLibrary(os.DirFS("../configs/packs"))
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("national")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ rule, title, want string }{
		{"budget-of-the-year", "示例县财政局2025年部门预算公开", "pass"},
		{"budget-of-the-year", "示例县财政局2025年部门预算及“三公”经费预算公开", "pass"},
		{"budget-of-the-year", "2025年部门预算和“三公”经费预算信息公开说明", "pass"},
		{"budget-of-the-year", "2025年部门预算公开及绩效目标", "pass"},
		{"budget-of-the-year", "2025年部门预算（含政府采购预算）", "pass"},
		{"budget-of-the-year", "2024年部门决算和2025年部门预算公开", "pass"},
		{"budget-of-the-year", "示例县2025年“三公”经费公开", "fail stale"},
		{"budget-of-the-year", "2025年部门预算绩效评价报告", "fail stale"},
		{"budget-of-the-year", "2025年部门预算项目采购公告", "fail stale"},
		{"accounts-of-the-year", "2024年度部门决算公开", "pass"},
		{"accounts-of-the-year", "2024年度部门决算及绩效自评公开", "pass"},
		{"accounts-of-the-year", "2024年部门决算、2025年部门预算公开", "pass"},
		{"accounts-of-the-year", "2024年度工程决算审计公告", "fail stale"},
		{"accounts-of-the-year", "2024年度部门决算绩效评价报告", "fail stale"},
	} {
		t.Run(tt.rule+" "+tt.title, func(t *testing.T) {
			old := map[string]string{"budget-of-the-year": "2024年部门预算公开", "accounts-of-the-year": "2023年度部门决算公开"}[tt.rule]
			s := sitetest.Load(t, county("", `<li><a href="/ys/">部门预决算</a></li>`, list("/ys/", "部门预决算", tt.title+"|2025-09-20|/ys/2.html", old+"|2024-09-20|/ys/1.html")+
				article("/ys/2.html", tt.title, "2025-09-20")+article("/ys/1.html", old, "2024-09-20")))
			for _, f := range Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf, Log: slog.New(slog.DiscardHandler)}, sets...) {
				if f.Rule == "national/"+tt.rule {
					expect(t, f, tt.want)
				}
			}
		})
	}
}
