package rules

import (
	"regexp"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// foreign reports that a document was issued by a higher body: its duties are
// not this site's.
func (s *policyScope) foreign(title, number string, d *portal.Document, t site.Target) bool {
	for _, w := range s.Foreign {
		if w != "" && (strings.HasPrefix(title, w) || strings.HasPrefix(number, w)) {
			return true
		}
	}
	own := extract.Fold(t.Name)
	if !strings.ContainsAny(own, "省市县区州盟旗镇乡") {
		return false // the name tells no place to compare with
	}
	if higher(title, own, t) || ministry.MatchString(title) && !strings.Contains(own, "部") {
		return true
	}
	for _, f := range d.Page.Facts().Fields {
		if f.Name == extract.Issuer && higher(extract.Fold(f.Value), own, t) {
			return true
		}
	}
	return false
}

// ministry is the beginning of a title by which a ministry issues a document.
var ministry = regexp.MustCompile(`^[^省市县区州盟旗镇乡委关]{1,8}部(?:办公厅)?(?:关于|、|等)`)

// ofPlace is the name of a province or city at the beginning of a title or of an
// issuer's name.
var ofPlace = regexp.MustCompile(`^[^关于印发省市县区]{1,8}(?:省|自治区|市)`)

// higher reports that s begins with the name of a province or city above the
// site's own government: 示范省公路条例 on a county's site.
func higher(s, own string, t site.Target) bool {
	level := t.Level
	if level == site.Department && t.Of != "" {
		level = t.Of
	}
	place := ofPlace.FindString(s)
	home := strings.TrimSuffix(region.FindString(own), "人民政府")
	if place == "" || home == "" || strings.Contains(own, place) || strings.Contains(s, home) {
		return false
	}
	switch level {
	case site.City:
		return !strings.HasSuffix(place, "市")
	case site.County, site.Town:
		return true
	}
	return false
}
