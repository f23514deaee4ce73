package crawler

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

// agedFrom is the age from which a copy of a list tells nothing of the list: a store of
// pages before a portal (RFC 9111 §5.1) may have lost the portal long ago.
const agedFrom = 48 * time.Hour

// aged says in Chinese how old the copy is that a list came from, "" if it is not. What an
// article says does not change with the days, and the home page is judged as it stands.
func aged(p *site.Page, f *extract.Facts) string {
	if p.Depth == 0 || p.Within != "" || !p.Same.IsZero() || f.Kind == extract.Article || f.Kind == extract.Report || f.Kind == extract.File {
		return ""
	}
	for line := range strings.Lines(p.Exchange.Answer) {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(name, "age") {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		if err == nil && n >= int64(agedFrom/time.Second) {
			return fmt.Sprintf("返回的是 %d 天以前的缓存副本（Age: %d）", n/int64(24*time.Hour/time.Second), n)
		}
	}
	return ""
}
