package evidence

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// maxIndexProblems bounds what is told of the index: one moved record makes as
// many lines wrong as follow it.
const maxIndexProblems = 20

// compareIndex makes the index again from the records and compares it with the one
// that is there, line by line. Where records could not be read, only the hash of
// the file tells.
func (w *walk) compareIndex() error {
	v := w.v
	f := v.files[indexFile]
	if f == nil {
		return nil
	}
	if w.lost || v.files[listFile] == nil {
		return v.whole(indexFile)
	}
	in, err := v.root.Open(indexFile)
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	size := &counter{r: io.TeeReader(in, sum)}
	c := &indexReader{scan: lines(size)}
	told := 0
	tell := func(p Problem) {
		p.File = indexFile
		if told++; told <= maxIndexProblems {
			v.report.problem(p)
		}
	}
	c.advance()
	for want, err := range w.index.sorted() {
		if err != nil {
			return err
		}
		want = strings.TrimSuffix(want, "\n")
		for c.more && c.line < want && !c.unsorted {
			tell(Problem{From: c.from, To: c.to, Words: fmt.Sprintf("第 %d 行没有对应的记录：%s", c.n, printable(first(c.line, 300)))})
			c.advance()
		}
		if c.more && c.line == want {
			c.advance()
			continue
		}
		if c.unsorted {
			break
		}
		tell(Problem{Words: "缺少一行：" + printable(first(want, 300))})
	}
	if c.unsorted {
		tell(Problem{From: c.from, To: c.to, Words: fmt.Sprintf("第 %d 行不在应有的次序上", c.n)})
	}
	for ; c.more && !c.unsorted; c.advance() {
		tell(Problem{From: c.from, To: c.to, Words: fmt.Sprintf("第 %d 行没有对应的记录：%s", c.n, printable(first(c.line, 300)))})
	}
	if _, err := io.Copy(io.Discard, bufio.NewReader(size)); err != nil {
		return fmt.Errorf("read %s: %w", indexFile, err)
	}
	v.report.Bytes += size.n
	if told > maxIndexProblems {
		v.report.file(indexFile, "另有 %d 行与记录不符", told-maxIndexProblems)
	}
	if told == 0 {
		v.compare(f, size.n, hex.EncodeToString(sum.Sum(nil)))
	}
	return nil
}

// indexReader reads the lines of an index and notices when they are out of order.
type indexReader struct {
	scan interface {
		Scan() bool
		Text() string
	}
	line     string
	n        int
	from, to int64
	more     bool
	unsorted bool
}

func (c *indexReader) advance() {
	before := c.line
	if c.more = c.scan.Scan(); !c.more {
		return
	}
	if c.n > 0 {
		c.from = c.to + 1
	}
	c.line = c.scan.Text()
	c.to = c.from + int64(len(c.line))
	c.n++
	c.unsorted = c.n > 1 && c.line < before
}
