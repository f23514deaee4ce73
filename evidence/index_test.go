package evidence

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSorterPutsAsideAndMerges(t *testing.T) {
	for _, limit := range []int{1, 100, 1 << 20} {
		s := newSorter(limit)
		var want []string
		for i := range 500 {
			l := fmt.Sprintf("%03d\n", i*7919%500)
			want = append(want, l)
			if err := s.add(l); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		var got []string
		for l, err := range s.sorted() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, l)
		}
		if !slices.Equal(got, want) {
			t.Errorf("limit %d: %d lines out of order or lost", limit, len(got))
		}
		if (s.spill != nil) != (limit < 1<<20) {
			t.Errorf("limit %d: put aside = %v", limit, s.spill != nil)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
}

// TestAnIndexThatDoesNotFitTheRecordsIsTold: even where the manifest vouches for it.
func TestAnIndexThatDoesNotFitTheRecordsIsTold(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func([]string) []string
		want   string
	}{
		{"a line for an address that is not there", func(l []string) []string { return slices.Insert(l, 2, l[1]+"x") }, "第 3 行没有对应的记录"},
		{"a line gone", func(l []string) []string { return slices.Delete(l, 3, 4) }, "缺少一行：cn,gov,linxi)/"},
		{"two lines the wrong way round", func(l []string) []string { l[3], l[4] = l[4], l[3]; return l }, "不在应有的次序上"},
		{"an offset changed", func(l []string) []string {
			l[3] = strings.Replace(l[3], `"offset":"`, `"offset":"9`, 1)
			return l
		}, "第 4 行没有对应的记录"},
		{"all gone", func([]string) []string { return nil }, "缺少一行"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := exported(t, nil, 1<<30, source("linxi", oddPages()))
			name := filepath.Join(dir, indexFile)
			old, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines := tt.change(strings.Split(strings.TrimSuffix(string(old), "\n"), "\n"))
			data := []byte(strings.Join(lines, "\n") + "\n")
			manifest, err := os.ReadFile(filepath.Join(dir, manifestFile))
			if err != nil {
				t.Fatal(err)
			}
			vouched := strings.Replace(string(manifest), sumOf(old), sumOf(data), 1)
			vouched = strings.Replace(vouched, fmt.Sprintf(`"bytes": %d`, len(old)), fmt.Sprintf(`"bytes": %d`, len(data)), 1)
			for file, content := range map[string]string{name: string(data), filepath.Join(dir, manifestFile): vouched} {
				if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, problems := verified(t, dir, Check{}); !strings.Contains(problems, tt.want) || strings.Contains(problems, "SHA-256") {
				t.Errorf("told\n%s\nwant %q", problems, tt.want)
			}
		})
	}
}

func TestNamesThatLeadOutsideAreRefused(t *testing.T) {
	for _, name := range []string{"../x", "/etc/passwd", "archive/../../x-00000.warc.gz", "archive/X-00000.warc.gz", "archive/a/b-00000.warc.gz", `archive\a-00000.warc.gz`, "archive/.-00000.warc.gz", "records.jsonl/../x", ""} {
		_, err := parseManifest(fmt.Appendf(nil, `{"schema":%q,"files":[{"path":%q},{"path":"records.jsonl"},{"path":"indexes/index.cdxj"}],"records":{"file":"records.jsonl"}}`, Schema, name))
		if err == nil {
			t.Errorf("%q is taken for a file of an export", name)
		}
	}
}
