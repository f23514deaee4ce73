package rules

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/govaudit/govaudit/condition"
)

// Unreached is a check that can judge a portal whose home page never came, from
// network observations and visits alone. Other checks are not asked then.
type Unreached interface{ JudgesUnreached() }

// Judge judges one site by every rule of the sets, a shared rule once, in the
// order of the sets. It returns one finding per rule; a check that panics gives
// an unknown one and a line in the log: our fault, not the site's.
func Judge(c *Case, sets ...*Set) []Finding {
	var out []Finding
	done := map[string]bool{}
	for _, s := range sets {
		for _, r := range s.Rules {
			if id := r.FullID(); !done[id] {
				done[id] = true
				out = append(out, r.finding(c))
			}
		}
	}
	return out
}

func (r *Rule) finding(c *Case) Finding {
	f := Finding{Rule: r.FullID(), Check: r.Check, Clauses: append([]string{}, r.Clauses...), Defects: []Defect{}}
	if ok, why := r.Applies(c.Target, c.AsOf); !ok {
		return settle(f, r, Judgement{Exempt: why})
	}
	if _, ok := r.check.(Unreached); !ok && !c.reached() {
		return settle(f, r, Judgement{Unknown: c.unreached() + "，不作判断"})
	}
	if r.when != nil {
		ok, err := c.holds(r)
		switch {
		case err != nil:
			return settle(f, r, Judgement{Unknown: "适用条件无法计算：" + err.Error()})
		case !ok && !c.Portal.Snapshot.Complete:
			return settle(f, r, Judgement{Unknown: "网站没有看完，不能断定适用条件不成立"})
		case !ok:
			return settle(f, r, Judgement{Exempt: "适用条件不成立：" + r.When})
		}
	}
	return settle(f, r, c.judged(r))
}

// holds asks the condition of a rule once for all rules that have it.
func (c *Case) holds(r *Rule) (bool, error) {
	held, ok := c.whens[r.When]
	if !ok {
		held.ok, held.err = r.when.Holds(condition.Facts{AsOf: c.AsOf.String(), Site: c.siteFacts()})
		if c.whens == nil {
			c.whens = map[string]whether{}
		}
		c.whens[r.When] = held
	}
	return held.ok, held.err
}

// judged asks the check once for all rules that look for the same thing with the
// same settings: packs that share a duty share the work.
func (c *Case) judged(r *Rule) Judgement {
	j, ok := c.done[r.key]
	if !ok {
		if j, ok = c.recall(r.key); !ok {
			c.shared.begins(r.Check)
			c.used = 0
			j = r.judge(c)
			c.keep(r.key, j)
		}
		if c.done == nil {
			c.done = map[string]Judgement{}
		}
		c.done[r.key] = j
	}
	return j
}

// reached reports that there is a portal to look at.
func (c *Case) reached() bool {
	return c.Portal != nil && c.Portal.Snapshot != nil && c.Portal.Snapshot.Alive && c.suspect() == ""
}

// unreached says why there is no portal to look at.
func (c *Case) unreached() string {
	if why := c.suspect(); why != "" {
		return why + "，没有看到登记的网站"
	}
	return "首页始终没有打开，未能观察到页面"
}

// suspect says why what was seen may not be the site at all, "" if nothing speaks
// against it.
func (c *Case) suspect() string {
	if c.Portal == nil || c.Portal.Snapshot == nil {
		return ""
	}
	return c.Portal.Snapshot.Suspect
}

func (c *Case) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}

func (r *Rule) judge(c *Case) (j Judgement) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		c.log().Error("check panicked", "rule", r.FullID(), "site", c.Target.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		j = Judgement{Unknown: "本程序在检查时出错，未能作出判断（详见日志）"}
		c.used = usesObserved // it is not what the check would say again
	}()
	if c.Portal == nil || c.Portal.Snapshot == nil {
		return Judgement{Unknown: "没有抓取结果，不作判断"}
	}
	return r.check.Judge(c)
}
