package crawler

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// asker shows pages that ask for data and say something with their requests.
type asker struct {
	pretender
	header map[string]string
	got    BrowserAnswer
}

func (b *asker) Render(ctx context.Context, p BrowserPage) (*BrowserView, error) {
	b.got = p.Fetch(ctx, BrowserRequest{URL: p.URL + "rows", Kind: BrowserData, Header: b.header})
	v := whole(page("甲市人民政府"))
	return &v, nil
}

// A site that gives its data to its own pages only is asked as these do; the proof tells.
func TestRequestsOfPagesShownSayWhatTheirScriptsDo(t *testing.T) {
	w := newWeb(t)
	w.name("www.a.gov.cn")
	w.sites["www.a.gov.cn"] = func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(rw, shell)
		case r.URL.Path != "/rows":
			http.NotFound(rw, r)
		case r.Header.Get("X-Access-Token") != "k8" || r.Header.Get("Accept") != "application/json":
			rw.WriteHeader(http.StatusUnauthorized)
		default:
			fmt.Fprint(rw, `{"rows":[]}`)
		}
	}
	b := &asker{header: map[string]string{"X-Access-Token": "k8", "accept": "application/json"}}
	_, m, _ := shownCrawl(t, w, w.settings(), b, "")
	if b.got.Status != http.StatusOK {
		t.Errorf("the page got %d", b.got.Status)
	}
	if p := m.page("/rows"); p == nil || !p.OK() || !strings.Contains(p.Exchange.Request, "X-Access-Token: k8") {
		t.Errorf("what is kept is %+v", p)
	}
}
