package crawler

import (
	"net/url"
	"strings"
)

// The reasons for which an address is known but was not asked for.
const (
	skipScope    = "out_of_scope"
	skipKnown    = "address_limit"
	skipLimit    = "page_limit"
	skipTime     = "time_limit"
	skipWaiting  = "only_waiting"
	skipFiles    = "attachment_limit"
	skipDepth    = "depth"
	skipVariants = "query_variants"
	skipTrap     = "endless_path"
	skipDown     = "host_down"
	skipRefused  = "blocked"
	skipBytes    = "byte_limit"
	skipNothing  = "no_news"
	skipSuspect  = "suspect"
	skipScripts  = "scripts"
	skipSitemap  = "sitemap_limit"
	skipPictures = "picture_limit"
	skipMirror   = "mirror"
	skipEnd      = "interrupted"
)

// namedVariants is how many times more addresses one path may have where they are
// columns, rows of lists or data: whole sites are served by list.asp?type=… and
// show.asp?id=….
const namedVariants = 20

// bound names the limit that j would pass, "" for none.
func (f *frontier) bound(j *job, u *url.URL) string {
	if int(j.depth) > f.limits.MaxDepth {
		return skipDepth
	}
	if len(j.url) > maxAddress || endless(u.Path) {
		return skipTrap
	}
	if f.shuts(j) {
		return skipNothing
	}
	if u.RawQuery != "" {
		h := f.hash(u.Host + u.Path)
		n, _ := f.variants.get(h)
		most := uint64(f.limits.MaxVariants)
		if j.data || j.class < classRest {
			most *= namedVariants
		}
		if n >= most {
			return skipVariants
		}
		f.variants.set(h, min(n+1, 1<<f.variants.low-1))
	}
	return ""
}

// endless reports a path that repeats a segment as only loops of relative links do.
func endless(p string) bool {
	count := map[string]int{}
	for s := range strings.SplitSeq(p, "/") {
		if s == "" || len(s) <= 4 && strings.Trim(s, "0123456789") == "" {
			continue // days and months repeat in honest addresses
		}
		if count[s]++; count[s] > 3 {
			return true
		}
	}
	return len(count) > 20
}

// leaveOut counts an address that a bound forbids. One that lies too deep may be
// met again nearer the home page, as the items of a chain of 下一篇 links are in
// their list, and one that pages without news lead to on a page that has some: both
// stay new.
func (f *frontier) leaveOut(h uint64, why string, matters bool) {
	if why == skipNothing {
		old, _ := f.class(h)
		f.undeep(old)
		f.vain++
		f.know(h, classVain)
		return
	}
	if why == skipDepth {
		old, _ := f.class(h)
		f.undeep(old)
		f.deep++
		f.know(h, classDeep)
		if !matters {
			f.deepIdle++
			f.know(h, classDeepIdle)
		}
		return
	}
	f.skipped[why]++
	if matters {
		f.hidden++
	}
}

// undeep uncounts an address that was left out and stayed new, by its class.
func (f *frontier) undeep(c class) {
	switch c {
	case classDeep:
		f.deep--
	case classDeepIdle:
		f.deep--
		f.deepIdle--
	case classVain:
		f.vain--
	}
}

// settleDeep counts what was never met near enough, or only where nothing was new.
// It ends the frontier's work.
func (f *frontier) settleDeep() {
	if f.deep > 0 {
		f.skipped[skipDepth] += f.deep
	}
	f.hidden += f.deep - f.deepIdle
	if f.vain > 0 {
		f.skipped[skipNothing] += f.vain
	}
	f.deep, f.deepIdle, f.vain = 0, 0, 0
}

// idle reports an address of a kind that breeds endless variants and never holds
// what the law asks to publish: searches, calendars, logins, print views.
func idle(address string) bool {
	_, address, _ = strings.Cut(address, "://")
	address = address[max(0, strings.IndexByte(address, '/')):]
	if strings.Contains(address, "?date=") || strings.Contains(address, "&date=") {
		return true
	}
	for i := 0; i < len(address); {
		from := i
		for i < len(address) && isLetter(address[i]) && (i == from || address[i] >= 'a' || address[i-1] < 'a') {
			i++
		}
		if i == from {
			i++
			continue
		}
		if idleWord(strings.ToLower(address[from:i])) {
			return true
		}
	}
	return false
}

// idleWord reports a word of an address that begins or ends with what such addresses
// are named after.
func idleWord(word string) bool {
	switch {
	case word == "rili":
		return true
	case strings.HasPrefix(word, "research"), strings.HasPrefix(word, "sharehold"), word == "blueprint", word == "footprint":
		return false
	}
	for _, w := range [...]string{"search", "sousuo", "calendar", "login", "print", "share", "captcha", "keyword"} {
		if strings.HasPrefix(word, w) || strings.HasSuffix(word, w) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Pictures are looked at last, and only so many that they add little to what the
// pages of the site cost it.
const (
	fewPictures     = 4
	pagesPerPicture = 16
)

// full names the limit that is used up for jobs like j, "" for none.
func (f *frontier) full(j *job) string {
	switch {
	case j.class == classFile:
		if f.files >= f.limits.MaxAttachments {
			return skipFiles
		}
	case j.class == classPicture:
		if f.pictures >= f.limits.Pictures || f.pictures >= max(fewPictures, f.taken/pagesPerPicture) {
			return skipPictures
		}
	case f.taken >= f.limits.MaxPages:
		return skipLimit
	case f.shuts(j):
		return skipNothing
	}
	return ""
}

// reason is why as it is counted for j: pages that nobody links to and pictures
// that were not looked at leave nothing of the site unseen.
func reason(j *job, why string) string {
	switch {
	case j.class == classSitemap && why == skipLimit:
		return skipSitemap
	case j.class == classPicture:
		return skipPictures
	}
	return why
}

func (f *frontier) drop(j *job, why string) {
	f.left--
	if why == skipNothing {
		f.leaveOut(f.hash(j.url), why, false)
		return
	}
	f.know(f.hash(j.url), classTaken)
	f.skipped[reason(j, why)]++
}
