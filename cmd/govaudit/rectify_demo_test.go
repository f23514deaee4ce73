package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/demo"
)

// TestNothingChangesOnTheSamePortals audits some demonstration portals twice: of what
// was found nothing may be struck off, opened again or opened anew.
func TestNothingChangesOnTheSamePortals(t *testing.T) {
	var out bytes.Buffer
	e := env{Stdout: &out, Stderr: &out, Now: time.Now}
	portals, err := demo.Start(t.Context(), e.logger(true))
	if err != nil {
		t.Fatal(err)
	}
	defer portals.Close()
	c, err := demoConfig(portals, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c.Sites = c.Sites[:2]
	w, err := openWorkbench(t.Context(), e, c, common{Out: t.TempDir(), Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	for range 2 {
		if err := w.audit(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.folded.Counts; got.Created+got.Verified+got.Reopened+got.Lapsed > 0 || got.Unchanged == 0 {
		t.Errorf("%s\n%s", got, out.String()[strings.LastIndex(out.String(), "整改台账"):])
	}
}
