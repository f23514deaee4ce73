package crawler

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// agedFrom is the age from which a copy of a list tells nothing of the list: a store of
// pages before a portal (RFC 9111 §5.1) may have lost the portal long ago.
const agedFrom = 48 * time.Hour

// aged says in Chinese how old the copy is that a list came from, or a page that shows
// nothing, "" if it is not. What an article says does not change with the days, and the
// home page is judged as it stands.
func aged(p *site.Page, f *extract.Facts) string {
	if p.Depth == 0 || p.Within != "" || !p.Same.IsZero() || f.Kind == extract.File {
		return ""
	}
	if f.Kind == extract.Article || f.Kind == extract.Report {
		if utf8.RuneCountInString(f.Text) > hollowRunes || len(f.Attachments)+len(f.Tables)+f.Media.Images+f.Media.Videos > 0 {
			return ""
		}
	}
	for value := range answered(p.Exchange.Answer, "age") {
		n, err := strconv.ParseInt(value, 10, 64)
		if err == nil && n >= int64(agedFrom/time.Second) {
			return fmt.Sprintf("返回的是 %d 天以前的缓存副本（Age: %d）", n/int64(24*time.Hour/time.Second), n)
		}
	}
	return ""
}

// answered yields the values of a field in the head of an answer.
func answered(head, field string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(head) {
			name, value, _ := strings.Cut(line, ":")
			if strings.EqualFold(name, field) && !yield(strings.TrimSpace(value)) {
				return
			}
		}
	}
}

// partOfMore reports a range of bytes that is not all there is, or of which that is not
// said (RFC 9110 §14.4): nobody asked for a part.
func partOfMore(ranges iter.Seq[string]) bool {
	for r := range ranges {
		span, all, ok := strings.Cut(strings.TrimPrefix(strings.ToLower(r), "bytes "), "/")
		first, last, ok2 := strings.Cut(span, "-")
		total, err := strconv.ParseInt(all, 10, 64)
		end, err2 := strconv.ParseInt(last, 10, 64)
		if ok && ok2 && (err != nil || err2 != nil || strings.TrimSpace(first) != "0" || end+1 != total) {
			return true
		}
	}
	return false
}
