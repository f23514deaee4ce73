package extract

import (
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, a, b string }{
		{"traditional and simplified", "互聯網協議第6版", "互联网协议第6版"},
		{"批準 is 批准", "批準", "批准"},
		{"分值不低於 is 分值不低于", "分值不低於4%", "分值不低于4％"},
		{"同步審批", "同步審批", "同步审批"},
		{"繼續有效", "繼續有效", "继续有效"},
		{"臺 and 台", "臺灣", "台湾"},
		{"佈 and 布", "公佈", "公布"},
		{"彙 and 匯 are 汇", "彙總匯總", "汇总汇总"},
		{"諮 and 咨", "諮詢", "咨询"},
		{"紮 and 扎", "紮實", "扎实"},
		{"範 and 范", "規範", "规范"},
		{"後 and 后", "後續", "后续"},
		{"發 and 发", "發佈", "发布"},
		{"裡 and 裏 are 里", "裡裏", "里里"},
		{"政府資訊公開年度報告", "政府信息公開年度報告", "政府信息公开年度报告"},
		{"full width", "ＩＰｖ６（２０２６）", "IPv6(2026)"},
		{"slashes", "0⁄1∕2／3", "0/1/2/3"},
		{"the ratio sign", "10∶08", "10:08"},
		{"dashes", "1—2名", "1－2名"},
		{"white space of every kind goes", "索 引\u00a0号\u3000：\u200b", "索引号："},
		{"case", "IPV6", "ipv6"},
		{"square brackets", "［2019］155号", "[2019]155号"},
		{"circled numbers", "①", "1"},
		{"radicals copied from PDF", "⼀⽂", "一文"},
		{"an ellipsis", "关于…", "关于..."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if a, b := Fold(tt.a), Fold(tt.b); a != b {
				t.Errorf("%q folds to %q, %q to %q", tt.a, a, tt.b, b)
			}
		})
	}
	for _, apart := range [][2]string{{"〔2019〕", "[2019]"}, {"废止", "有效"}, {"《办法》", "办法"}, {"1-2", "12"}} {
		if Fold(apart[0]) == Fold(apart[1]) {
			t.Errorf("%q and %q fold to the same %q", apart[0], apart[1], Fold(apart[0]))
		}
	}
	if n := testing.AllocsPerRun(10, func() { Fold("政府信息公开年度报告(2026)") }); n != 0 {
		t.Errorf("%v allocations for a text that is folded already", n)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"臺灣 ＩＰｖ６", "\u00adⅥ", "ﬁ㈠", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("%q folds to %q", s, once)
		}
		if twice := Fold(once); utf8.ValidString(s) && twice != once {
			t.Fatalf("%q folds to %q and that to %q", s, once, twice)
		}
	})
}

func TestSimplifiedKeepsOffsets(t *testing.T) {
	for from, want := range map[string]string{
		"關於廢止A〔2010〕3號": "关于废止A〔2010〕3号",
		"关于废止":          "关于废止",
		"":              "",
	} {
		if got := simplified(from); got != want || len(got) != len(from) {
			t.Errorf("%q: %q, want %q", from, got, want)
		}
	}
}

// Every character keeps its length in bytes, or offsets would part.
func TestVariantsKeepTheirLength(t *testing.T) {
	for i, v := range variants {
		if v != 0 && v < 0x800 {
			t.Errorf("%c becomes %c, which is shorter", rune(firstHan+i), rune(v))
		}
	}
}
