package evidence

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// warcio runs the command of the npm package warcio, a reader of WARC that is not ours.
func warcio(t *testing.T, args ...string) string {
	t.Helper()
	program := os.Getenv("GOVAUDIT_TEST_WARCIO")
	if program == "" {
		t.Skip("GOVAUDIT_TEST_WARCIO does not name the command of npm's warcio: not checked by another reader")
	}
	var out, problems bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil || problems.Len() > 0 {
		t.Fatalf("warcio %q: %v\n%s", args, err, problems.String())
	}
	return out.String()
}

func archives(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, archiveDir, "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no archive in %s: %v", dir, err)
	}
	return files
}

func TestWarcioMakesTheSameIndex(t *testing.T) {
	dir := exported(t, nil, 8<<10, source("linxi", oddPages()), source("linxi-2", oddPages()[3:]))
	theirs := strings.SplitAfter(warcio(t, append([]string{"cdx-index"}, archives(t, dir)...)...), "\n")
	theirs = slices.DeleteFunc(theirs, func(l string) bool { return strings.Contains(l, "rendered.html 20260410040200") }) // a conversion: no capture of the address
	for i := range theirs {
		theirs[i] = strings.Replace(theirs[i], "; charset=gbk", "", 1) // of a resource it keeps the parameters
	}
	ours, err := os.ReadFile(filepath.Join(dir, indexFile))
	if err != nil {
		t.Fatal(err)
	}
	have := strings.SplitAfter(string(ours), "\n")
	for _, l := range have {
		if !slices.Contains(theirs, l) {
			t.Errorf("only in our index: %s", l)
		}
	}
	for _, l := range theirs {
		if !slices.Contains(have, l) {
			t.Errorf("only in theirs: %s", l)
		}
	}
}

func TestWarcioReadsEveryRecord(t *testing.T) {
	dir := exported(t, nil, 8<<10, source("linxi", oddPages()))
	list := entries(t, dir)
	args := append([]string{"index"}, archives(t, dir)...)
	out := warcio(t, append(args, "--fields", "filename,offset,length,warc-type,warc-target-uri,warc-record-id,http:status")...)
	for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
		var got struct {
			Filename, Offset, Length any
			Type                     string `json:"warc-type"`
			Target                   string `json:"warc-target-uri"`
			ID                       string `json:"warc-record-id"`
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if i >= len(list) {
			t.Fatalf("warcio reads more than %d records", len(list))
		}
		e := list[i]
		if got.Type != e.Type || got.Target != e.Target || got.ID != "<"+e.ID+">" || got.Filename != filepath.Base(e.File) ||
			number(got.Offset) != e.Offset || number(got.Length) != e.Length {
			t.Errorf("record %d: warcio reads %s, want %+v", i+1, line, e)
		}
		if i == len(list)-1 {
			return
		}
	}
	t.Errorf("warcio reads fewer than %d records", len(list))
}

func number(v any) int64 {
	switch v := v.(type) {
	case float64:
		return int64(v)
	case string:
		n, err := strconv.ParseInt(v, 10, 64)
		if err == nil {
			return n
		}
	}
	return -1
}
