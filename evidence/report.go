package evidence

import (
	"fmt"
	"strings"
	"time"
)

// Report is what [Verify] found.
type Report struct {
	Run      string
	Sites    int
	Files    int
	Records  int64
	Bytes    int64
	Signed   Signature
	Signer   string    // fingerprint of the key that the signature was checked with
	Stamped  time.Time // of the timestamp; zero: there is none, or it is not good
	Stamper  string    // who signed the timestamp
	Trusted  bool      // the timestamp's certificate was checked against an authority the caller named
	Problems []Problem // at most maxProblems
	More     int       // problems beyond
}

// Signature says how far a manifest is signed.
type Signature int

// The states of a signature.
const (
	Unsigned  Signature = iota
	SignedOwn           // by the key that lies beside it: whoever changed the one can have changed the other
	SignedBy            // by the key that the caller named
	Forged              // the signature does not fit, or is gone
)

// maxProblems bounds what a report lists.
const maxProblems = 1000

// Problem is one thing that is not as the manifest says.
type Problem struct {
	File     string
	From, To int64  // bytes of the file, To not included; both 0: the file as a whole
	Record   *Entry // the record concerned; nil: none in particular
	Words    string // Chinese
}

// String puts place, record and words in one line.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(printable(p.File))
	if p.To > p.From {
		fmt.Fprintf(&b, " 第 %d–%d 字节", p.From, p.To-1)
	}
	if e := p.Record; e != nil {
		fmt.Fprintf(&b, "，第 %d 条 %s %s（%s）", e.N, printable(e.Type), printable(e.Target), printable(e.Date))
	}
	return b.String() + "：" + p.Words
}

// OK reports that everything is as the manifest says.
func (r *Report) OK() bool { return len(r.Problems) == 0 }

func (r *Report) problem(p Problem) {
	if len(r.Problems) == maxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, p)
}

func (r *Report) file(name, format string, args ...any) {
	r.problem(Problem{File: name, Words: fmt.Sprintf(format, args...)})
}
