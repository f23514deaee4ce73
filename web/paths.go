package web

import (
	"net/url"
	"strings"
)

// findingPath is where the finding of a rule on a site is shown.
func findingPath(siteID, ruleID, runID string) string {
	pack, id, _ := strings.Cut(ruleID, "/")
	return "/sites/" + url.PathEscape(siteID) + "/findings/" + url.PathEscape(pack) + "/" + url.PathEscape(id) + "?" + url.Values{"run": {runID}}.Encode()
}
