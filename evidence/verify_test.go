package evidence

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWhatWasExportedIsInOrder(t *testing.T) {
	key := testKey(t)
	public := key.Public().(ed25519.PublicKey)
	other := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	for _, tt := range []struct {
		name  string
		key   ed25519.PrivateKey
		check Check
		limit int64
		want  Signature
	}{
		{"without a key", nil, Check{}, 1 << 30, Unsigned},
		{"signed, by the key beside it", key, Check{}, 1 << 30, SignedOwn},
		{"signed, by the key we know", key, Check{Key: public}, 1 << 30, SignedBy},
		{"in many files", key, Check{Key: public}, 1, SignedBy},
		{"signed by another than we know", key, Check{Key: other}, 1 << 30, Forged},
		{"unsigned though we know a key", nil, Check{Key: public}, 1 << 30, Forged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := exported(t, tt.key, tt.limit, source("linxi", oddPages()), source("linxi-2", oddPages()))
			r, problems := verified(t, dir, tt.check)
			if r.Signed != tt.want || r.OK() != (tt.want != Forged) {
				t.Errorf("signed = %v, want %v; problems:\n%s", r.Signed, tt.want, problems)
			}
			if n := len(entries(t, dir)); r.Records != int64(n) || n < 60 {
				t.Errorf("%d records were checked of %d", r.Records, n)
			}
		})
	}
}

func TestExportingTwiceGivesTheSameBytes(t *testing.T) {
	a := exported(t, testKey(t), 1<<30, source("linxi", oddPages()))
	b := exported(t, testKey(t), 1<<30, source("linxi", oddPages()))
	for _, name := range []string{manifestFile, signatureFile, publicFile, listFile, indexFile, archiveDir + "/linxi-00000.warc.gz"} {
		one, err := os.ReadFile(filepath.Join(a, name))
		if err != nil {
			t.Fatal(err)
		}
		two, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestAFlippedByteIsFoundAndItsRecordNamed(t *testing.T) {
	dir := exported(t, testKey(t), 1<<30, source("linxi", oddPages()))
	name := filepath.Join(dir, archiveDir, "linxi-00000.warc.gz")
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list := entries(t, dir)
	for _, e := range list {
		for _, at := range []int64{0, 3, 9, 10, e.Length / 2, e.Length - 9, e.Length - 1} {
			bad := bytes.Clone(good)
			bad[e.Offset+at] ^= 0x10
			if err := os.WriteFile(name, bad, 0o644); err != nil {
				t.Fatal(err)
			}
			r, problems := verified(t, dir, Check{})
			if len(r.Problems) != 1 || r.Problems[0].Record == nil || r.Problems[0].Record.N != e.N || r.Problems[0].From != e.Offset || r.Problems[0].To != e.Offset+e.Length {
				t.Errorf("byte %d of record %d (%s %s): told\n%s", at, e.N, e.Type, e.Target, problems)
			}
		}
	}
}

func TestAFlippedByteOfAnyOtherFileIsFound(t *testing.T) {
	dir := exported(t, testKey(t), 1<<30, source("linxi", oddPages()[:3]))
	for _, file := range []string{manifestFile, signatureFile, publicFile, listFile, indexFile, resultsFile} {
		name := filepath.Join(dir, file)
		good, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(good); at += max(1, len(good)/60) {
			bad := bytes.Clone(good)
			bad[at] ^= 0x01
			if err := os.WriteFile(name, bad, 0o644); err != nil {
				t.Fatal(err)
			}
			if r, problems := verified(t, dir, Check{}); r.OK() || !strings.Contains(problems, file) {
				// The key's label is not part of what is signed; PEM tells it apart all the same.
				t.Errorf("byte %d of %s: told\n%s", at, file, problems)
			}
		}
		if err := os.WriteFile(name, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAChangedLineOfTheListIsNamed(t *testing.T) {
	dir := exported(t, nil, 1<<30, source("linxi", oddPages()))
	name := filepath.Join(dir, listFile)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.SplitAfter(strings.TrimSuffix(string(good), "\n"), "\n")
	all[len(all)-1] += "\n"
	with := func(change func(l []string) []string) string { return strings.Join(change(slices.Clone(all)), "") }
	for _, tt := range []struct{ name, text, want string }{
		{"an offset of the fifth", with(func(l []string) []string {
			l[4] = strings.Replace(l[4], `"offset":`, `"offset":1`, 1)
			return l
		}), "第 5 行与前一行的哈希接不上"},
		{"the chain value of the fifth", with(func(l []string) []string {
			at := strings.Index(l[4], chainStart) + len(chainStart)
			l[4] = l[4][:at] + strings.Repeat("0", 64) + l[4][at+64:]
			return l
		}), "第 5 行与前一行的哈希接不上"},
		{"the fifth is gone", with(func(l []string) []string { return slices.Delete(l, 4, 5) }), "第 5 行之前少了 1 行"},
		{"the fifth is no line at all", with(func(l []string) []string { l[4] = "?\n"; return l }), "第 5 行被改动：不合格式"},
		{"the last is gone", with(func(l []string) []string { return l[:len(l)-1] }), fmt.Sprintf("这里到第 %d 条为止", len(all)-1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(name, []byte(tt.text), 0o644); err != nil {
				t.Fatal(err)
			}
			r, problems := verified(t, dir, Check{})
			if !strings.Contains(problems, tt.want) {
				t.Errorf("told\n%s\nwant %q", problems, tt.want)
			}
			if strings.Contains(problems, "warc.gz") && tt.name != "the last is gone" || len(r.Problems) > 3 {
				t.Errorf("more is told than was changed:\n%s", problems)
			}
		})
	}
}

func TestWhatWasDoneToAnArchiveIsTold(t *testing.T) {
	dir := exported(t, nil, 1<<30, source("linxi", oddPages()))
	name := filepath.Join(dir, archiveDir, "linxi-00000.warc.gz")
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list := entries(t, dir)
	cut := func(i int) []byte { return good[list[i].Offset : list[i].Offset+list[i].Length] }
	last := len(list) - 1
	swapped := slices.Concat(good[:list[6].Offset], cut(7), cut(6), good[list[8].Offset:])
	for _, tt := range []struct {
		name string
		data []byte
		want []string
		most int
	}{
		{"a record taken out", slices.Delete(bytes.Clone(good), int(list[6].Offset), int(list[7].Offset)),
			[]string{fmt.Sprintf("第 %d 条 %s %s", list[6].N, list[6].Type, list[6].Target), "记录被删除", fmt.Sprintf("自这一条起 %d 条记录内容没有变，位置整体移动了 -%d 字节", last-6, list[6].Length)}, 2},
		{"two records swapped", swapped, []string{fmt.Sprintf("第 %d 条", list[6].N), fmt.Sprintf("第 %d 条", list[7].N), "内容没有变，位置从"}, 2},
		{"a record put in twice", slices.Concat(good[:list[6].Offset], cut(3), good[list[6].Offset:]), []string{"多出的记录：" + list[3].Type, "位置整体移动了 +"}, 2},
		{"bytes behind the end", append(bytes.Clone(good), "more"...), []string{"末尾多出 4 字节"}, 1},
		{"the last bytes cut off", good[:len(good)-5], []string{fmt.Sprintf("第 %d 条", list[last].N), "缺了 5 字节"}, 1},
		{"cut off after the third", good[:list[3].Offset], []string{"第 4 条", fmt.Sprintf("第 %d 条", list[last].N)}, len(list)},
		{"nothing in it", nil, []string{"第 1 条"}, len(list)},
		{"not a WARC", []byte("hello"), []string{"第 1 条"}, len(list)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(name, tt.data, 0o644); err != nil {
				t.Fatal(err)
			}
			r, problems := verified(t, dir, Check{})
			for _, want := range tt.want {
				if !strings.Contains(problems, want) {
					t.Errorf("%q is not told of in\n%s", want, problems)
				}
			}
			if len(r.Problems) > tt.most {
				t.Errorf("%d problems, want at most %d:\n%s", len(r.Problems), tt.most, problems)
			}
		})
	}
}

func TestFilesThatAreMissingOrTooManyAreNamed(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(dir string) error
		want   string
	}{
		{"an archive file is gone", func(d string) error { return os.Remove(filepath.Join(d, archiveDir, "linxi-00000.warc.gz")) }, "archive/linxi-00000.warc.gz：文件不在"},
		{"the index is gone", func(d string) error { return os.Remove(filepath.Join(d, indexFile)) }, "indexes/index.cdxj：文件不在"},
		{"the list is gone", func(d string) error { return os.Remove(filepath.Join(d, listFile)) }, "records.jsonl：文件不在"},
		{"the manifest is gone", func(d string) error { return os.Remove(filepath.Join(d, manifestFile)) }, "manifest.json：缺少清单"},
		{"the signature is gone", func(d string) error { return os.Remove(filepath.Join(d, signatureFile)) }, "签名文件却不在"},
		{"a file more", func(d string) error { return os.WriteFile(filepath.Join(d, archiveDir, "x.warc.gz"), nil, 0o644) }, "archive/x.warc.gz：多出的文件"},
		{"a folder more", func(d string) error { return os.Mkdir(filepath.Join(d, "x"), 0o755) }, "x：多出的文件夹"},
		{"a link in place of a file", func(d string) error {
			name := filepath.Join(d, resultsFile)
			return errors.Join(os.Remove(name), os.Symlink("/etc/passwd", name))
		}, "results.json：不是普通文件"},
		{"a link in place of the manifest", func(d string) error {
			name := filepath.Join(d, manifestFile)
			return errors.Join(os.Remove(name), os.Symlink("/etc/passwd", name))
		}, "manifest.json：无法读取"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := exported(t, testKey(t), 1<<30, source("linxi", oddPages()[:3]))
			if err := tt.change(dir); err != nil {
				t.Fatal(err)
			}
			if _, problems := verified(t, dir, Check{}); !strings.Contains(problems, tt.want) {
				t.Errorf("told\n%s\nwant %q", problems, tt.want)
			}
		})
	}
}
