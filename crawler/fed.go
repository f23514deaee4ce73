package crawler

import (
	"slices"

	"github.com/govaudit/govaudit/extract"
)

// wasFed reports a page whose data came without a browser.
func (cr *crawl) wasFed(address string) bool {
	cr.renders.mu.Lock()
	defer cr.renders.mu.Unlock()
	return cr.renders.fed[address]
}

// leadOn reports rows whose addresses are known: data without them do not spare the
// page that asks for them the browser.
func leadOn(rows []extract.Item) bool {
	return slices.ContainsFunc(rows, func(it extract.Item) bool { return it.URL != "" })
}
