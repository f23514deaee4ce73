//go:build unix

package document

import (
	"os/exec"
	"syscall"
)

// own gives the process a group of its own, so that whatever it starts ends with
// it.
func own(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func end(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
