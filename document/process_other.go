//go:build !unix

package document

import "os/exec"

func own(*exec.Cmd) {}

func end(cmd *exec.Cmd) error { return cmd.Process.Kill() }
