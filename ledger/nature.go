package ledger

import "slices"

// nature is what kind of defect a code stands for, as far as it says when the defect
// is gone.
type nature struct {
	// withdrawn: it is gone with its page. What was asked for and is not there is not
	// mended by taking the page away.
	withdrawn bool
	// onPage: it can only be mended by changing the page itself, so that on a page that
	// did not change it is not mended, whatever a later program says.
	onPage bool
	// beside: it can also be mended next to the page, where a list gives the mark, another
	// page the hours, or the file behind its link is there again.
	beside bool
	// alone: the page alone shows it, whatever else of the site was seen.
	alone bool
	// single: a site has one of what is judged, wherever it stands.
	single bool
}

// natures are those of the checks that judge pages one by one; codes, where they are
// named, are the only ones meant. What is not here is found by looking at several
// pages.
var natures = []struct {
	check string
	codes []string
	nature
}{
	{"privacy", nil, nature{withdrawn: true, onPage: true, alone: true}},
	{"outbound", nil, nature{withdrawn: true, onPage: true, alone: true}},
	{"attribution", nil, nature{withdrawn: true, onPage: true}},
	{"labels", nil, nature{onPage: true}},
	{"document_elements", []string{"element_missing", "no_download"}, nature{onPage: true}},
	{"validity_mark", nil, nature{onPage: true, beside: true}},
	{"annual_report", []string{"part_missing", "table_missing", "sum_mismatch", "no_download"}, nature{onPage: true}},
	{"guide", []string{"element_missing"}, nature{onPage: true, single: true}},
	{"institution", []string{"element_missing"}, nature{onPage: true, beside: true, single: true}},
	{"application", []string{"element_missing"}, nature{onPage: true, beside: true, single: true}},
	{"service_guides", []string{"element_missing"}, nature{onPage: true}},
	{"consultation", []string{"period_short", "no_draft", "no_explanation", "no_channel"}, nature{onPage: true}},
	{"interpretation", []string{"not_linked_forward"}, nature{onPage: true}},
	{"timeliness", nil, nature{onPage: true}},
}

func natureOf(check, code string) nature {
	for _, n := range natures {
		if n.check == check && (n.codes == nil || slices.Contains(n.codes, code)) {
			return n.nature
		}
	}
	return nature{}
}
