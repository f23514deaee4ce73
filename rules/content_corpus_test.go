package rules

import "testing"

// confirmedContent are the accusations of real pages that reading them confirmed:
// file, then code. None of the saved sites is whole.
var confirmedContent = map[string]string{}

// TestContentOnRealPages: what the checks on guides, institutions, requests,
// documents, their days and their sources say of saved pages for certain is what a
// reader of the page sees.
func TestContentOnRealPages(t *testing.T) {
	cases, fileOf := corpusPortals(t)
	list := []Check{newGuide(), newInstitution(), newApplication(), newDocumentElements(), newTimeliness(), newAttribution()}
	for _, k := range list {
		if err := k.(interface{ validate() error }).validate(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range cases {
		for _, k := range list {
			for _, d := range k.Judge(c).Defects {
				if d.Outcome == Fail && confirmedContent[fileOf[d.Subject]] != d.Code {
					t.Errorf("%s: %s fails: %s", fileOf[d.Subject], d.Code, d.Message)
				}
			}
		}
	}
}
