package reports

import (
	"io"

	"github.com/govaudit/govaudit/audit"
)

// WriteResults writes results.json alone, as [Write] writes it among the reports.
func WriteResults(out io.Writer, r audit.Results) error { return writeResults(out, r) }
