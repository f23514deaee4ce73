// Package site says what a government portal is (Target) and what one crawl saw
// of it (Snapshot, Page, Host). It holds no behaviour that needs the network, a
// database or a clock.
package site

import "slices"

// Level is the tier (层级) of the body that runs a site.
type Level string

// The levels of contract §2.
const (
	Province   Level = "province"   // 省（自治区、直辖市）
	City       Level = "city"       // 设区的市
	County     Level = "county"     // 县（市、区）
	Town       Level = "town"       // 乡镇、街道
	Department Level = "department" // 政府部门
	Enterprise Level = "enterprise" // 公共企事业单位
)

// Levels lists every level, highest first.
var Levels = []Level{Province, City, County, Town, Department, Enterprise}

// LevelNames lists every level as a config has it, with what it is called (Chinese).
func LevelNames() string {
	return "province（省级）、city（市级）、county（县级）、town（乡镇街道）、department（部门）、enterprise（公共企事业单位）"
}

// Valid reports whether l is one of Levels.
func (l Level) Valid() bool { return slices.Contains(Levels, l) }

// Government reports whether l is a people's government (各级人民政府) rather
// than one of its departments or an enterprise.
func (l Level) Government() bool {
	return l == Province || l == City || l == County || l == Town
}

// Target is one site to audit, as the operator registered it. A site's identity
// is what stands here, never what its pages claim (regulations.md §11 T10).
type Target struct {
	ID         string   `json:"id"`                   // stable key, [a-z0-9-]
	Name       string   `json:"name"`                 // 网站名称
	URL        string   `json:"url"`                  // home page
	Level      Level    `json:"level"`                // tier of the body
	Of         Level    `json:"of,omitempty"`         // for a department: the level of its government
	Department string   `json:"department,omitempty"` // who receives the rectification list (责任单位)
	Code       string   `json:"code,omitempty"`       // 网站标识码
	Scope      []string `json:"scope,omitempty"`      // path prefixes with optional query pairs; empty: the whole host
	Exclude    []string `json:"exclude,omitempty"`    // the same form: what belongs to others
	Hosts      []string `json:"hosts,omitempty"`      // further hosts that belong to this site
	Packs      []string `json:"packs,omitempty"`      // rule packs for this site besides the run's
}
