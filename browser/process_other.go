//go:build !linux

package browser

import (
	"os"
	"os/exec"
)

// supported reports whether browsers can be run here. What bounds and ends them is
// written for Linux.
const supported = false

func isRoot() bool { return false }

func ownGroup(*exec.Cmd) {}

func stayOrdinary() {}

func endGroup(int) {}

func tryLock(*os.File) bool { return true }

func endUsers(string) {}

func familyOf(int) []int { return nil }

func memoryOf([]int) int64 { return 0 }
