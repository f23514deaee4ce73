package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// profilePrefix begins the name of every folder that a browser of ours writes to.
const profilePrefix = "govaudit-browser-"

// profile is the folder of one browser process: made for it and removed after it.
// While its owner lives it holds a lock, so that what a killed program left can be
// told from what is in use.
type profile struct {
	dir  string
	lock *os.File
}

func newProfile() (*profile, error) {
	dir, err := os.MkdirTemp(base(), profilePrefix)
	if err != nil {
		return nil, fmt.Errorf("make profile folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil && !tryLock(f) {
		err = fmt.Errorf("lock %s", f.Name())
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("make profile folder: %w", err)
	}
	return &profile{dir, f}, nil
}

// maxBase is the longest name of a folder to hold profiles: the browser makes a
// socket below, and the system bounds the names of those.
const maxBase = 32

func base() string {
	if dir := os.TempDir(); len(dir) <= maxBase {
		return dir
	}
	return "/tmp"
}

const lockName = "owner.lock"

// remove deletes the folder. Processes of a browser that was just killed may still
// write there, so it is tried for a while.
func (p *profile) remove() error {
	defer p.lock.Close()
	return removeAll(p.dir)
}

func removeAll(dir string) error {
	var err error
	for range 20 {
		if err = os.RemoveAll(dir); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	return err
}

// sweep removes the folders of programs that died without doing so, and ends what
// still runs in them. Folders of the last seconds may be about to be locked.
func sweep() {
	dirs, err := filepath.Glob(filepath.Join(base(), profilePrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < 5*time.Second {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR, 0)
		if err != nil {
			continue // not ours, or not ours to touch
		}
		if tryLock(f) {
			endUsers(dir)
			removeAll(dir)
		}
		f.Close()
	}
}
