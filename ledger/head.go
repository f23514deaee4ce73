package ledger

import (
	"errors"
	"fmt"
	"time"

	"github.com/govaudit/govaudit/calendar"
)

// Errors of whoever records a fold.
var (
	ErrChanged = errors.New("changed meanwhile: read it again")
	ErrFolded  = errors.New("this run was folded before")
)

// Head is the last run that was folded into the items of a site.
type Head struct {
	N        int          `json:"n"` // how many runs were; 0: none
	Run      string       `json:"run"`
	Observed time.Time    `json:"observed"` // when its crawl began
	AsOf     calendar.Day `json:"as_of"`
}

// Late says in Chinese why a run is not to be folded after h: it comes too late, or
// judges by a day that has not come, to see what would be wrong then; "" if it is to be.
// Visits to single pages are never late: each item knows when it was seen last.
func (h Head) Late(s Sight) string {
	switch {
	case s.Run.Of != "" && s.AsOf > s.Today:
		return fmt.Sprintf("检查 %s 的监测时间点 %s 还没有到，不计入", s.Run.ID, s.AsOf)
	case h.N == 0 || s.Visit:
		return ""
	case s.observed().Before(h.Observed):
		return fmt.Sprintf("检查 %s 的抓取早于已计入台账的检查 %s，不再计入", s.Run.ID, h.Run)
	case s.observed().Equal(h.Observed) && s.AsOf < h.AsOf:
		return fmt.Sprintf("检查 %s 的监测时间点 %s 早于已计入台账的检查 %s（%s），不再计入", s.Run.ID, s.AsOf, h.Run, h.AsOf)
	}
	return ""
}

// After returns the head once a run is folded, or left out.
func (h Head) After(s Sight) Head {
	late := h.Late(s) != ""
	h.N++
	if s.Visit || late {
		return h
	}
	h.Run, h.Observed, h.AsOf = s.Run.ID, s.observed(), s.AsOf
	return h
}

// Record is what was recorded of folding one run into the items of a site.
type Record struct {
	Site   string    `json:"site"`
	Run    string    `json:"run"`
	At     time.Time `json:"at"`
	Counts Counts    `json:"counts"`
	Left   string    `json:"left,omitempty"` // why it was left out; "": it was not
}
