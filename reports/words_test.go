package reports

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/rules"
)

func dayOf(t testing.TB, s string) calendar.Day {
	t.Helper()
	var d calendar.Day
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFileNames(t *testing.T) {
	tests := []struct {
		name string
		ask  []string
		want []string
	}{
		{"a plain department", []string{"江州市人民政府办公室"}, []string{"江州市人民政府办公室"}},
		{"a path is one name", []string{"../../etc/passwd", `C:\con`}, []string{"etc_passwd", "C__con"}},
		{"a device of Windows", []string{"CON", "com1.xlsx"}, []string{"_CON", "_com1.xlsx"}},
		{"names that differ by case", []string{"Office", "office"}, []string{"Office", "office-2"}},
		{"names that become the same", []string{"a/b", "a:b", "a_b"}, []string{"a_b", "a_b-2", "a_b-3"}},
		{"a number that is taken", []string{"a", "a-2", "A"}, []string{"a", "a-2", "A-3"}},
		{"two forms of one character", []string{"\u00e9", "e\u0301"}, []string{"\u00e9", "\u00e9-2"}},
		{"nothing usable", []string{"", "...", "\x00\u202e"}, []string{"other", "other-2", "other-3"}},
		{"characters of addresses", []string{"a#b?c%20"}, []string{"a_b_c_20"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var n names
			for i, ask := range tt.ask {
				if got := n.file(ask, "other"); got != tt.want[i] {
					t.Errorf("%q became %q, want %q", ask, got, tt.want[i])
				}
			}
		})
	}
}

func FuzzFileName(f *testing.F) {
	for _, s := range attacks[:10] {
		f.Add(s)
	}
	f.Add(strings.Repeat("长", 300))
	f.Fuzz(func(t *testing.T, s string) {
		var n names
		got := n.file(s, "other")
		if got == "" || len(got) > nameBytes+1 || !filepath.IsLocal(got+".xlsx") || path.Base(got) != got || strings.ContainsAny(got, `/\:*?"<>|#%`) || !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
		if again := n.file(s, "other"); again == got {
			t.Errorf("%q was given twice", got)
		}
	})
}

func TestHref(t *testing.T) {
	tests := []struct {
		name, address string
		links         bool
	}{
		{"a page", "http://www.jiangzhou.gov.cn/nb/1.html?a=1&b=2", true},
		{"a page over TLS with a port", "https://www.jiangzhou.gov.cn:8443/", true},
		{"a Chinese path", "http://www.jiangzhou.gov.cn/公开/", true},
		{"the longest address a workbook links", "http://a.cn/" + strings.Repeat("x", 2079-12), true},
		{"one character more", "http://a.cn/" + strings.Repeat("x", 2079-11), false},
		{"a script", "javascript:alert(1)", false},
		{"a script after a line break", "java\nscript:alert(1)", false},
		{"data", "data:text/html,x", false},
		{"a column's name", "公开指南", false},
		{"a host's name", "www.jiangzhou.gov.cn", false},
		{"no host", "http:///x", false},
		{"a password", "http://a:b@c.cn/", false},
		{"a quote", `http://a.cn/"x`, false},
		{"a turned direction", "http://a.cn/\u202egnp.exe", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := ""
			if tt.links {
				want = tt.address
			}
			if got := href(tt.address); got != want {
				t.Errorf("%.60q, want %.60q", got, want)
			}
		})
	}
}

func TestCell(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a name", "江州市", "江州市"},
		{"a formula", "=1+1", "'=1+1"},
		{"a formula in full width", "＝1+1", "'＝1+1"},
		{"a formula behind what is dropped", "\u200b\t =1+1", "'=1+1"},
		{"a negative", "-1", "'-1"},
		{"a mention", "@SUM(A1)", "'@SUM(A1)"},
		{"lines", "a\r\n=b", "a =b"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := cell(tt.text); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range attacks[:24] {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if !utf8.ValidString(got) || clean(got) != got || strings.ContainsAny(got, "\x00\t\r\n\u202e") {
			t.Errorf("%q became %q", s, got)
		}
		if short := clip(got, 10); utf8.RuneCountInString(short) > 10 {
			t.Errorf("clipped to %q", short)
		}
	})
}

func TestPoints(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 100: "100", 87.5: "87.5", 0.25: "0.25", -2: "-2", -0.001: "0"} {
		if got := points(f); got != want {
			t.Errorf("%g is written %q, want %q", f, got, want)
		}
	}
}

func TestEveryCheckHasAChineseName(t *testing.T) {
	for _, check := range rules.Checks() {
		if checkWord(check) == check {
			t.Errorf("reports have no Chinese name for the check %s", check)
		}
	}
}

func TestTextsThatAreFitHoldNothingThatIsDropped(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if s := "甲" + string(r) + "乙"; fit(s) && r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co) || r == utf8.RuneError) {
			t.Fatalf("U+%04X counts as fit", r)
		}
	}
	for _, row := range []struct {
		text string
		fit  bool
	}{
		{"", true},
		{"关于印发《办法》的通知（川办发〔2020〕71号）", true},
		{"SiteIDCode 与页脚的标识码不同：“3100000000”…", true},
		{" 前有空格", false},
		{"后有空格 ", false},
		{"两个  空格", false},
		{"换\n行", false},
		{"全角\u3000空格", false},
		{"反向\u202e文字", false},
		{"坏\xff字节", false},
		{" ", false},
	} {
		if got := fit(row.text); got != row.fit {
			t.Errorf("fit(%q) is %v", row.text, got)
		}
	}
}
