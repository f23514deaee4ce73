package rules

import "regexp"

// labelledOffice returns where a line is the name of an office behind a label, however
// it is called: 承办单位:省政府办公厅政务公开处, 谁来办:局办公室. Where an office takes complaints or keeps
// the guide for readers, it is not the one asked for. kind is what the label must be; nil:
// anything. -1 if there is none.
func labelledOffice(s string, kind *regexp.Regexp) int {
	for _, at := range officeValue.FindAllStringSubmatchIndex(s, 60) {
		label := s[at[2]:at[3]]
		if !otherOffice.MatchString(label) && (kind == nil || kind.MatchString(label)) {
			return at[0]
		}
	}
	return -1
}
