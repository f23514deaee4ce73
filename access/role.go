// Package access says who may do what: people, their roles, passwords and
// sessions, tokens for programs, and the log of what was done. It knows neither
// HTTP nor SQL, and is handed the time.
package access

import "slices"

// Role is what a person or a program is here for.
type Role string

// The roles. Stored as they are written here.
const (
	Administrator Role = "administrator" // runs the system: people, sites, schedules
	Evaluator     Role = "evaluator"     // 评估人员: audits, decides, rectifies
	Reviewer      Role = "reviewer"      // 复核人员: the second person of a decision
	Supervisor    Role = "supervisor"    // 主管部门: reads all, changes nothing
	Department    Role = "department"    // 责任部门: sees and answers its own items only
)

// Roles returns all roles in the order they are offered.
func Roles() []Role { return []Role{Administrator, Evaluator, Reviewer, Supervisor, Department} }

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Word is the role as people read it.
func (r Role) Word() string {
	switch r {
	case Administrator:
		return "管理员"
	case Evaluator:
		return "评估人员"
	case Reviewer:
		return "复核人员"
	case Supervisor:
		return "主管部门"
	case Department:
		return "责任部门"
	}
	return string(r)
}
