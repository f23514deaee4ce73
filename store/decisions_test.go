package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
)

// decided is a decision about a page of a site.
func decided(siteID, subject string, a review.Answer) review.Decision {
	return review.Decision{Key: review.Key{Site: siteID, Rule: "national/x", Code: "stale", Subject: subject}, Answer: a,
		Reason: "已核对", By: "张三", At: day.Add(1234567 * time.Microsecond), Until: calendar.MustDay(2026, 12, 31), Fingerprint: "f1", Run: "r1"}
}

func testDecisions(t *testing.T, address string) {
	s := open(t, address)
	ctx := t.Context()
	if list, err := s.Decisions(ctx, "a"); err != nil || len(list) != 0 {
		t.Errorf("of an empty store: %v, %v", list, err)
	}
	first := []review.Decision{decided("a", "http://a/1", review.True), decided("b", "http://b/1", review.Exempt), decided("a", "", review.Hold)}
	must(t, s.AddDecisions(ctx, first))
	again := decided("a", "http://a/1", review.False)
	again.By, again.Reason = "李四", "“引号”与 '撇号' 与 <尖括号>"
	must(t, s.AddDecisions(ctx, []review.Decision{again}))
	must(t, s.AddDecisions(ctx, nil))

	got, err := s.Decisions(ctx, "a")
	must(t, err)
	if diff := cmp.Diff([]review.Decision{first[0], first[2], again}, got); diff != "" {
		t.Errorf("everything in the order it was recorded (-want +got)\n%s", diff)
	}
	if got := review.Latest(got)[again.Key]; got.Answer != review.False {
		t.Errorf("the latest is %q", got.Answer)
	}
}

func testDecisionsWhole(t *testing.T, address string) {
	s := open(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.AddDecisions(ctx, []review.Decision{decided("a", "http://a/1", review.True)}); !errors.Is(err, context.Canceled) {
		t.Errorf("recorded by a caller that gave up: %v", err)
	}
	if got, err := s.Decisions(t.Context(), "a"); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func testHostileDecisions(t *testing.T, address string) {
	s := open(t, address)
	d := decided("a", "http://a/"+strings.Repeat("长", 5000), review.True)
	d.Reason, d.By = "含\x00与\xff", "'; DROP TABLE decisions; --"
	must(t, s.AddDecisions(t.Context(), []review.Decision{d}))
	got, err := s.Decisions(t.Context(), "a")
	must(t, err)
	d.Reason = "含\uFFFD与\uFFFD"
	if diff := cmp.Diff([]review.Decision{d}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
