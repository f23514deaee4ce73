package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govaudit/govaudit/site"
)

// Entry is one row of a workbook that came back, as it was typed. ID and Version are
// what the item was sent out with.
type Entry struct {
	ID                         string
	Version                    int
	Kind, Done, Link, Away, By string
}

// Field is a part of an entry, to say where a problem lies.
type Field uint8

// The fields of an entry that a problem can lie in.
const (
	FieldID Field = iota
	FieldKind
	FieldDone
	FieldLink
	FieldAway
	FieldBy
)

// Problem is one thing wrong with one entry, and what to do about it (Chinese).
type Problem struct {
	Entry   int // its index
	Field   Field
	Message string
}

// Intake reads entries back against the items.
type Intake struct {
	Items      []Item        // those that may be answered; an entry about another is refused alike, whether it exists or not
	Targets    []site.Target // the sites they are on
	Department string        // who answers; "": whoever the items are assigned to
	Exported   time.Time     // when the workbook was written
	Now        time.Time
}

// Taken is what entries amount to.
type Taken struct {
	Changes []Change
	Known   int      // entries that say what is on record already
	Blank   int      // entries that nobody has answered
	Closed  []string // Chinese: items that need no answer any more
}

// Take returns the answers that the entries make, or everything that is wrong with
// them, in their order. With any problem nothing may be recorded.
func (in Intake) Take(entries []Entry) (Taken, []Problem) {
	t := taking{Intake: in, items: map[string]*Item{}, first: map[string]int{}}
	for i := range in.Items {
		if it := &in.Items[i]; in.Department == "" || it.Department == in.Department {
			t.items[it.ID] = it
		}
	}
	for i, e := range entries {
		t.entry(i, e, entries)
	}
	slices.SortStableFunc(t.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Field, b.Field))
	})
	return t.out, t.problems
}

type taking struct {
	Intake
	items    map[string]*Item
	first    map[string]int // where each item was answered first
	out      Taken
	problems []Problem
}

func (t *taking) object(entry int, field Field, format string, args ...any) {
	t.problems = append(t.problems, Problem{entry, field, fmt.Sprintf(format, args...)})
}

const wrongID = "编号不是本程序导出的，或者被改动：请从导出的工作簿恢复这一行"

func (t *taking) entry(i int, e Entry, all []Entry) {
	id, valid := ParseID(e.ID)
	if Tidy(e.Kind) == "" {
		t.out.Blank++
		if Tidy(e.Done+e.Link) != "" {
			t.object(i, FieldKind, "写了整改情况，没有选说明类型：请从下拉列表选择 %s", offered())
		}
		if e.ID != "" && !valid {
			t.object(i, FieldID, wrongID)
		}
		return
	}
	if !valid {
		t.object(i, FieldID, wrongID)
		return
	}
	if k, again := t.first[id]; again {
		if all[k] != e {
			t.object(i, FieldKind, "%s 填了两次，内容不一致：请只留一处", id)
		}
		return
	}
	t.first[id] = i
	it := t.items[id]
	if it == nil {
		t.object(i, FieldID, "台账里没有 %s 这一项：请重新导出，或者清空这一行", id)
		return
	}
	t.answer(i, e, it)
}

func (t *taking) answer(i int, e Entry, it *Item) {
	r := Reply{Kind: ParseReply(e.Kind), Done: e.Done, Link: e.Link, Away: e.Away, By: e.By}.tidy()
	if it.Reply.same(r) {
		t.out.Known++
		return
	}
	target := t.target(it.Site)
	faults := r.faults(target)
	for _, x := range faults {
		t.object(i, x.field, "%s", x.Error())
	}
	switch {
	case len(faults) > 0:
		return
	case it.State.Closed():
		t.out.Closed = append(t.out.Closed, fmt.Sprintf("%s 已是“%s”，不需要再答复", it.ID, it.State.Word()))
		return
	case it.State == Reopened && it.Since.After(t.Exported):
		t.object(i, FieldID, "工作簿导出之后，%s 已重新打开：请重新导出，看过新的情况再答复", it.ID)
		return
	case it.Reply != nil && it.Reply.At.After(t.Exported):
		t.object(i, FieldKind, "工作簿导出之后，%s 已作答复（%s）：请与其商定，重新导出后再填", it.Reply.By, it.Reply.Kind.Word())
		return
	}
	event, err := Answer(*it, target, t.Now, r)
	if err != nil {
		t.object(i, FieldID, "%s", err.Error())
		return
	}
	t.out.Changes = append(t.out.Changes, Change{Item: *it, Events: []Event{event}})
}

func (t *taking) target(id string) site.Target {
	for _, x := range t.Targets {
		if x.ID == id {
			return x
		}
	}
	return site.Target{}
}

func offered() string {
	var words []string
	for _, k := range ReplyKinds() {
		words = append(words, k.Word())
	}
	return strings.Join(words, "、")
}

// ParseReply reads a kind as offered; what it does not know it returns as it stands.
func ParseReply(s string) ReplyKind {
	s = strings.ReplaceAll(Tidy(s), " ", "")
	for _, k := range ReplyKinds() {
		if s == k.Word() {
			return k
		}
	}
	return ReplyKind(s)
}
