package evidence

import "fmt"

// chainReader follows the chain over the lines of the list. A line may follow what
// the one before it states or what that one comes to, so that a change is told of
// the line it was made in and not of the next.
type chainReader struct {
	stated, computed string
	n                int64 // of the line read last
}

func (c *chainReader) next(line []byte) (e Entry, words string) {
	e, covered, stated, err := parseEntry(line)
	if covered == nil {
		c.n++ // as it would have been
		c.stated, c.computed = "", ""
		return e, "被改动：不合格式"
	}
	follows := c.stated == "" || link(c.stated, covered) == stated || link(c.computed, covered) == stated
	want := c.n + 1
	prev := c.computed
	c.stated, c.computed = stated, link(prev, covered)
	c.n = e.N
	switch {
	case err != nil:
		c.n = want
		return e, "被改动：不合格式"
	case e.N > want && !follows:
		return e, fmt.Sprintf("之前少了 %d 行", e.N-want)
	case !follows, e.N != want:
		c.n = want
		return e, fmt.Sprintf("与前一行的哈希接不上：这一行（%s %s）被改动、调换或插入", printable(e.Type), printable(e.Target))
	}
	return e, ""
}
