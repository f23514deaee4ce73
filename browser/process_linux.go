package browser

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// supported reports whether browsers can be run here.
const supported = true

func isRoot() bool { return os.Geteuid() == 0 }

// ownGroup puts the browser into a process group of its own, and has the system
// end it when this program dies.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// stayOrdinary takes from the calling thread, and from what it starts, the right to put
// itself before other processes. A browser of root's does so, and a page that fills the
// memory then leaves who watches it no time.
func stayOrdinary() {
	_ = unix.Prctl(unix.PR_CAPBSET_DROP, unix.CAP_SYS_NICE, 0, 0, 0) // who may not is not root
}

func endGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// endUsers ends the processes that run with the profile folder dir: a browser's
// children may leave its group, and carry the folder on their command line. One may
// be born while its parent dies, so it looks until there are none.
func endUsers(dir string) {
	want := []byte("--user-data-dir=" + dir)
	for quiet, looks := 0, 0; quiet < 2 && looks < 50; looks++ {
		if found := endWith(want); found == 0 {
			quiet++
		} else {
			quiet = 0
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func endWith(arg []byte) (found int) {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return 0
	}
	for _, path := range lines {
		b, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(b, arg) {
			continue
		}
		for a := range bytes.SplitSeq(b, []byte{0}) {
			if bytes.Equal(a, arg) {
				if pid, err := strconv.Atoi(strings.Split(path, "/")[2]); err == nil && pid != os.Getpid() {
					syscall.Kill(pid, syscall.SIGKILL)
					found++
				}
				break
			}
		}
	}
	return found
}

// familyOf returns pid and its descendants.
func familyOf(pid int) []int {
	family := []int{pid}
	at := "/proc/" + strconv.Itoa(pid) + "/task"
	tasks, err := os.ReadDir(at)
	if err != nil {
		return family
	}
	for _, t := range tasks {
		b, err := os.ReadFile(at + "/" + t.Name() + "/children")
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(b)) {
			if c, err := strconv.Atoi(child); err == nil {
				family = append(family, familyOf(c)...)
			}
		}
	}
	return family
}

// memoryOf returns the memory, in bytes, that belongs to the processes.
func memoryOf(pids []int) int64 {
	status := make([]string, len(pids))
	for i, pid := range pids {
		if b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status"); err == nil {
			status[i] = string(b)
		}
	}
	return held(status)
}

// held reads from the status of processes what they hold in memory that no file backs:
// programs and libraries are not counted, and what the processes share among themselves,
// as the pictures of what is drawn, is counted once.
func held(status []string) (n int64) {
	var shared int64
	for _, s := range status {
		n += kib(s, "RssAnon:")
		shared = max(shared, kib(s, "RssShmem:"))
	}
	return n + shared
}

func kib(status, key string) int64 {
	_, rest, _ := strings.Cut(status, key)
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}
