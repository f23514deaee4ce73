package condition

import (
	"strings"
	"testing"
)

func TestHolds(t *testing.T) {
	f := Facts{AsOf: "2026-04-10", Site: &Site{Level: "county", Columns: []string{"政务公开", "通知公告"}},
		Document: &Document{Title: "關於印發《示例县管理办法》的通知", Number: "示政规〔2026〕1号", Fields: map[string]string{"validity": ""}}}
	for text, want := range map[string]bool{
		`doc.title.contains_any(["办法", "规定"])`: true, // traditional and simplified are one
		`doc.title.contains("关于")`:             false,
		`fold(doc.title).contains("关于印发")`:     true,
		`doc.fields["validity"] == ""`:         true,
		`doc.number.matches("〔20[0-9]{2}〕")`:   true,
		`site.columns.exists(c, c == "通知公告")`:  true,
		`days("2026-03-31", as_of) == 10`:      true,
	} {
		p, err := Compile(Documents, text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := p.Holds(f); err != nil || got != want {
			t.Errorf("%s = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestCostIsBounded(t *testing.T) {
	many := make([]string, 400)
	p, err := Compile(Sites, `site.columns.all(a, site.columns.all(b, site.columns.all(c, a + b + c != "x")))`)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Holds(Facts{Site: &Site{Columns: many}})
	if err == nil || !strings.Contains(err.Error(), "上限") {
		t.Errorf("64 million steps gave %v, want an error that says there were too many", err)
	}
}

func TestVocabularyNamesEveryField(t *testing.T) {
	var b strings.Builder
	if err := WriteVocabulary(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"`site.complete`", "`column.age_days`", "`doc.fields`", "`page.meta`", "contains_any"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the vocabulary lacks %s", want)
		}
	}
	if strings.Contains(b.String(), "|  |") {
		t.Error("some field is not explained")
	}
}

func FuzzCompile(f *testing.F) {
	f.Add(`doc.title != ""`)
	f.Add(`[1].map(x, x + 1).exists(y, y > 2)`)
	f.Add("\xff((")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Compile(Documents, text)
		if err != nil {
			return
		}
		_, _ = p.Holds(Facts{AsOf: "2026-04-10", Site: &Site{}, Document: &Document{}})
	})
}
