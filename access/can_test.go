package access

import (
	"strings"
	"testing"
)

func TestCan(t *testing.T) {
	who := map[string]User{
		"nobody":     {},
		"admin":      {Name: "a", Role: Administrator},
		"evaluator":  {Name: "e", Role: Evaluator},
		"reviewer":   {Name: "r", Role: Reviewer},
		"supervisor": {Name: "s", Role: Supervisor},
		"department": {Name: "d", Role: Department, Departments: []string{"甲局", "乙局"}},
		"disabled":   {Name: "x", Role: Administrator, Disabled: true},
		"roleless":   {Name: "y", Role: "root"},
		"program":    {Name: "token:1", Role: Administrator, Token: "1"},
		"stray":      {Name: "z", Role: Department, Departments: []string{""}},
	}
	for _, tt := range []struct {
		action Action
		object Object
		may    string // all others may not
	}{
		{Public, Object{}, "nobody admin evaluator reviewer supervisor department disabled roleless program stray"},
		{Browse, Object{}, "admin evaluator reviewer supervisor department program stray"},
		{SeeAll, Object{}, "admin evaluator reviewer supervisor program"},
		{SeeSite, Of("甲局"), "admin evaluator reviewer supervisor department program"},
		{SeeSite, Of("丙局"), "admin evaluator reviewer supervisor program"},
		{SeeSite, Of(""), "admin evaluator reviewer supervisor program"},
		{Decide, Of("甲局"), "admin evaluator reviewer program"},
		{Confirm, Of("甲局"), "admin reviewer program"},
		{AnswerItem, Object{}, "admin evaluator department program stray"},
		{AnswerItem, Of("乙局"), "admin evaluator department program"},
		{AnswerItem, Of("丙局"), "admin evaluator program"},
		{AnswerItem, Of(""), "admin evaluator program"},
		{JudgeItem, Of("甲局"), "admin evaluator reviewer program"},
		{Audit, Object{}, "admin evaluator program"},
		{EditSites, Object{}, "admin evaluator program"},
		{TryRules, Object{}, "admin evaluator reviewer program"},
		{Oversee, Object{}, "admin program"},
		{Administer, Object{}, "admin"},
		{OwnAccount, Object{}, "admin evaluator reviewer supervisor department stray"},
		{"unheard of", Object{}, ""},
	} {
		may := strings.Fields(tt.may)
		for name, u := range who {
			want := false
			for _, m := range may {
				want = want || m == name
			}
			if got := Can(u, tt.action, tt.object); got != want {
				t.Errorf("%s %s %+v: %v, want %v", name, tt.action, tt.object, got, want)
			}
		}
	}
}

// TestSupervisorChangesNothing holds the table to the promise, whatever is added.
func TestSupervisorChangesNothing(t *testing.T) {
	reads := map[Action]bool{Public: true, Browse: true, SeeSite: true, SeeAll: true, OwnAccount: true}
	for _, a := range Actions() {
		if got := Can(User{Name: "s", Role: Supervisor}, a, Object{}); got != reads[a] {
			t.Errorf("%s: %v", a, got)
		}
	}
	if len(Actions()) != len(allowed)+1 {
		t.Errorf("%d actions are listed and %d are in the table", len(Actions()), len(allowed)+1)
	}
}
