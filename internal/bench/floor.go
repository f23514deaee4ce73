package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// Floor crawls root breadth first with the given number of workers and does
// nothing with a page but tokenize it for links: the least that a crawler built on
// net/http and x/net/html can cost. It returns the number of pages.
func Floor(root string, workers int) (int, error) {
	base, err := url.Parse(root)
	if err != nil {
		return 0, fmt.Errorf("floor crawl of %s: %w", root, err)
	}
	f := &floor{base: base, seen: map[string]bool{"/": true}, queue: []string{"/"},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers, DisableCompression: true}}}
	f.wake = sync.NewCond(&f.mu)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(f.work)
	}
	wg.Wait()
	f.client.CloseIdleConnections()
	return f.pages, f.err
}

type floor struct {
	base   *url.URL
	client *http.Client

	mu    sync.Mutex
	wake  *sync.Cond
	seen  map[string]bool
	queue []string
	busy  int
	pages int
	err   error
}

func (f *floor) work() {
	for {
		f.mu.Lock()
		for len(f.queue) == 0 && f.busy > 0 && f.err == nil {
			f.wake.Wait()
		}
		if len(f.queue) == 0 || f.err != nil {
			f.wake.Broadcast()
			f.mu.Unlock()
			return
		}
		path := f.queue[len(f.queue)-1]
		f.queue = f.queue[:len(f.queue)-1]
		f.busy++
		f.mu.Unlock()

		links, err := f.fetch(path)

		f.mu.Lock()
		f.busy--
		f.pages++
		if err != nil {
			f.err = err
		}
		for _, l := range links {
			if !f.seen[l] {
				f.seen[l] = true
				f.queue = append(f.queue, l)
			}
		}
		f.wake.Broadcast()
		f.mu.Unlock()
	}
}

func (f *floor) fetch(path string) ([]string, error) {
	resp, err := f.client.Get(f.base.Scheme + "://" + f.base.Host + path)
	if err != nil {
		return nil, fmt.Errorf("floor crawl: %w", err)
	}
	defer resp.Body.Close()
	defer io.Copy(io.Discard, resp.Body)
	var links []string
	for z := html.NewTokenizer(resp.Body); ; {
		switch z.Next() {
		case html.ErrorToken:
			return links, nil
		case html.StartTagToken:
			name, more := z.TagName()
			if len(name) != 1 || name[0] != 'a' {
				continue
			}
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				if string(k) == "href" && strings.HasPrefix(string(v), "/") {
					links = append(links, string(v))
				}
			}
		}
	}
}
