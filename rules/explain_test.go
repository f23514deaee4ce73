package rules

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the difference")

func TestWhatTheRulesCommandPrints(t *testing.T) {
	over := `id: over
title: 地方包
version: "2"
extends: [base]
documents: {要点: {title: 某县2026年政务公开工作要点, number: 某政办发〔2026〕1号}}
patch:
  - id: base/open
    levels: [county, department]
    of: [county]
    from: 2026-01-01
    review: [slow]
    due: 10
    basis: [{document: 条例, item: 第二十四条, quote: 具备信息检索、查阅、下载等功能, status: 读}, {document: 要点, item: 三（一）, status: 转}]
    with: {slow: 5s, judge: [unreachable, slow]}
    examples: [{defect: 一周内打不开的占 5% 及以上, fine: 偶尔一次超时}]
rules:
  - {id: extra, title: 加分项, check: availability, points: 2, bonus: true, basis: [{document: 条例, status: 节}], remedy: 无}
  - {id: hint, title: 提示项, check: availability, basis: [{document: 要点, status: 忆}], remedy: 改进}
`
	sets, err := library(t, map[string]string{"base": base, "over": over}).Sets("base", "over")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		write func(b *strings.Builder) error
	}{
		{"list", func(b *strings.Builder) error { return List(b, sets...) }},
		{"show", func(b *strings.Builder) error { return Show(b, "over/open", sets...) }},
		{"show-bonus", func(b *strings.Builder) error { return Show(b, "extra", sets...) }},
		{"check", func(b *strings.Builder) error { return Summary(b, sets...) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := tt.write(&b); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "explain-"+tt.name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestShowAsksWhichRuleIsMeant(t *testing.T) {
	over := "id: over\ntitle: x\nversion: '1'\nextends: [base]\npatch: [{id: base/open, points: 1}]\n"
	sets, err := library(t, map[string]string{"base": base, "over": over}).Sets("base", "over")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, id, want string }{
		{"a rule of two packs", "open", "有几条规则叫 open：写全名 base/open 或 over/open"},
		{"no rule at all", "nosuch", "没有规则 nosuch：用 govaudit rules list 查看全部"},
		{"a rule that two packs share", "fresh", ""},
		{"a full name", "over/open", ""},
	}
	for _, tt := range tests {
		got := ""
		if err := Show(&strings.Builder{}, tt.id, sets...); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBasesFirst(t *testing.T) {
	sets, err := library(t, map[string]string{"base": base, "a": "id: a\ntitle: x\nversion: '1'\nextends: [base]\n", "z": strings.Replace(base, "id: base", "id: z", 1)}).Sets("a", "z", "base")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range BasesFirst(sets) {
		got = append(got, s.ID)
	}
	if diff := cmp.Diff([]string{"z", "base", "a"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
