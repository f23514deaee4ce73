package access

import "slices"

// Action is something that a page or a call of the API does.
type Action string

// The actions. One that changes something is never allowed to a supervisor.
const (
	// Public needs nobody to be signed in: signing in, health, styles.
	Public Action = "public"
	// Browse opens what everybody who is signed in may open; what is shown there is
	// decided thing by thing, by SeeSite.
	Browse Action = "browse"
	// SeeSite shows a site with its results, its stored pages and its items.
	SeeSite Action = "see_site"
	// SeeAll shows what speaks of all sites at once: the whole ranking, whole reports.
	SeeAll Action = "see_all"
	// Decide answers a question that only a person can answer.
	Decide Action = "decide"
	// Confirm is the second person's word on what weighs most.
	Confirm Action = "confirm"
	// AnswerItem says what was done about an item.
	AnswerItem Action = "answer_item"
	// JudgeItem exempts, verifies, reopens or strikes off an item.
	JudgeItem Action = "judge_item"
	// Audit starts and cancels runs and pauses schedules.
	Audit Action = "audit"
	// EditSites adds and retires sites.
	EditSites Action = "edit_sites"
	// TryRules judges stored pages by rules that are not released.
	TryRules Action = "try_rules"
	// Oversee shows people, tokens and the log.
	Oversee Action = "oversee"
	// Administer changes people and tokens.
	Administer Action = "administer"
	// OwnAccount changes one's own password and ends one's own sessions.
	OwnAccount Action = "own_account"
)

// Actions returns all actions.
func Actions() []Action {
	return []Action{Public, Browse, SeeSite, SeeAll, Decide, Confirm, AnswerItem, JudgeItem, Audit, EditSites, TryRules, Oversee, Administer, OwnAccount}
}

// Object is what an action is about. The zero Object is nothing in particular: with
// it Can says whether the user may do such a thing at all.
type Object struct {
	Particular bool   // it is about one thing, of this department
	Department string // who is responsible for it; "" is nobody
}

// Of is the object that belongs to a department.
func Of(department string) Object { return Object{Particular: true, Department: department} }

// all who are not a department see every site.
var allowed = map[Action][]Role{
	Browse:     {Administrator, Evaluator, Reviewer, Supervisor, Department},
	SeeSite:    {Administrator, Evaluator, Reviewer, Supervisor, Department},
	SeeAll:     {Administrator, Evaluator, Reviewer, Supervisor},
	Decide:     {Administrator, Evaluator, Reviewer},
	Confirm:    {Administrator, Reviewer},
	AnswerItem: {Administrator, Evaluator, Department},
	JudgeItem:  {Administrator, Evaluator, Reviewer},
	Audit:      {Administrator, Evaluator},
	EditSites:  {Administrator, Evaluator},
	TryRules:   {Administrator, Evaluator, Reviewer},
	Oversee:    {Administrator},
	Administer: {Administrator},
	OwnAccount: {Administrator, Evaluator, Reviewer, Supervisor, Department},
}

// Can reports whether u may do a to o. It is the one place that decides, for pages,
// downloads and the API alike. Nobody (the zero User) may do only what is public.
func Can(u User, a Action, o Object) bool {
	if a == Public {
		return true
	}
	if u.Name == "" || u.Disabled || !slices.Contains(allowed[a], u.Role) {
		return false
	}
	if u.Token != "" && (a == Administer || a == OwnAccount) {
		return false // a program gives itself no rights
	}
	if u.Role == Department && o.Particular {
		return u.Of(o.Department)
	}
	return true
}
