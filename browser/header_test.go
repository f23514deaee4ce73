package browser

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
)

func TestWhatAScriptSaysWithItsRequest(t *testing.T) {
	for _, c := range []struct {
		name    string
		headers network.Headers
		want    []string
	}{
		{"what every browser says is not told", network.Headers{"User-Agent": "x", "Referer": "http://a/", "sec-ch-ua": "x", "Sec-Fetch-Mode": "cors", "Accept-Language": "zh", "Upgrade-Insecure-Requests": "1"}, nil},
		{"the form that is wanted and the marks of the page are", network.Headers{"accept": "application/json", "X-Requested-With": "XMLHttpRequest", "Authorization": "Bearer 1", "tenant-id": "2", "terminal": "pc"}, []string{"Authorization", "X-Requested-With", "accept", "tenant-id", "terminal"}},
		{"another visitor, another host and parts of the answer are not", network.Headers{"X-Forwarded-For": "1.2.3.4", "X-Real-IP": "1.2.3.4", "Host": "b", "Range": "bytes=0-1", "If-None-Match": "x", "Cookie": "a=1"}, nil},
		{"what is too long is not", network.Headers{"X-Token": strings.Repeat("x", 5000)}, nil},
	} {
		if got := slices.Sorted(maps.Keys(ownHeaders(c.headers))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What a script says with its request goes along with it, unless it means another method.
func TestRequestsSayWhatTheirScriptsDo(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{"/": `text/html <p id=o></p><script>fetch('/token').then(r=>r.text()).then(k=>{fetch('/rows',{headers:{'X-Access-Token':k}});fetch('/gone',{headers:{'X-HTTP-Method-Override':'DELETE'}}).catch(()=>0)})</script>`,
		"/token": "text/plain k8", "/rows": "text/plain ok"}}
	var mu sync.Mutex
	said := map[string]map[string]string{}
	v, err := p.Render(t.Context(), Page{URL: home, Fetch: func(ctx context.Context, r Request) Response {
		mu.Lock()
		defer mu.Unlock()
		said[r.URL] = r.Header
		return w.fetch(ctx, r)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := said[home+"rows"]["X-Access-Token"]; got != "k8" {
		t.Errorf("with the request for rows came %q", said[home+"rows"])
	}
	if _, sent := said[home+"gone"]; sent || !slices.Contains(v.Posts, home+"gone") {
		t.Errorf("a request that means another method was sent (%t) or not told: %q", sent, v.Posts)
	}
}
