package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/review"
	"github.com/govaudit/govaudit/rules"
)

// Counts sums up what a run did to the items of a site, or of several.
type Counts struct {
	Created   int `json:"created"`   // new items
	Unchanged int `json:"unchanged"` // seen again, or closed and still so
	Verified  int `json:"verified"`  // observed to be mended
	Reopened  int `json:"reopened"`  // there again, or still there after an answer
	Lapsed    int `json:"lapsed"`    // not asked for any more, or refuted by a person
	Unseen    int `json:"unseen"`    // nothing could be said of them
}

// Add adds what another site counts.
func (c *Counts) Add(o Counts) {
	c.Created += o.Created
	c.Unchanged += o.Unchanged
	c.Verified += o.Verified
	c.Reopened += o.Reopened
	c.Lapsed += o.Lapsed
	c.Unseen += o.Unseen
}

// String is the counts as people read them.
func (c Counts) String() string {
	return fmt.Sprintf("新增 %d，仍在 %d，销号 %d，重新打开 %d，不再要求 %d，未能认定 %d", c.Created, c.Unchanged, c.Verified, c.Reopened, c.Lapsed, c.Unseen)
}

// Folded is what follows for the items of a site from a run.
type Folded struct {
	Counts  Counts
	Changes []Change
}

// Fold says what follows for the items of one site from a run. items are all items
// of the site. It changes nothing itself; folded again over what it led to, the same
// run leads to nothing more.
func Fold(items []Item, s Sight) Folded {
	f := folding{Sight: &s, found: map[string]*rules.Finding{}, ids: map[string]bool{}}
	for i := range s.Result.Findings {
		f.found[s.Result.Findings[i].Rule] = &s.Result.Findings[i]
	}
	for i := range items {
		f.ids[items[i].ID] = true
		f.tracks = append(f.tracks, &track{was: items[i], now: items[i]})
	}
	slices.SortFunc(f.tracks, func(a, b *track) int { return strings.Compare(a.was.ID, b.was.ID) })
	f.match()
	f.follow()
	for _, t := range f.tracks {
		if f.concerns(t) {
			f.track(t)
		}
	}
	if !s.Visit {
		for _, m := range f.left {
			f.open(m)
		}
	}
	return f.out()
}

// folding is one fold under way.
type folding struct {
	*Sight
	found  map[string]*rules.Finding
	tracks []*track
	left   []mark // certain defects without an item
	ids    map[string]bool
	counts Counts
}

// track is an item and what happens to it.
type track struct {
	was, now Item
	mark     *mark // what the run says of its defect; nil: nothing
	moved    bool  // mark is about its new address
	events   []Event
	seen     *Sighting
}

// match finds the item of each defect: by its present address, else by a former one, by
// the other scheme, or by the same path on the host that the site is registered by now.
func (f *folding) match() {
	type key = review.Key
	now, before := map[key][]*track{}, map[key][]*track{}
	for _, t := range f.tracks {
		now[t.was.Key] = append(now[t.was.Key], t)
		for _, a := range append([]string{twin(t.was.Subject), f.rehosted(t.was.Subject)}, t.was.Aliases...) {
			k := t.was.Key
			k.Subject = a
			before[k] = append(before[k], t)
		}
	}
	marks := f.marks()
	var rest []*mark
	for i := range marks {
		if t := of(now[marks[i].key], &marks[i]); t != nil {
			t.mark = &marks[i]
			continue
		}
		rest = append(rest, &marks[i])
	}
	for _, m := range rest {
		if t := of(before[m.key], m); t != nil {
			t.mark, t.moved = m, true
			continue
		}
		if m.standing == certain {
			f.left = append(f.left, *m)
		}
	}
}

// of is the item that a mark is about, of those with its address: one about the same
// document goes first, and one about what is known to be another is not meant.
func of(tracks []*track, m *mark) *track {
	var found *track
	for _, t := range tracks {
		d, o := t.was.Last.Document, m.sighting.Document
		switch {
		case t.mark != nil || o.known() && d.another(o):
		case d.same(o):
			return t
		case found == nil:
			found = t
		}
	}
	return found
}

// concerns reports whether the run says anything of an item: one that is about
// another time does not.
func (f *folding) concerns(t *track) bool {
	if f.Visit && len(f.Only) > 0 && !slices.Contains(f.Only, t.was.ID) {
		return false
	}
	return !f.observed().Before(t.was.Last.Observed)
}

// after reports that the run began after the item came into its state and after it
// was last seen: only then can it tell what has become of it since.
func (f *folding) after(t *track) bool {
	return f.observed().After(t.was.Since) && f.observed().After(t.was.Last.Observed)
}

func (f *folding) track(t *track) {
	if t.mark == nil {
		f.absent(t)
		return
	}
	if f.Visit && !f.saw(t) {
		f.unseen(t, "未能观察：本次复查没有取到有关网页")
		return
	}
	switch t.mark.standing {
	case certain:
		f.present(t)
	case doubtful:
		f.doubted(t)
	case refuted:
		f.refuted(t)
	case excused:
		f.excused(t)
	}
}

// saw reports that all a defect rests on was fetched in this visit.
func (f *folding) saw(t *track) bool {
	if slices.Contains(onHosts, t.was.Check) && !IsPage(t.was.Subject) {
		return slices.ContainsFunc(t.mark.sighting.Evidence, func(e rules.Evidence) bool { return !e.Seen.Before(f.observed()) })
	}
	if t.was.Check == "links" {
		p := f.at(t.mark.key.Subject)
		return p != nil && p.Failure.Definite()
	}
	for _, e := range t.mark.sighting.Evidence {
		if e.URL == "" || !f.fetched(e.URL) {
			return false
		}
	}
	return len(t.mark.sighting.Evidence) > 0
}

// present folds a defect that is there.
func (f *folding) present(t *track) {
	t.seen = &t.mark.sighting
	f.readdress(t)
	switch t.was.State {
	case Open, Notified, Reopened:
		f.still(t)
	case Answered:
		if t.was.Reply.Kind != Mended || !f.after(t) {
			f.still(t)
			return
		}
		f.reopen(t, Event{Why: "答复称已整改，复查时问题仍然存在", Unmended: true})
	case Verified:
		if !f.after(t) {
			t.seen = nil
			f.counts.Unchanged++
			return
		}
		f.reopen(t, Event{Why: fmt.Sprintf("销号后再次出现（第 %d 次）", t.was.Recurred+1), Recurs: true})
	case Exempt, FalseAlarm:
		f.excuse(t)
	case Lapsed:
		if !f.after(t) && !f.again() {
			t.seen = nil
			f.counts.Unchanged++
			return
		}
		f.resume(t, "该项重新适用，问题仍然存在")
	}
}

// still notes that a defect is as it was.
func (f *folding) still(t *track) {
	f.counts.Unchanged++
	switch {
	case t.was.Doubt != "":
		f.add(t, Event{Kind: EventSeen, To: t.now.State, Why: "再次看到该问题", Seen: t.seen})
	case t.was.Last.Fingerprint != t.seen.Fingerprint:
		f.add(t, Event{Kind: EventSeen, To: t.now.State, Why: "问题仍然存在，证据有变化", Seen: t.seen, Evidence: t.seen.Evidence})
	}
}

func (f *folding) reopen(t *track, e Event) {
	f.counts.Reopened++
	e.Kind, e.To, e.Seen, e.Evidence = EventReopened, Reopened, t.seen, t.seen.Evidence
	e.Due = f.due(t)
	f.add(t, e)
}

func (f *folding) resume(t *track, why string) {
	f.counts.Reopened++
	e := Event{Kind: EventResumed, To: Open, Why: why, Due: f.due(t), Seen: t.seen}
	if t.seen != nil {
		e.Evidence = t.seen.Evidence
	}
	f.add(t, e)
}

// due counts from the day the item is open again, which no judgement as of an earlier
// day moves back.
func (f *folding) due(t *track) calendar.Day {
	return f.Terms.DueFrom(max(f.AsOf, f.Today), t.was.Rule, t.was.Severity)
}

// excuse folds a defect that is there and that a person excused or denied: their word
// holds until its last day, and as long as what it rests on is the same.
func (f *folding) excuse(t *track) {
	x := t.was.Excuse
	switch {
	case x.Until != 0 && f.AsOf > x.Until:
		f.resume(t, fmt.Sprintf("%s 批准的豁免有效期至 %s，已过", x.By, x.Until))
	case x.Fingerprint != t.seen.Fingerprint && f.onlyMoved(t):
		f.counts.Unchanged++
		carried := *x
		carried.Fingerprint = t.seen.Fingerprint
		f.add(t, Event{Kind: EventMoved, To: t.now.State, Seen: t.seen, Excuse: &carried, Why: "网址变了，所依据的内容没有变：" + x.By + " 的决定（" + t.was.State.Word() + "）继续有效"})
	case x.Fingerprint != t.seen.Fingerprint && f.observed().After(t.was.Since):
		f.resume(t, fmt.Sprintf("%s 的决定（%s）所依据的证据已变化，须重新决定", x.By, t.was.State.Word()))
	default:
		f.counts.Unchanged++
	}
}

// doubted folds a defect that the run is not certain of any more.
func (f *folding) doubted(t *track) {
	if t.was.State.Closed() {
		f.counts.Unchanged++
		return
	}
	f.unseen(t, "待核实：程序这次认为存疑（"+t.mark.sighting.Message+"），须由人决定")
}

// refuted folds a person's decision that the defect is none.
func (f *folding) refuted(t *track) {
	if t.was.State.Closed() {
		f.counts.Unchanged++
		return
	}
	f.counts.Lapsed++
	v := t.mark.decided
	f.add(t, Event{Kind: EventFalseAlarm, To: FalseAlarm, By: v.By, Why: "人工核实为不属实：" + v.Reason,
		Excuse: &Excuse{By: v.By, At: v.At, Why: v.Reason, Fingerprint: t.mark.sighting.Fingerprint}})
}

// excused folds a person's decision that the rule does not apply.
func (f *folding) excused(t *track) {
	if t.was.State.Closed() {
		f.counts.Unchanged++
		return
	}
	f.counts.Lapsed++
	v := t.mark.decided
	x := &Excuse{By: v.By, At: v.At, Why: v.Reason, Fingerprint: t.mark.sighting.Fingerprint}
	if err := x.Until.UnmarshalText([]byte(v.Until)); err != nil {
		x.Until = f.AsOf // it is decided anew with the next run
	}
	f.add(t, Event{Kind: EventExempt, To: Exempt, By: v.By, Why: "人工核实为不适用：" + v.Reason, Excuse: x})
}

// absent folds a defect that the run does not name.
func (f *folding) absent(t *track) {
	fd := f.found[t.was.Rule]
	switch {
	case t.was.expired(f.AsOf):
		f.expired(t, fd)
	case t.was.State.Closed():
		f.counts.Unchanged++
	case fd == nil && f.judges(&t.was) && !f.Visit:
		f.lapse(t, "规则已停用，不再要求")
	case fd == nil && f.dropped(&t.was):
		f.lapse(t, "该网站现在按规则包 "+strings.Join(f.packs(), "、")+" 检查，规则 "+t.was.Rule+" 不在其中，不再适用；换回原规则包后问题仍在的，恢复整改")
	case fd == nil:
		f.counts.Unchanged++ // other packs were judged
	case fd.Outcome == rules.Exempt && !f.Visit && !f.meant(t.was.Rule):
		f.lapse(t, "规则不再适用："+fd.Reason)
	case f.again() && f.observed().Equal(t.was.Last.Observed):
		f.judgedAway(t, fd)
	case slices.Contains(f.Apart, t.was.ID):
		// a visit of its own tells of it, and counts it
	case !f.after(t):
		f.counts.Unchanged++ // it began before what was said last
	default:
		f.settle(t, fd)
	}
}

// meant reports that a rule is meant for the site, even if the run found nothing to
// judge by it: what is not listed any more is not struck off.
func (f *folding) meant(rule string) bool {
	r := f.Terms.rule(rule)
	if r == nil || r.When != "" {
		return false
	}
	ok, _ := r.Applies(f.Meta.Target, f.AsOf)
	return ok
}

// expired folds an excuse past its last day whose defect the run does not name.
func (f *folding) expired(t *track, fd *rules.Finding) {
	if fd != nil && f.after(t) {
		if fate := f.fateOf(&t.was, fd); fate.mended {
			f.verify(t, fate)
			return
		}
	}
	f.resume(t, fmt.Sprintf("%s 批准的豁免有效期至 %s，已过", t.was.Excuse.By, t.was.Excuse.Until))
}

// judgedAway folds a defect that is not found any more in the very snapshot it was
// seen in: it is not mended, but not held against the site either.
func (f *folding) judgedAway(t *track, fd *rules.Finding) {
	if fd.Outcome == rules.Unknown || fd.Open || len(fd.Defects) >= mostListed {
		f.unseen(t, "未能观察："+fd.Reason)
		return
	}
	if v := fd.Decided; len(fd.Defects) == 0 && v.Final() && v.Outcome != rules.Fail || len(fd.Defects) > 0 || fd.Outcome == rules.Pass {
		f.lapse(t, "对同一快照按现行规则和人工决定重新判定，不再认定为问题")
		return
	}
	f.unseen(t, "待核实：按现行规则须由人判断")
}

func (f *folding) settle(t *track, fd *rules.Finding) {
	if v := fd.Decided; len(fd.Defects) == 0 && fd.Outcome != rules.Pass && v.Final() && v.Outcome == rules.Pass && v.At.After(t.was.Since) {
		f.counts.Verified++
		f.add(t, Event{Kind: EventVerified, To: Verified, By: v.By, Why: "人工核实为符合要求：" + v.Reason, Evidence: fd.Seen[:min(len(fd.Seen), mostEvidence)]})
		return
	}
	fate := f.fateOf(&t.was, fd)
	if !fate.mended {
		f.unseen(t, fate.why)
		return
	}
	f.verify(t, fate)
}

func (f *folding) verify(t *track, x fate) {
	f.counts.Verified++
	f.add(t, Event{Kind: EventVerified, To: Verified, Why: x.why, Evidence: x.evidence[:min(len(x.evidence), mostEvidence)]})
}

func (f *folding) lapse(t *track, why string) {
	f.counts.Lapsed++
	f.add(t, Event{Kind: EventLapsed, To: Lapsed, Why: why})
}

// unseen notes once why nothing can be said of an item.
func (f *folding) unseen(t *track, why string) {
	f.counts.Unseen++
	t.seen = nil
	if why = Tidy(why); len([]rune(why)) > 300 {
		why = string([]rune(why)[:299]) + "…"
	}
	if numberless(t.now.Doubt) != numberless(why) {
		f.add(t, Event{Kind: EventNoted, To: t.now.State, Why: why})
	}
}

// numberless is a doubt without its figures: that a server took other milliseconds, or
// another number of pages was seen, is no news.
func numberless(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' {
			return -1
		}
		return r
	}, s)
}

// readdress notes the address at which a defect is found again, and who is to mend it.
func (f *folding) readdress(t *track) {
	if t.moved {
		f.add(t, Event{Kind: EventMoved, To: t.now.State, Subject: t.mark.key.Subject, Why: "同一文件的网址由 " + t.now.Subject + " 变为 " + t.mark.key.Subject})
	}
	if d := Tidy(f.Result.Department); d != "" && d != t.now.Department && !f.Visit {
		f.add(t, Event{Kind: EventAssigned, To: t.now.State, Department: d, Why: "责任单位由“" + t.now.Department + "”变为“" + d + "”"})
	}
}

// open makes an item of a defect.
func (f *folding) open(m mark) {
	f.counts.Created++
	t := &track{seen: nil}
	try := 0
	for f.ids[NewID(m.key, try)] {
		try++
	}
	id := NewID(m.key, try)
	f.ids[id] = true
	severity := f.Terms.severity(m.key.Rule, m.key.Code)
	f.tracks = append(f.tracks, t)
	t.now.ID = id
	f.add(t, Event{Kind: EventOpened, To: Open, Why: m.sighting.Message, Evidence: m.sighting.Evidence, Seen: &m.sighting,
		Due:     f.Terms.DueFrom(f.AsOf, m.key.Rule, severity),
		Opening: &Opening{Key: m.key, Check: m.check, Department: Tidy(f.Result.Department), Severity: severity}})
}

// add appends an event of the run and applies it.
func (f *folding) add(t *track, e Event) {
	e.Item, e.N, e.At, e.Run, e.From = t.now.ID, t.now.Version+1, f.At(), f.Run.ID, t.now.State
	now, err := t.now.Apply(e)
	if err != nil {
		panic("ledger: " + err.Error()) // it was numbered one line above
	}
	t.now, t.events = now, append(t.events, e)
}

func (f *folding) out() Folded {
	out := Folded{Counts: f.counts}
	for _, t := range f.tracks {
		if t.seen != nil && t.seen.Run == t.was.Last.Run {
			t.seen = nil // folded before
		}
		if len(t.events) == 0 && t.seen == nil {
			continue
		}
		out.Changes = append(out.Changes, Change{Item: t.was, Events: t.events, Seen: t.seen})
	}
	slices.SortStableFunc(out.Changes, func(a, b Change) int { return cmp.Compare(a.id(), b.id()) })
	return out
}

func (c Change) id() string {
	if c.Item.ID == "" && len(c.Events) > 0 {
		return c.Events[0].Item
	}
	return c.Item.ID
}
