package main

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
)

// build tells this build of the program from all others: the commit it was made from,
// or what the linker wrote of its content where it was made from anything else, or the
// hash of the program itself. It is "" where none can be told.
func build() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		set := map[string]string{}
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		if set["vcs.revision"] != "" && set["vcs.modified"] == "false" {
			return set["vcs.revision"]
		}
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	if id := linked(path); id != "" {
		return id
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// linked returns the build ID that the linker wrote into a program, which ends with a
// hash of its content; "" where there is none or it is no ELF file.
func linked(path string) string {
	f, err := elf.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	note := f.Section(".note.go.buildid")
	if note == nil {
		return ""
	}
	const head = 16 // lengths of name and text, type, and the name "Go"
	b, err := note.Data()
	if err != nil || len(b) < head {
		return ""
	}
	n := f.ByteOrder.Uint32(b[4:])
	if int64(n) > int64(len(b)-head) {
		return ""
	}
	return string(b[head : head+n])
}
