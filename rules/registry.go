package rules

import (
	"cmp"
	"maps"
	"slices"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// checks holds every kind of check, each made with its default settings. A rule
// names one by its key; TestChecksComplete proves that none is forgotten.
var checks = map[string]func() Check{
	"annual_report":     func() Check { return newAnnualReport() },
	"availability":      func() Check { return newAvailability() },
	"column":            func() Check { return newColumn() },
	"columns":           func() Check { return newColumns() },
	"service_guides":    func() Check { return newServiceGuides() },
	"ipv6":              func() Check { return newIPv6() },
	"interpretation":    func() Check { return newInterpretation() },
	"expression":        func() Check { return newExpression() },
	"guide":             func() Check { return newGuide() },
	"document_elements": func() Check { return newDocumentElements() },
	"consultation":      func() Check { return newConsultation() },
	"decision":          func() Check { return newMajorDecision() },
	"disclosure":        func() Check { return newDisclosure() },
	"institution":       func() Check { return newInstitution() },
	"application":       func() Check { return newApplication() },
	"timeliness":        func() Check { return newTimeliness() },
	"reply":             func() Check { return newReply() },
	"interaction":       func() Check { return newInteraction() },
	"links":             func() Check { return newLinks() },
	"labels":            func() Check { return newLabels() },
	"outbound":          func() Check { return newOutbound() },
	"privacy":           func() Check { return newPrivacy() },
	"attribution":       func() Check { return newAttribution() },
	"manual":            func() Check { return newManual() },
	"validity_mark":     func() Check { return newValidityMark() },
}

// newCheck makes a check with the settings in with. The error is a
// yamldoc.Errors.
func newCheck(name string, with yamldoc.Node) (Check, error) {
	c := checks[name]()
	if err := with.Decode(c); err != nil {
		return nil, err
	}
	v, ok := c.(interface{ validate() error })
	if !ok {
		return c, nil
	}
	if err := v.validate(); err != nil {
		return nil, with.Complain(err)
	}
	return c, nil
}

// Checks returns the names of all checks, sorted.
func Checks() []string { return checkNames() }

func checkNames() []string { return sortedKeys(checks) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
