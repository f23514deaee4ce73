package extract

import (
	"net/url"
	"strings"
)

// footerScriptNames are parts of the names of script files that write the end of a page.
var footerScriptNames = []string{"foot", "bottom", "copyright", "banquan", "dibu", "yejiao"}

// scriptBottom reads what the script file at address, where it is named so, writes at
// the end of pages such as u: the markup and the words of its strings. It returns nil
// for other scripts, and for one that holds neither.
func scriptBottom(text []byte, address string, u *url.URL) *Bottom {
	name, _, _ := strings.Cut(strings.ToLower(address), "?")
	name = name[strings.LastIndexByte(name, '/')+1:]
	if len(text) > maxKeptCode || !containsWord(name, footerScriptNames) {
		return nil
	}
	var doc strings.Builder
	for _, l := range literals(string(text), nil) {
		if mayHoldTag(l.value) || hasHan(l.value) {
			doc.WriteString(l.value)
			doc.WriteByte('\n')
		}
	}
	if doc.Len() == 0 {
		return nil
	}
	p := pages.Get().(*page)
	defer p.release()
	p.url, p.base, p.f = u, u, &Facts{URL: u.String(), Signals: Signals{Total: -1}}
	p.tree.Parse([]byte("<html><body>" + doc.String() + "</body></html>"))
	p.findGrafts()
	p.findRare()
	return p.readBottom()
}
