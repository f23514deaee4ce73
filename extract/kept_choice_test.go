package extract

import "testing"

// Entries that all lead to one address, which shows what was kept of the choice, are not
// taken for seen.
func TestChoicesThatAreKeptInTheBrowser(t *testing.T) {
	const entries = `<ul><li><a href="javascript:sel('k1')">统计信息</a></li><li><a href="javascript:sel('k2')">人事信息</a></li></ul>`
	for _, c := range []struct{ name, html, want string }{
		{"in a cookie", entries + `<script>function sel(k){document.cookie="lm="+k+";path=/";location.href="/zx/list.html"}</script>`, KeptChoice},
		{"in the storage of the window", entries + `<script>function sel(k){sessionStorage.setItem("lm",k);window.location="/zx/list.html"}</script>`, KeptChoice},
		{"by its name there", entries + `<script>function sel(k){localStorage.lm = k; window.open("/zx/list.html")}</script>`, KeptChoice},
		{"the address tells the choice, too", entries + `<script>function sel(k){document.cookie="lm="+k;location.href="/zx/"+k+".html"}</script>`, ""},
		{"something else is kept", entries + `<script>function sel(k){document.cookie="seen=1";location.href="/zx/list.html"}</script>`, ""},
		{"nothing is kept", entries + `<script>function sel(k){if(document.cookie=="")return;location.href="/zx/list.html"}</script>`, ""},
		{"one entry leads to one address", `<ul><li><a href="javascript:sel('k1')">统计信息</a></li></ul><script>function sel(k){sessionStorage.setItem("lm",k);location.href="/zx/list.html"}</script>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := readAt("/zx/", c.html)
			if f.Signals.PartByScript != c.want {
				t.Errorf("part by script %q, want %q", f.Signals.PartByScript, c.want)
			}
			if f.ran(""); f.Signals.PartByScript != c.want {
				t.Errorf("in the browser %q, want %q", f.Signals.PartByScript, c.want)
			}
		})
	}
}
