package browser

import "testing"

// A page whose script failed may show less than it holds.
func TestScriptsThatFail(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		name, body string
		want       bool
	}{
		{"no script", "<p>甲</p>", false},
		{"a script that works", "<div id=a></div><script>a.textContent='甲'</script>", false},
		{"a function that is not there", "<div id=a></div><script>nothing();a.textContent='甲'</script>", true},
		{"a failure later", "<div id=a></div><script>setTimeout(() => { throw new Error('x') }, 10)</script>", true},
		{"a promise that nobody looks after", "<script>Promise.reject(new Error('x'))</script>", true},
		{"a failure that the page looks after", "<script>try { nothing() } catch (e) {}</script>", false},
		{"a picture that is not there", "<img src=/none.png><p>甲</p>", false},
	} {
		w := &web{pages: map[string]string{"/": "text/html <html><body>" + c.body + "</body></html>"}}
		if v := render(t, p, w, home); v.Broke != c.want {
			t.Errorf("%s: %v, want %v", c.name, v.Broke, c.want)
		}
	}
}
