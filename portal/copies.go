package portal

import (
	"net/url"
	"slices"
	"strings"
)

// withoutCopies leaves out addresses that were not visited and are those of other matches
// once more, in a folder of their own before the path: the crawler, which compared some of
// /big5/ and /mobile/ with what they are copies of, saw no need to. What the copy would show,
// the page shows.
func withoutCopies(matches []Match) []Match {
	return slices.DeleteFunc(matches, func(m Match) bool {
		return m.Page == nil && m.URL != "" && slices.ContainsFunc(matches, func(o Match) bool {
			return o.Page.OK() && o.Grade <= m.Grade && inFolderMore(m.URL, o.Page.URL)
		})
	})
}

// inFolderMore reports that address is that of the original, on the same host, with one
// folder put before its path.
func inFolderMore(address, original string) bool {
	a, err := url.Parse(address)
	o, oErr := url.Parse(original)
	if err != nil || oErr != nil || a.Host != o.Host || a.RawQuery != o.RawQuery || len(o.Path) < 2 {
		return false
	}
	folder, found := strings.CutSuffix(a.EscapedPath(), o.EscapedPath())
	return found && len(folder) > 1 && strings.LastIndexByte(folder, '/') == 0
}
