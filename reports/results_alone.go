package reports

import (
	_ "embed"
	"io"

	"github.com/govaudit/govaudit/audit"
)

//go:embed results.schema.json
var resultsSchema []byte

// ResultsSchema returns the JSON Schema that results.json follows.
func ResultsSchema() []byte { return resultsSchema }

// WriteResults writes results.json alone, as [Write] writes it among the reports.
func WriteResults(out io.Writer, r audit.Results) error {
	alone := Report{Results: r}
	return alone.writeResults(out)
}

// Complete copies a result as results.json has it: with empty lists in place of
// absent ones.
func Complete(s *audit.Site) audit.Site { return complete(s) }
