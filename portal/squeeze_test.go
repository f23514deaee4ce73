package portal

import (
	"strings"
	"testing"
)

// FuzzSqueeze: what was squeezed in terms of a model comes out as it went in.
func FuzzSqueeze(f *testing.F) {
	f.Add("索引号 SY001 文号 示府办发〔2020〕3号 2020-05-27", "索引号 SY002 文号 示府办发〔2020〕147号 2020-05-28")
	f.Add("", "aaaaaaaaaaaaaaaaaaaaaaaab")
	f.Add("abcdabcdabcd", "")
	f.Add("0123456789", strings.Repeat("0123456789", 40)+"x")
	f.Fuzz(func(t *testing.T, like, raw string) {
		if len(like) > maxModel || len(raw) > maxSqueezed {
			t.Skip()
		}
		m := newModel(like)
		if got := string(m.stretch(nil, string(m.squeeze(nil, raw)))); got != raw {
			t.Errorf("in terms of %q, %q came out as %q", like, raw, got)
		}
	})
}

// A page that is like another takes a fraction of its bytes.
func TestSqueezeIsSmaller(t *testing.T) {
	page := func(no, number, day string) string {
		return "title 索引号 SY" + no + " 发文机关 市政府办公室 文号 示府办发〔2020〕" + number + "号 成文日期 " + day + " 发布日期 " + day + " 有效性 有效"
	}
	var z squeezer
	first := page("20200001", "3", "2020-05-27")
	second := page("20209999", "147", "2021-01-02")
	a, b := z.put(1, first), z.put(1, second)
	if z.get(a) != first || z.get(b) != second {
		t.Fatalf("came out as %q and %q", z.get(a), z.get(b))
	}
	if 2*len(b) > len(second) {
		t.Errorf("%d bytes of %d", len(b), len(second))
	}
	if long := strings.Repeat("x", maxSqueezed+1); z.get(z.put(1, long)) != long {
		t.Error("a long string came out otherwise")
	}
}
