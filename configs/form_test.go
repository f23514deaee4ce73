package configs_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/site"
)

func TestParseSite(t *testing.T) {
	got, problems := configs.ParseSite(map[string]string{"url": "http://www.jiangzhou.gov.cn", "level": "市", "name": "江州市人民政府", "hosts": "a.gov.cn；b.gov.cn"})
	want := site.Target{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市人民政府", Hosts: []string{"a.gov.cn", "b.gov.cn"}}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || len(problems) > 0 {
		t.Errorf("problems %v, site (-want +got)\n%s", problems, diff)
	}
	for _, tt := range []struct {
		fields map[string]string
		want   string // the keys that are wrong
	}{
		{map[string]string{}, "level url"},
		{map[string]string{"url": "javascript:alert(1)", "level": "city"}, "url"},
		{map[string]string{"url": "http://a.gov.cn/", "level": "村", "id": "../../etc", "code": "x", "scope": "bm/"}, "code id level scope"},
		{map[string]string{"url": "http://a.gov.cn/" + strings.Repeat("a", 5000), "level": "city"}, "url"},
	} {
		_, problems := configs.ParseSite(tt.fields)
		if got := strings.Join(slices.Sorted(maps.Keys(problems)), " "); got != tt.want {
			t.Errorf("%v: wrong are %s, want %s", tt.fields, got, tt.want)
		}
	}
}
