package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// anotherGovernment finds the government that a name begins with: 县政府信息公开指南,
// 某某市人民政府年报. What stands before the tier is the first group, the tier the
// second.
var anotherGovernment = regexp.MustCompile(`^(.*?)(省|自治区|市|县|区|州|旗|上级)(?:人民)?政府`)

// ofTier are the words that governments of a tier go by. Those of other bodies
// stand for none.
var ofTier = map[site.Level][]string{
	site.Province: {"省", "自治区", "市"},
	site.City:     {"市", "州", "区"},
	site.County:   {"县", "区", "市", "旗"},
}

// ofAnother reports that the name of a column that stands outside of the site says
// that it is another government's: 县政府信息公开指南 on the site of a town. The
// column of one's own government may go by that name.
func (c *Case) ofAnother(m portal.Match) bool {
	found := anotherGovernment.FindStringSubmatch(extract.Fold(cmp.Or(m.Text, m.Anchor.Text)))
	if found == nil {
		return false
	}
	own := extract.Fold(c.Target.Name)
	if found[1] != "" && strings.Contains(own, found[1]+found[2]+"人民政府") {
		return false
	}
	return !slices.Contains(ofTier[c.Target.Level], found[2])
}
