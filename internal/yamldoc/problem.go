package yamldoc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with a document, where it is, and what to do about
// it (Chinese: operators read it).
type Problem struct {
	File    string
	Line    int // from 1; 0: the whole file
	Column  int // from 1, in characters
	Message string
}

// String returns file:line:column: message, the form editors jump to.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Errors holds every problem of one or more documents. It is never empty where
// a function of this package returns it as an error.
type Errors []Problem

// Error returns the problems, one per line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns e sorted by place and without repetitions, or nil if there is no
// problem.
func (e Errors) Err() error {
	if len(e) == 0 {
		return nil
	}
	out := slices.Clone(e)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.Compact(out)
}

// KeyError is a complaint about one key of a mapping. A Validate method returns
// it (alone or joined by errors.Join) so that the problem points at that key
// rather than at the whole mapping.
type KeyError struct {
	Key     string // as in the document
	Message string
}

// Error returns the key and the message.
func (e *KeyError) Error() string { return e.Key + "：" + e.Message }

// At returns a KeyError about key.
func At(key, format string, args ...any) error {
	return &KeyError{Key: key, Message: fmt.Sprintf(format, args...)}
}
