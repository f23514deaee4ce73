package extract

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestWhatIsKeptChangesNothing reads one menu on pages of several hosts, folders and
// encodings, again and again and at once: each page says what it said at first.
func TestWhatIsKeptChangesNothing(t *testing.T) {
	menu := `<div class="nav"><a href="/a/">政务公开</a><a href="b/" title="政策">政策</a><a href="?q=一">查询</a><a href="/s?q=一"><i class="x"></i>检索</a><a href="http://www.other.com/">外站</a><a href="javascript:;" onclick="go('/c/d.html')">互动</a></div><script>var n='通知公告',u='/tz/';</script>`
	tests := []struct{ address, body, want string }{
		{"http://www.one.gov.cn/x/1.html", menu, "http://www.one.gov.cn/a/ http://www.one.gov.cn/x/b/ http://www.one.gov.cn/x/1.html?q=%E4%B8%80 http://www.one.gov.cn/s?q=%E4%B8%80 http://www.other.com/ http://www.one.gov.cn/c/d.html http://www.one.gov.cn/tz/"},
		{"https://www.two.gov.cn/y/z/2.html", menu, "https://www.two.gov.cn/a/ https://www.two.gov.cn/y/z/b/ https://www.two.gov.cn/y/z/2.html?q=%E4%B8%80 https://www.two.gov.cn/s?q=%E4%B8%80 http://www.other.com/ https://www.two.gov.cn/c/d.html https://www.two.gov.cn/tz/"},
		{"http://www.one.gov.cn/x/3.html", `<base href="http://www.three.gov.cn/m/">` + menu, "http://www.three.gov.cn/a/ http://www.three.gov.cn/m/b/ http://www.three.gov.cn/m/?q=%E4%B8%80 http://www.three.gov.cn/s?q=%E4%B8%80 http://www.other.com/ http://www.three.gov.cn/c/d.html http://www.three.gov.cn/tz/"},
		{"http://www.one.gov.cn/x/4.html", string(gbk(`<meta charset="gbk">` + menu)), "http://www.one.gov.cn/a/ http://www.one.gov.cn/x/b/ http://www.one.gov.cn/x/4.html?q=%D2%BB http://www.one.gov.cn/s?q=%D2%BB http://www.other.com/ http://www.one.gov.cn/c/d.html http://www.one.gov.cn/tz/"},
	}
	first := make([]*Facts, len(tests))
	var wg sync.WaitGroup
	for round := range 4 {
		for i, tt := range tests {
			read := func() {
				f := Page(&site.Page{URL: tt.address, Final: tt.address, ContentType: "text/html", Body: []byte(tt.body)}, false)
				if round == 0 {
					first[i] = f
				} else if !reflect.DeepEqual(f, first[i]) {
					t.Errorf("round %d: %s says something else than at first", round, tt.address)
				}
				var got []string
				for _, l := range f.Links {
					got = append(got, l.URL)
				}
				if strings.Join(got, " ") != tt.want {
					t.Errorf("round %d: %s leads to\n%s, want\n%s", round, tt.address, strings.Join(got, " "), tt.want)
				}
			}
			if round == 0 {
				read()
			} else {
				wg.Go(read)
			}
		}
	}
	wg.Wait()
}

// TestMemoIsBounded keeps many pieces in a small memo.
func TestMemoIsBounded(t *testing.T) {
	const most = 64 << 10
	m := newMemo[int](6, most)
	for i := range 5000 {
		key := []byte(fmt.Sprintf("%d %s", i, strings.Repeat("x", i%900)))
		for range keptFrom {
			v, hash, ok := m.find("", key)
			if ok && v != i {
				t.Fatalf("piece %d is remembered as %d", i, v)
			}
			if m.again(hash) {
				m.keep(hash, "", key, i, 0)
			}
		}
		if v, _, ok := m.find("", key); !ok || v != i {
			t.Fatalf("piece %d, met again and again, is not remembered", i)
		}
		if _, _, ok := m.find("elsewhere", key); ok {
			t.Fatalf("piece %d is remembered in another scope", i)
		}
		if size := m.size.Load(); size < 0 || size > most {
			t.Fatalf("%d bytes are kept after piece %d, at most %d may be", size, i, most)
		}
	}
}

// TestMemoOfManySites keeps one piece for each of several sites: none displaces
// another's.
func TestMemoOfManySites(t *testing.T) {
	m := newMemo[int](12, 1<<20)
	key, sites := []byte(`<a href="/zwgk/">政务公开</a>`), []string{"http one", "http two", "https one"}
	for i, scope := range sites {
		for range keptFrom {
			if _, hash, _ := m.find(scope, key); m.again(hash) {
				m.keep(hash, scope, key, i, 0)
			}
		}
	}
	for i, scope := range sites {
		if v, _, ok := m.find(scope, key); !ok || v != i {
			t.Errorf("%q: %d, %v; want %d", scope, v, ok, i)
		}
	}
}
