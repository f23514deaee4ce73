package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

func TestSelect(t *testing.T) {
	all := []site.Target{
		{ID: "a", Level: site.City, Department: "甲办"}, {ID: "b", Level: site.County, Department: "乙办", Packs: []string{"school"}},
		{ID: "c", Level: site.County, Department: "甲办"}, {ID: "level", Level: site.Town},
	}
	packs := func(t site.Target) []string { return append([]string{"national"}, t.Packs...) }
	for _, tt := range []struct{ names, want, missing string }{
		{"", "a b c level", ""},
		{"c", "c", ""},
		{"c a c", "a c", ""},
		{"level", "level", ""},
		{"level=county", "b c", ""},
		{"level=county department=甲办", "a b c", ""},
		{"pack=school", "b", ""},
		{"pack=national", "a b c level", ""},
		{"a nobody level=province", "a", "nobody level=province"},
		{"nobody", "", "nobody"},
	} {
		chosen, missing := schedule.Select(all, strings.Fields(tt.names), packs)
		var ids []string
		for _, t := range chosen {
			ids = append(ids, t.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("Select(%s) = %s, want %s", tt.names, got, tt.want)
		}
		if got := strings.Join(missing, " "); got != tt.missing {
			t.Errorf("Select(%s) misses %s, want %s", tt.names, got, tt.missing)
		}
	}
	want := []schedule.Group{{Name: "level=city", Sites: 1}, {Name: "level=county", Sites: 2}, {Name: "level=town", Sites: 1},
		{Name: "department=乙办", Sites: 1}, {Name: "department=甲办", Sites: 2}, {Name: "pack=national", Sites: 4}, {Name: "pack=school", Sites: 1}}
	if diff := cmp.Diff(want, schedule.Groups(all, packs)); diff != "" {
		t.Errorf("groups (-want +got)\n%s", diff)
	}
}

func TestCheckGroups(t *testing.T) {
	for _, tt := range []struct {
		name string
		ok   bool
	}{
		{"nantong", true}, {"level=city", true}, {"department=江州市教育局", true}, {"pack=national", true},
		{"南通", false}, {"level=城市", false}, {"level=", false}, {"department=", false}, {"region=jiangsu", false}, {"", false}, {"department=" + strings.Repeat("长", 200), false},
	} {
		if err := schedule.CheckGroups([]string{tt.name}); (err == nil) != tt.ok {
			t.Errorf("%q: %v; want it accepted: %t", tt.name, err, tt.ok)
		}
	}
}
