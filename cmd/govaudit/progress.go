package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/crawler"
)

// lineEvery is how often progress is told where it is not a bar: often enough
// to see that something goes on, seldom enough for a log.
const lineEvery = 10 * time.Second

// progress tells a person who waits how far an audit is: a bar on a terminal,
// plain lines otherwise, nothing when quiet.
type progress struct {
	out   io.Writer
	total int
	poll  func() crawler.Progress
	bar   *progressbar.ProgressBar // nil: plain lines

	mu     sync.Mutex
	done   int
	pages  int      // of finished sites
	alerts []string // about sites of which less was seen than the time before; told at the end
	quit   chan struct{}
	ended  chan struct{}
}

func startProgress(e env, quiet bool, total int, poll func() crawler.Progress) *progress {
	p := &progress{out: e.Stderr, total: total, poll: poll, quit: make(chan struct{}), ended: make(chan struct{})}
	every := lineEvery
	switch {
	case quiet:
		p.out = io.Discard
	case e.Terminal:
		p.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(e.Stderr), progressbar.OptionSetWidth(24),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(false), progressbar.OptionShowCount())
		every = 300 * time.Millisecond
	}
	go p.watch(every)
	return p
}

func (p *progress) watch(every time.Duration) {
	defer close(p.ended)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-tick.C:
			p.tell(p.poll())
		}
	}
}

func (p *progress) tell(now crawler.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pages, queued, rate := p.pages, 0, 0.0
	slow := 0
	for _, s := range now.Sites {
		pages, queued, rate = pages+s.Pages, queued+s.Queued, rate+s.Rate
		slow += len(s.Slow)
	}
	line := fmt.Sprintf("已抓取 %d 页，待抓取 %d，每秒 %.0f", pages, queued, rate)
	if slow > 0 {
		line += fmt.Sprintf("，放慢的主机 %d 个", slow)
	}
	if p.bar != nil {
		p.bar.Describe(line)
		return
	}
	fmt.Fprintf(p.out, "网站 %d/%d  %s\n", p.done, p.total, line)
	long := slices.DeleteFunc(slices.Clone(now.Sites), func(s crawler.SiteProgress) bool { return s.Elapsed <= lineEvery })
	slices.SortStableFunc(long, func(a, b crawler.SiteProgress) int { return cmp.Compare(b.Elapsed, a.Elapsed) })
	for _, s := range long[:min(len(long), longMost)] {
		fmt.Fprintf(p.out, "  %s：%d 页，失败 %d，待抓取 %d，%s%s\n", s.ID, s.Pages, s.Failed, s.Queued, s.Doing, slowWords(s.Slow))
	}
	if more := len(long) - longMost; more > 0 {
		fmt.Fprintf(p.out, "  另有 %d 个网站正在检查\n", more)
	}
}

// longMost bounds the sites that are told of at a time: those under way longest.
const longMost = 10

// slowWords says which hosts of a site are slow, and why.
func slowWords(slow []crawler.SlowHost) string {
	var b strings.Builder
	for _, h := range slow[:min(len(slow), 3)] {
		b.WriteString("；" + printable(h.Name) + "：" + h.Why)
	}
	return b.String()
}

// site tells that one site is done.
func (p *progress) site(r *audit.Site) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	p.pages += r.Crawl.Pages
	if r.Coverage != nil && r.Coverage.Alert != "" {
		p.alerts = append(p.alerts, printable(r.Name)+"："+r.Coverage.Alert)
	}
	if p.bar != nil {
		p.bar.Add(1) // an error of a progress bar is nothing to stop for
		return
	}
	line := fmt.Sprintf("[%d/%d] %s：%s，%d 页", p.done, p.total, printable(r.Name), stateNames[r.State], r.Crawl.Pages)
	if r.Crawl.Stopped != "" {
		line += "（" + printable(r.Crawl.Stopped) + "）"
	}
	fmt.Fprintln(p.out, line)
}

func (p *progress) stop() {
	close(p.quit)
	<-p.ended
	if p.bar != nil {
		p.bar.Clear()
	}
	slices.Sort(p.alerts)
	for _, a := range p.alerts {
		fmt.Fprintln(p.out, "注意："+a+"（详见 crawl.html）")
	}
}
