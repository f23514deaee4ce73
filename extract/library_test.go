package extract

import "testing"

// A script file is a library by whole words of its name: what is minified may be a site's
// own work.
func TestLibraries(t *testing.T) {
	for path, want := range map[string]bool{
		"/js/jquery-1.11.1.min.js": true, "/static/vue.min.js": true, "/js/vue-2.1.10.js": true, "/js/react-dom.production.min.js": true, "/js/swiper.js": true,
		"/js/aliplayer-min.js": true, "/js/simple_share.min.js": true, "/js/bdshare.js": true, "/js/webstat.js": true, "/js/visitcount.js": true, "/js/counter.js": true, "/superslide/a.js": true, "/js/html5shiv.min.js": true,
		"/js/common.min.js": false, "/js/xxgk.min.js": false, "/js/interaction.js": false, "/js/statistics.js": false, "/js/county.js": false, "/static/js/list.js": false,
		"/js/videolist.js": false, "/js/shared.js": false, "/js/correspondence.js": false, "/js/account.js": false, "/js/revue.js": false,
	} {
		if got := isLibrary(path); got != want {
			t.Errorf("%s: %t, want %t", path, got, want)
		}
	}
}
