package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const draftBase = `id: base
title: 基础
version: "1"
documents:
  条例: {title: 条例}
rules:
  - id: a
    title: 甲
    check: manual
    basis: [{document: 条例, status: 读}]
    remedy: 补上
    with: {question: 有没有}
`

func TestDraft(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(secret, []byte(strings.Replace(draftBase, "base", "secret", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, want string }{
		{"a pack of its own", draftBase, ""},
		{"one that extends a built-in pack", "id: mine\ntitle: 我的\nversion: \"1\"\nextends: [base]\n", ""},
		{"one that extends a pack in use", "id: mine\ntitle: 我的\nversion: \"1\"\nextends: [packs/used.yaml]\n", ""},
		{"a file is not read", "id: mine\ntitle: 我的\nversion: \"1\"\nextends: [" + secret + "]\n", "draft:4:11: 试用的规则包只能继承内置的和已经在用的规则包，不能引用文件 " + secret},
		{"nor a further file", "id: mine\ntitle: 我的\nversion: \"1\"\nparts: [secret.yaml]\n", "draft:4:9: 读不到规则包的分册：试用的规则包不能有分册：把规则写在一起"},
		{"what is wrong has its place", "id: mine\ntitle: 我的\nversion: \"1\"\nruls: []\n", "draft:4:1: 未知的键 ruls"},
		{"what is no YAML too", "id: [", "draft:1:"},
		{"too much is refused", strings.Repeat("#", MaxDraft+1), "规则包过大"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := NewLibrary(fstest.MapFS{"base.yaml": {Data: []byte(draftBase)}})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Add("packs/used.yaml", "/somewhere/used.yaml", []byte(strings.Replace(draftBase, "base", "used", 1))); err != nil {
				t.Fatal(err)
			}
			set, err := l.Draft("draft", []byte(tt.text))
			if tt.want == "" {
				if err != nil || set == nil || set.Rule("base/a") == nil && set.Rule("used/a") == nil {
					t.Fatalf("set %v: %v", set, err)
				}
				if again, err := l.Sets("base"); err != nil || again[0].Title != "基础" {
					t.Errorf("the library changed: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
