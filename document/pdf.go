package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// pdf runs pdftotext over body within little memory, and alone within more if that is
// not enough: several that want much would be there at once, beside a browser.
func (r *Reader) pdf(ctx context.Context, body []byte, t *Text) error {
	if r.tool == "" {
		return ErrNoTool
	}
	err := r.convert(ctx, body, t, 1, littleMemory)
	if errors.Is(err, ErrDamaged) && ctx.Err() == nil {
		err = r.convert(ctx, body, t, processes, maxMemory)
	}
	return err
}

// occupy waits for so many of the places for processes. Who wants several gets them
// before others do.
func (r *Reader) occupy(ctx context.Context, places int) (leave func(), err error) {
	taken := 0
	leave = func() {
		for range taken {
			<-r.room
		}
	}
	select {
	case r.queue <- struct{}{}:
		defer func() { <-r.queue }()
	case <-ctx.Done():
		return nil, ErrBusy
	}
	for range places {
		select {
		case r.room <- struct{}{}:
			taken++
		case <-ctx.Done():
			leave()
			return nil, ErrBusy
		}
	}
	return leave, nil
}

// convert runs pdftotext over body, which goes in through a pipe and never touches a
// disk. The process has a group, a deadline and bounds of its own, and is ended
// when it says more than may be kept.
func (r *Reader) convert(ctx context.Context, body []byte, t *Text, places int, memory uint64) error {
	leave, err := r.occupy(ctx, places)
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.tool, "-enc", "UTF-8", "-layout", "-l", strconv.Itoa(r.limits.Pages+1), "-", "-")
	cmd.Env = []string{"LC_ALL=C.UTF-8"}
	own(cmd)
	cmd.Cancel = func() error { return end(cmd) }
	cmd.WaitDelay = time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("open pipe: %w", err)
	}
	out, said := &capped{limit: r.limits.Text + r.limits.Text/2, full: cancel}, &capped{limit: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start pdftotext: %v: %w", err, ErrNoTool)
	}
	bind(cmd.Process.Pid, memory, r.limits.Time) // before it has anything to read
	in.Write(body)                               // a process that ended early says why by its status
	in.Close()
	err = cmd.Wait()
	switch {
	case out.over:
	case err != nil:
		return pdfError(err, said.String())
	}
	r.layout(out.String(), out.over, t)
	return nil
}

// pdfError tells by status and words why pdftotext gave nothing.
func pdfError(err error, said string) error {
	var exit *exec.ExitError
	if strings.Contains(said, "Incorrect password") || errors.As(err, &exit) && exit.ExitCode() == 3 {
		return ErrEncrypted
	}
	return fmt.Errorf("pdftotext: %v: %w", err, ErrDamaged)
}

// layout turns what pdftotext drew with blanks into lines of cells: two blanks or
// more part two cells. A form feed ends a page.
func (r *Reader) layout(drawn string, cut bool, t *Text) {
	w := writer{limit: r.limits.Text}
	empty := 0
	pages := strings.Split(strings.TrimSuffix(drawn, "\f"), "\f")
	for _, page := range pages {
		if t.Pages++; t.Pages > r.limits.Pages {
			cut = true
			break
		}
		if strings.TrimSpace(page) == "" {
			empty++
			continue
		}
		for line := range strings.Lines(page) {
			if line = cells(line); line == "" {
				continue
			}
			if w.add(line+"\n") != nil {
				break
			}
		}
	}
	t.Text = w.String()
	t.Lacks = emptyPages(empty)
	if cut || w.full {
		t.Lacks = "文件过长，只读取了开头部分"
	}
}

// cells parts a line at every run of two blanks or more.
func cells(line string) string {
	var b strings.Builder
	blanks := 0
	for _, r := range strings.TrimSpace(line) {
		switch r {
		case ' ', '\t', '\u00a0', '\u3000':
			blanks++
			if r == '\u3000' || r == '\t' {
				blanks++
			}
			continue
		}
		switch {
		case blanks > 1:
			b.WriteByte('\t')
		case blanks == 1:
			b.WriteByte(' ')
		}
		blanks = 0
		b.WriteRune(r)
	}
	return b.String()
}

// capped keeps the first bytes written to it. Its buffer is a field with a name: one
// that is embedded would read from a pipe by itself, past the limit.
type capped struct {
	kept  bytes.Buffer
	limit int
	over  bool
	full  func() // called when there is more; may be nil
}

func (c *capped) String() string { return c.kept.String() }

func (c *capped) Write(p []byte) (int, error) {
	if room := c.limit - c.kept.Len(); len(p) > room {
		c.over = true
		c.kept.Write(p[:max(room, 0)])
		if c.full != nil {
			c.full()
		}
		return len(p), nil
	}
	return c.kept.Write(p)
}
