package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestJudgingAgain judges the stored demonstration offline, its portals gone:
// under the same pack every byte of every site's result is the same; under a pack
// that patches one rule only that rule's findings and the scores differ.
func TestJudgingAgain(t *testing.T) {
	dir := t.TempDir()
	out := func(name string) string { return filepath.Join(dir, name) }
	must := func(args ...string) {
		t.Helper()
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), childEnv+"=1")
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("govaudit %s: %v\n%s", strings.Join(args, " "), err, text)
		}
	}
	must("demo", "--quiet", "--out", out("demo"))
	config := filepath.Join(out("demo"), "demo.yaml")
	must("judge", "--quiet", "--config", config, "--out", out("again"))
	first, again := siteResults(t, out("demo")), siteResults(t, out("again"))
	if len(first) == 0 {
		t.Fatal("the demonstration has no sites")
	}
	for id, was := range first {
		if !bytes.Equal(was, again[id]) {
			t.Errorf("%s: judged again, its result is another:\n%s\n%s", id, was, again[id])
		}
	}

	pack := filepath.Join(out("demo"), "stricter.yaml")
	const stricter = "id: stricter\ntitle: 更严\nversion: \"1\"\nextends: [national]\npatch:\n  - id: national/news\n    with: {max_age: 1d}\n"
	if err := os.WriteFile(pack, []byte(stricter), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(out("demo"), "changed.yaml")
	if err := os.WriteFile(changed, bytes.Replace(text, []byte("packs: [national]"), []byte("packs: [stricter.yaml]"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	must("judge", "--quiet", "--config", changed, "--out", out("stricter"))
	other := siteResults(t, out("stricter"))
	stale := 0
	for id, was := range first {
		before, after := findings(t, was), findings(t, other[id])
		for rule, f := range after {
			if rule == "stricter/news" {
				if bytes.Contains(f, []byte(`"fail"`)) && !bytes.Contains(before["national/news"], []byte(`"fail"`)) {
					stale++
				}
				continue
			}
			if !bytes.Equal(f, before[rule]) {
				t.Errorf("%s: %s changed although its rule did not:\n%s\n%s", id, rule, before[rule], f)
			}
		}
		if len(after) != len(before) {
			t.Errorf("%s: %d findings, want %d", id, len(after), len(before))
		}
	}
	if stale == 0 {
		t.Error("no site's news is older than a day: the patched rule was not judged")
	}
}

// siteResults returns the verbatim result of each site in results.json.
func siteResults(t *testing.T, out string) map[string]json.RawMessage {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct{ Sites []json.RawMessage }
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	sites := map[string]json.RawMessage{}
	for _, s := range doc.Sites {
		var id struct{ ID string }
		if err := json.Unmarshal(s, &id); err != nil {
			t.Fatal(err)
		}
		sites[id.ID] = s
	}
	return sites
}

func findings(t *testing.T, result json.RawMessage) map[string]json.RawMessage {
	t.Helper()
	var doc struct{ Findings []json.RawMessage }
	if err := json.Unmarshal(result, &doc); err != nil {
		t.Fatal(err)
	}
	list := map[string]json.RawMessage{}
	for _, f := range doc.Findings {
		var id struct{ Rule string }
		if err := json.Unmarshal(f, &id); err != nil {
			t.Fatal(err)
		}
		list[id.Rule] = f
	}
	return list
}
