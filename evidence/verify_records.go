package evidence

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// maxBad bounds the records of one file that are looked for elsewhere in it.
const maxBad = 50_000

// records follows the list of records through the archive, and compares the index
// with what stands there.
func (v *verifier) records(ctx context.Context) (err error) {
	w := &walk{v: v, reader: newRecordReader(), index: newSorter(sortBytes), done: map[string]bool{}}
	defer func() { err = errors.Join(err, w.index.close()) }()
	if v.files[listFile] != nil {
		if err := w.list(ctx); err != nil {
			return err
		}
	}
	for _, f := range v.manifest.Files {
		if warcName(f.Path) && !w.done[f.Path] {
			if err := v.whole(f.Path); err != nil {
				return err
			}
		}
	}
	if err := w.compareIndex(); err != nil {
		return err
	}
	return v.whole(resultsFile)
}

// walk goes through the list and the archive side by side.
type walk struct {
	v      *verifier
	reader *recordReader
	index  *sorter
	done   map[string]bool // archive files that were walked, or are missing
	broken bool            // a line of the list just before could not be believed
	lost   bool            // some record or line could not be read: the index cannot be made again
	method string          // of the request read last

	in   *os.File
	src  *bufio.Reader
	file *File
	sum  hash.Hash
	at   int64 // how far the file was read
	end  int64 // how far the list goes
	bad  []badRecord
	left int // bad records beyond the bound
	told bool
}

type badRecord struct {
	Entry
	words string
}

// list reads the list line by line.
func (w *walk) list(ctx context.Context) error {
	v := w.v
	f, err := v.root.Open(listFile)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	size := &counter{r: io.TeeReader(f, sum)}
	scan := lines(size)
	chain := chainReader{stated: genesis(v.manifest.Run.ID)}
	chain.computed = chain.stated
	var told bool
	var offset int64
	for n := int64(1); scan.Scan(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line := scan.Bytes()
		from := offset
		offset += int64(len(line)) + 1
		e, words := chain.next(line)
		if words != "" {
			told, w.broken, w.lost = true, true, true
			v.report.problem(Problem{File: listFile, From: from, To: from + int64(len(line)), Words: fmt.Sprintf("第 %d 行%s", n, words)})
			continue
		}
		v.report.Records++
		if err := w.entry(e); err != nil {
			return err
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	if scan.Err() != nil {
		told = true
		v.report.file(listFile, "第 %d 字节起读不下去：一行太长", offset)
	}
	io.Copy(io.Discard, size)
	v.report.Bytes += size.n
	if told {
		w.lost = true
		return nil
	}
	m := v.manifest.Records
	if chain.n != m.Count || chain.stated != m.Chain {
		w.lost = true
		v.report.file(listFile, "清单说有 %d 条记录，这里到第 %d 条为止", m.Count, chain.n)
		return nil
	}
	v.compare(v.files[listFile], size.n, hex.EncodeToString(sum.Sum(nil)))
	return nil
}

// entry checks one record at its place.
func (w *walk) entry(e Entry) error {
	if w.file == nil || w.file.Path != e.File {
		if err := w.finish(); err != nil {
			return err
		}
		if w.done[e.File] {
			if w.v.files[e.File] != nil {
				w.v.report.problem(Problem{File: listFile, Record: &e, Words: "清单的次序不对：它的文件已经列完"})
			}
			w.lost = true
			return nil
		}
		if err := w.open(e.File); err != nil || w.file == nil {
			return err
		}
	}
	after := w.broken
	w.broken = false
	if e.Offset < w.end {
		w.told, w.lost = true, true
		w.v.report.problem(Problem{File: e.File, From: e.Offset, To: e.Offset + e.Length, Record: &e, Words: "清单里它与前一条重叠"})
		return nil
	}
	if gap := e.Offset - w.end; gap > 0 {
		if !after {
			w.told = true
			w.v.report.problem(Problem{File: e.File, From: w.end, To: e.Offset, Words: "不属于清单里的任何记录"})
		}
		if err := w.skip(gap); err != nil {
			return err
		}
	}
	member := &counter{r: io.LimitReader(io.TeeReader(w.src, w.sum), e.Length)}
	s := w.reader.read(member, e.Size)
	w.at, w.end = w.at+member.n, e.Offset+e.Length
	words := s.damage(&e)
	if short := e.Length - member.n; short > 0 {
		words = fmt.Sprintf("文件到第 %d 字节为止，缺了 %d 字节", w.at, short)
	}
	if words == "" {
		if s.kind == typeRequest {
			w.method = methodOf(s.head)
			return nil
		}
		line := indexLine(captureOf(&s, w.method), e)
		w.method = ""
		return w.index.add(line)
	}
	w.lost = true
	if len(w.bad) < w.v.bound {
		w.bad = append(w.bad, badRecord{e, words})
	} else {
		w.left++
	}
	return nil
}

func captureOf(s *seen, method string) capture {
	c := s.capture
	c.method = method
	return c
}

func (w *walk) open(name string) error {
	w.file = nil
	w.done[name] = true
	f := w.v.files[name]
	if f == nil {
		w.lost = true // told of already
		for i := range w.v.manifest.Files {
			if w.v.manifest.Files[i].Path == name {
				return nil
			}
		}
		w.v.report.file(listFile, "列有清单里没有的文件 %s", name)
		return nil
	}
	in, err := w.v.root.Open(name)
	if err != nil {
		return err
	}
	w.in, w.file, w.sum, w.at, w.end, w.bad, w.left, w.told = in, f, sha256.New(), 0, 0, nil, 0, false
	w.src = bufio.NewReaderSize(in, 256<<10)
	return nil
}

func (w *walk) skip(n int64) error {
	got, err := io.CopyN(w.sum, w.src, n)
	w.at += got
	if err == io.EOF {
		return nil
	}
	return err
}

// finish reads what is left of the file under way and tells what is wrong with it.
func (w *walk) finish() (err error) {
	if w.file == nil {
		return nil
	}
	defer func() { err = errors.Join(err, w.in.Close()) }()
	f := w.file
	w.file = nil
	rest, err := io.Copy(w.sum, w.src)
	if err != nil {
		return fmt.Errorf("read %s: %w", f.Path, err)
	}
	if len(w.bad) > 0 {
		w.told = true
		if err := w.v.diagnose(w.in, f, w.bad, w.left, w.end); err != nil {
			return err
		}
	} else if rest > 0 && !w.broken {
		w.told = true
		w.v.report.problem(Problem{File: f.Path, From: w.at, To: w.at + rest, Words: fmt.Sprintf("末尾多出 %d 字节，不属于任何记录", rest)})
	}
	w.v.report.Bytes += w.at + rest
	if !w.told {
		w.v.compare(f, w.at+rest, hex.EncodeToString(w.sum.Sum(nil)))
	}
	return nil
}
