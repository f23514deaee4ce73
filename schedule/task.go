package schedule

import (
	"time"

	"github.com/govaudit/govaudit/site"
)

// Task is one thing to do: what fell due, or what a person asked for. It is recorded
// before anything is begun, and outlives the process.
type Task struct {
	ID       int64         `json:"id"`
	Schedule string        `json:"schedule,omitempty"` // "": a person asked for it
	Due      time.Time     `json:"due,omitzero"`       // with Schedule, what it is unique by
	By       string        `json:"by,omitempty"`       // who asked for it
	Asked    time.Time     `json:"asked"`
	Probe    bool          `json:"probe,omitempty"` // a visit to home pages
	Of       string        `json:"of,omitempty"`    // the run whose snapshots are judged again; "": it crawls
	AsOf     time.Time     `json:"as_of,omitzero"`  // the day that run judged by, with Of
	Items    []string      `json:"items,omitempty"` // of the ledger, whose pages alone are visited again
	Groups   []string      `json:"groups"`          // the sites meant, as ids or groups; none: all
	Sites    []site.Target `json:"sites,omitempty"` // what these were when its audit began; dropped at the end
	Total    int           `json:"total"`           // how many these were
	Packs    []string      `json:"packs"`           // only these; none: those of the run and of each site
	State    TaskState     `json:"state"`
	Run      string        `json:"run,omitempty"` // the audit that carries it out
	Began    time.Time     `json:"began,omitzero"`
	Ended    time.Time     `json:"ended,omitzero"`
	EndedBy  string        `json:"ended_by,omitempty"` // who cancelled it
	Note     string        `json:"note,omitempty"`     // in Chinese: why it was skipped, what failed
}

// TaskState is how far a task is.
type TaskState string

// The states. A task ends in one of the last four.
const (
	Waiting   TaskState = "waiting"
	Running   TaskState = "running" // also while no process is: it is gone on with at the next start
	Done      TaskState = "done"
	Failed    TaskState = "failed"    // by a fault of ours
	Cancelled TaskState = "cancelled" // by a person
	Skipped   TaskState = "skipped"   // the one before it was still to be done
)

// TaskStates lists them all.
var TaskStates = []TaskState{Waiting, Running, Done, Failed, Cancelled, Skipped}

// Ended reports that nothing more will be done.
func (s TaskState) Ended() bool { return s != Waiting && s != Running }

// Chinese returns the word for people.
func (s TaskState) Chinese() string {
	switch s {
	case Waiting:
		return "等待"
	case Running:
		return "进行中"
	case Done:
		return "完成"
	case Failed:
		return "失败"
	case Cancelled:
		return "已取消"
	case Skipped:
		return "已跳过"
	}
	return string(s)
}
