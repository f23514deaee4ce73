package rules

import (
	"time"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/site"
)

// Kept is what a check said of a site, for when the site is found to be what it was. It
// names no times: when its evidence was seen follows from the pages.
type Kept struct {
	Key       string       // of the check and its settings
	Day       calendar.Day // it holds on this day only; 0: on any
	Judgement Judgement
}

// uses is what a judgement rests on beside the pages of the site.
type uses uint8

const (
	usesDay      uses = 1 << iota // the day of judgement
	usesObserved                  // what was seen at some time, and may be seen otherwise at another
)

// day is the day of judgement.
func (c *Case) day() calendar.Day {
	c.used |= usesDay
	return c.AsOf
}

// past is what was recorded of the site before.
func (c *Case) past() *Past {
	c.used |= usesObserved
	return &c.Past
}

// hosts are the observations of the site's hosts.
func (c *Case) hosts() []site.Host {
	c.used |= usesObserved
	return c.Portal.Snapshot.Hosts
}

// vantage is what could be seen at all from where the hosts were observed.
func (c *Case) vantage() site.Vantage {
	c.used |= usesObserved
	return c.Portal.Snapshot.Vantage
}

// visits are those of the crawl to the home page.
func (c *Case) visits() []site.Visit {
	c.used |= usesObserved
	return c.Portal.Snapshot.Visits
}

// HostNames are the names of the hosts that a snapshot observed. What is kept belongs to
// one list of them.
func HostNames(s *site.Snapshot) []string {
	out := make([]string, len(s.Hosts))
	for i := range s.Hosts {
		out[i] = s.Hosts[i].Name
	}
	return out
}

// recall returns what is kept of a check for this day, with the times of this snapshot.
func (c *Case) recall(key string) (Judgement, bool) {
	k, ok := c.Known[key]
	if !ok || k.Day != 0 && k.Day != c.AsOf {
		return Judgement{}, false
	}
	j := copied(k.Judgement)
	ok = eachEvidence(&j, func(e *Evidence) bool {
		if e.SHA256 == "" || e.URL == "" {
			return true
		}
		pg := c.Portal.Page(e.URL)
		if pg == nil || pg.SHA256() != e.SHA256 {
			return false
		}
		e.Seen = pg.Fetched()
		return true
	})
	return j, ok
}

// Keepable returns what may be kept of what was judged: what follows from the pages of
// the site, and from the day.
func (c *Case) Keepable() []Kept { return c.keepable }

// keep notes what a check said, if it rests on nothing but the pages and the day.
func (c *Case) keep(key string, j Judgement) {
	c.shared.used |= c.used // it may have been found out for what others share
	if !c.Keeps || c.used&usesObserved != 0 {
		return
	}
	k := Kept{Key: key, Judgement: copied(j)}
	if c.used&usesDay != 0 {
		k.Day = c.AsOf
	}
	ok := eachEvidence(&k.Judgement, func(e *Evidence) bool {
		if e.Seen.IsZero() {
			return e.SHA256 == "" || e.URL == ""
		}
		pg := c.Portal.Page(e.URL)
		if pg == nil || e.SHA256 == "" || pg.SHA256() != e.SHA256 || !pg.Fetched().Equal(e.Seen) {
			return false
		}
		e.Seen = time.Time{}
		return true
	})
	if ok {
		c.keepable = append(c.keepable, k)
	}
}

// copied returns a judgement whose evidence is its own.
func copied(j Judgement) Judgement {
	j.Seen = append([]Evidence(nil), j.Seen...)
	j.Defects = append([]Defect(nil), j.Defects...)
	for i := range j.Defects {
		j.Defects[i].Evidence = append([]Evidence(nil), j.Defects[i].Evidence...)
	}
	return j
}

// eachEvidence goes through all evidence of j until do fails.
func eachEvidence(j *Judgement, do func(*Evidence) bool) bool {
	for i := range j.Seen {
		if !do(&j.Seen[i]) {
			return false
		}
	}
	for i := range j.Defects {
		for k := range j.Defects[i].Evidence {
			if !do(&j.Defects[i].Evidence[k]) {
				return false
			}
		}
	}
	return true
}
