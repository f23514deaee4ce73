package rules

import (
	"regexp"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// pack is a rule pack as its file has it. Rules and patches stay nodes until it
// is known what they are laid over.
//
//	id: nantong-2021
//	title: 南通市 2021 年政务公开工作要点
//	version: "1"
//	extends: [national]                  # built-in names, or paths relative to this file
//	documents:
//	  条例: {title: 中华人民共和国政府信息公开条例, number: 国务院令第711号}
//	scoring: {pass_from: 60}             # field by field over what is inherited
//	templates: {budget: {check: disclosure, with: {…}}}   # for rules that say `like: budget`
//	parts: [my-city/finance.yaml]        # more documents and rules, in files of their own
//	rules:
//	  - {id: annual-report, title: …, check: annual_report, basis: […], points: 5, remedy: …, with: {…}}
//	patch:
//	  - {id: national/annual-report, points: 8, with: {min_days: 3}}
//	remove: [national/ipv6]
type pack struct {
	ID        string              `yaml:"id,required"`
	Title     string              `yaml:"title,required"`
	Version   string              `yaml:"version,required"`
	Note      string              `yaml:"note"`
	Extends   []string            `yaml:"extends"`
	Documents map[string]Document `yaml:"documents"`
	Scoring   yamldoc.Node        `yaml:"scoring"`
	Templates yamldoc.Node        `yaml:"templates"`
	Parts     []string            `yaml:"parts"` // further files of this pack, relative to it: documents and rules
	Rules     []yamldoc.Node      `yaml:"rules"`
	Patch     []yamldoc.Node      `yaml:"patch"`
	Remove    []string            `yaml:"remove"`

	node yamldoc.Node
}

var packID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// Validate reports an id that could not stand in PACK/rule.
func (p pack) Validate() error {
	if packID.MatchString(p.ID) {
		return nil
	}
	return yamldoc.At("id", "规则包编号 %q 只能用小写字母、数字和连字符", p.ID)
}

// readPack reads the pack in data; what could be read is returned with the
// problems found.
func readPack(file string, data []byte) (pack, yamldoc.Errors) {
	var p pack
	n, err := yamldoc.Read(file, data, &p)
	p.node = n
	problems, _ := err.(yamldoc.Errors) // Read returns nothing else
	return p, problems
}

// part is one further file of a pack.
type part struct {
	Documents map[string]Document `yaml:"documents"`
	Rules     []yamldoc.Node      `yaml:"rules"`
}
