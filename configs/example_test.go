package configs_test

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/signon"
)

// TestExampleShowsEveryKeyWithItsDefault keeps the commented example complete
// and true: every setting of the crawler stands in it, with its default.
func TestExampleShowsEveryKeyWithItsDefault(t *testing.T) {
	c, err := configs.Load("govaudit.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(crawler.Defaults(), c.Crawler, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the example does not show the defaults (-default +shown):\n%s", diff)
	}
	if c.Evidence != evidence.Defaults() {
		t.Errorf("evidence = %+v, want the defaults", c.Evidence)
	}
	if c.Memory != 150<<20 {
		t.Errorf("memory = %d, want the default", c.Memory)
	}
	if len(c.Sites) != 2 || c.Sites[0].ID != "jiangzhou" || c.Sites[1].ID != "jyj-jiangzhou" {
		t.Errorf("sites = %+v", c.Sites)
	}
	if diff := cmp.Diff(notice.Defaults(), c.Notify, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b schedule.Cron) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("the example does not show the defaults of notices (-default +shown):\n%s", diff)
	}
	text, err := os.ReadFile("govaudit.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"as_of", "timezone", "store", "packs", "sites", "network", "crawl", "evidence", "memory", "retention", "pages", "schedule", "serve", "notify",
		"id", "name", "url", "level", "department", "of", "code", "scope", "exclude", "hosts"}
	for _, section := range []any{crawler.Network{}, crawler.Limits{}, evidence.Settings{}, configs.Serve{}, signon.Settings{}, notice.Settings{}, notice.SMTP{}, notice.Webhook{}} {
		for f := range fields(section) {
			keys = append(keys, f)
		}
	}
	for _, key := range keys {
		if !regexp.MustCompile(`(?m)^[ -]*` + key + `:`).Match(text) {
			t.Errorf("the example does not show the key %s", key)
		}
	}
}

// fields yields the yaml names of a struct's fields.
func fields(section any) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range reflect.TypeOf(section).NumField() {
			if !yield(reflect.TypeOf(section).Field(i).Tag.Get("yaml")) {
				return
			}
		}
	}
}
