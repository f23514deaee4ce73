package ledger

import (
	"strings"
	"testing"

	"github.com/govaudit/govaudit/review"
)

func TestIDsAreStableAndApart(t *testing.T) {
	k := review.Key{Site: "a", Rule: "b", Code: "c", Subject: "d"}
	id := NewID(k, 0)
	if id != NewID(k, 0) || id == NewID(k, 1) || id == NewID(review.Key{Site: "a", Rule: "b", Code: "c", Subject: "e"}, 0) {
		t.Errorf("%s is not stable, or not apart", id)
	}
	if len(id) != len("ZG-0000-0000-0000") {
		t.Errorf("%q is no short name", id)
	}
}

func TestASlipInAnIDIsNoticed(t *testing.T) {
	id := NewID(review.Key{Site: "a", Rule: "b", Code: "c", Subject: "d"}, 0)
	for _, same := range []string{id, strings.ToLower(id), strings.ReplaceAll(id, "-", ""), " " + strings.ReplaceAll(id, "-", " ") + "\n",
		strings.ReplaceAll(id, "0", "o"), strings.ReplaceAll(id, "1", "l")} {
		if got, ok := ParseID(same); !ok || got != id {
			t.Errorf("%q was read as %q, want %s", same, got, id)
		}
	}
	plain := []byte(strings.ToLower(strings.ReplaceAll(id, "-", "")))
	for i := 2; i < len(plain); i++ {
		for _, d := range digits {
			wrong := append([]byte{}, plain...)
			if wrong[i] = byte(d); string(wrong) == string(plain) {
				continue
			}
			if _, ok := ParseID(string(wrong)); ok {
				t.Errorf("%s was taken for %s", wrong, plain)
			}
		}
		if i+1 < len(plain) && plain[i] != plain[i+1] {
			wrong := append([]byte{}, plain...)
			wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
			if _, ok := ParseID(string(wrong)); ok {
				t.Errorf("%s was taken for %s", wrong, plain)
			}
		}
	}
	for _, bad := range []string{"", "ZG", "ZG-", id[1:], id + "0", "=" + id, strings.Repeat("Z", 1000)} {
		if got, ok := ParseID(bad); ok {
			t.Errorf("%q was read as %s", bad, got)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("ZG-7K2M-9QX4-TB3H")
	f.Add("zg 0000 0000 0000")
	f.Fuzz(func(t *testing.T, s string) {
		id, ok := ParseID(s)
		if !ok {
			return
		}
		if again, ok := ParseID(id); !ok || again != id {
			t.Errorf("%q gives %q, which gives %q", s, id, again)
		}
	})
}
