package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/govaudit/govaudit/condition"
	"github.com/govaudit/govaudit/internal/sitetest"
)

func TestExpression(t *testing.T) {
	site := county("", "", "")
	for _, tt := range []struct {
		name, with string
		want       Outcome
		subjects   []string
	}{
		{"holds for every document", `{over: documents, expect: 'doc.title != ""', message: 没有标题}`, Pass, nil},
		{"fails for the one that it does not hold for", `{over: documents, expect: 'doc.published >= "2026-04-03"', message: 太早}`, Fail,
			[]string{"http://www.example.gov.cn/zwgk/t20260402_9.html"}},
		{"is not asked of what where leaves out", `{over: documents, where: 'doc.title.contains_any(["会議"])', expect: 'doc.published >= "2026-04-03"', message: 太早}`, Pass, nil},
		{"one that holds is enough for any", `{over: documents, expect: 'doc.title.contains("春耕")', message: 没有, any: true}`, Pass, nil},
		{"none that holds is the site's defect", `{over: documents, expect: 'doc.title.contains("防汛")', message: 没有防汛信息, any: true}`, Fail,
			[]string{"http://www.example.gov.cn/"}},
		{"asks of columns", `{over: columns, where: 'column.name == "政务公开"', expect: 'column.age_days >= 0 && column.age_days <= 8', message: 未更新}`, Pass, nil},
		{"counts the days: one too many", `{over: columns, where: 'column.name == "政务公开"', expect: 'column.age_days >= 0 && column.age_days <= 7', message: 未更新}`, Fail,
			[]string{"http://www.example.gov.cn/zwgk/"}},
		{"asks of pages", `{over: pages, where: 'page.kind == "home"', expect: 'page.meta["SiteName"] == "" && page.depth == 0', message: 不对}`, Pass, nil},
		{"asks of the site", `{expect: 'site.level == "county" && as_of == "2026-04-10" && days("2026-04-01", as_of) == 9', message: 不对}`, Pass, nil},
		{"what cannot be worked out is unknown", `{over: documents, expect: 'days(doc.written, as_of) < 3', message: 不对}`, Unknown, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeSite(t, "expression", tt.with, site)
			if f.Outcome != tt.want {
				t.Fatalf("outcome %s (%s), want %s", f.Outcome, f.Reason, tt.want)
			}
			var got []string
			for _, d := range f.Defects {
				got = append(got, d.Subject)
				if d.Code != "violated" {
					t.Errorf("code %s", d.Code)
				}
			}
			if strings.Join(got, " ") != strings.Join(tt.subjects, " ") {
				t.Errorf("subjects %v, want %v", got, tt.subjects)
			}
		})
	}
}

func TestExpressionSettingsAreChecked(t *testing.T) {
	for with, want := range map[string]string{
		`{over: documents, expect: 'doc.titel != ""', message: 无}`:   "titel",
		`{over: documents, expect: 'column.name != ""', message: 无}`: "column",
		`{over: papers, expect: 'true', message: 无}`:                 "papers",
		`{expect: '1 + 1', message: 无}`:                              "真或假",
		`{expect: 'true'}`:                                           "message",
		`{message: 无}`:                                               "expect",
		`{expect: '((', message: 无}`:                                 "条件写得不对",
	} {
		err := loadPack(t, "expression", with, "")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one that says %q", with, err, want)
		}
	}
}

func TestWhenDecidesWhetherTheRuleApplies(t *testing.T) {
	site := county("", "", "")
	for when, want := range map[string]Outcome{
		`site.level == "county"`:                           Pass,
		`site.level == "city"`:                             Exempt,
		`site.columns.exists(c, c == "政务公开")`:              Pass,
		`site.columns.exists(c, c.contains_any(["政務服務"]))`: Pass,
	} {
		lib, err := NewLibrary(fstest.MapFS{})
		if err != nil {
			t.Fatal(err)
		}
		pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 条例}\nrules:\n  - {id: r, title: 规则, check: expression, basis: [{document: 条例, status: 读}], remedy: 改, when: '" + when + "', with: {expect: 'true', message: 无}}\n"
		if err := lib.Add("test", "test.yaml", []byte(pack)); err != nil {
			t.Fatal(err)
		}
		sets, err := lib.Sets("test")
		if err != nil {
			t.Fatal(err)
		}
		s := sitetest.Load(t, site)
		if f := Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf}, sets...)[0]; f.Outcome != want {
			t.Errorf("when %s: %s (%s), want %s", when, f.Outcome, f.Reason, want)
		}
	}
}

// loadPack loads one rule and returns what is wrong with it.
func loadPack(t *testing.T, check, with, more string) error {
	t.Helper()
	lib, err := NewLibrary(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	pack := "id: test\ntitle: 测试\nversion: \"1\"\ndocuments:\n  条例: {title: 条例}\nrules:\n  - {id: r, title: 规则, check: " + check + ", basis: [{document: 条例, status: 读}], remedy: 改, with: " + with + more + "}\n"
	if err := lib.Add("test", "test.yaml", []byte(pack)); err != nil {
		return err
	}
	_, err = lib.Sets("test")
	return err
}

func TestExpressionOfAnUnseenSiteIsUnknown(t *testing.T) {
	s := sitetest.Load(t, county("", "", ""))
	s.Snapshot.Complete = false
	s.Portal.Snapshot.Complete = false
	for name, x := range map[string]*expression{
		"nothing found":  {Over: condition.Documents, Any: true, Expect: `doc.title == "不存在"`, Message: "没有"},
		"all that holds": {Over: condition.Documents, Expect: `doc.title != ""`, Message: "没有"},
	} {
		if err := x.validate(); err != nil {
			t.Fatal(err)
		}
		if j := x.Judge(&Case{Portal: s.Portal, Target: s.Target, AsOf: s.AsOf}); j.Unknown == "" || len(j.Defects) > 0 {
			t.Errorf("%s: %+v, want unknown", name, j)
		}
	}
}
