package rules

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/portal"
)

func FuzzTitleKeys(f *testing.F) {
	for _, s := range []string{"示例县人民政府关于印发《示例县农村公路管理办法》的通知（示政规〔2024〕2号）", "【失效】关于印发甲的通知", "（（（", "《《》", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range nearKeys(titleKeys(s)) {
			if utf8.RuneCountInString(k) < minTitle {
				t.Errorf("%q gives the short key %q", s, k)
			}
		}
		titleMark(s)
	})
}

func FuzzTermOf(f *testing.F) {
	for _, s := range []string{"本办法自2024年4月1日起施行，有效期5年。", "有效期至2026年4月9日", "自印发之日起99个月后施行，有效期十十年", "有效期"} {
		f.Add(s)
	}
	d := &portal.Document{Published: calendar.MustDay(2024, 4, 1), Written: calendar.MustDay(2024, 3, 1)}
	f.Fuzz(func(t *testing.T, s string) {
		if x := termOf(s, d); x.last != 0 && x.quote == "" {
			t.Errorf("%q gives a term without a quote", s)
		}
	})
}

func TestTitleKeys(t *testing.T) {
	for _, row := range []struct {
		title string
		want  []string
	}{
		{"示例县人民政府关于印发《示例县农村公路管理办法》的通知", []string{"示例县人民政府关于印发示例县农村公路管理办法的通知", "关于印发示例县农村公路管理办法的通知", "示例县农村公路管理办法"}},
		{"示例县农村公路管理办法（已废止）", []string{"示例县农村公路管理办法"}},
		{"示例县农村公路管理办法（试行）", []string{"示例县农村公路管理办法(试行)"}},
		{"关于修改《示例县农村公路管理办法》的决定（示政规〔2025〕2号）", []string{"关于修改示例县农村公路管理办法的决定"}},
		{"通知", nil},
	} {
		if got := titleKeys(row.title); !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.title, got, row.want)
		}
	}
}

func TestGrams(t *testing.T) {
	const text = "各镇人民政府应当加强农村公路养护管理工作确保安全畅通"
	g := gramsOf(text)
	for _, row := range []struct {
		name, text string
		least      float64
		most       float64
	}{
		{"the same words", text, 1, 1},
		{"the same words with other punctuation", "各镇人民政府，应当加强“农村公路”养护管理工作；确保安全畅通。", 1, 1},
		{"other words", "请村民朋友爱护家门口的道路不要在路面上晒粮食", 0, 0},
		{"too few words", "各镇", 0, 0},
	} {
		if s := g.share(row.text); s < row.least || s > row.most {
			t.Errorf("%s: share %g, want %g to %g", row.name, s, row.least, row.most)
		}
	}
}
