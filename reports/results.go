package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/rules"
	"github.com/govaudit/govaudit/scoring"
)

// writeResults writes results.json as contract §3 has it: every key present, one
// site after the other so that a large run is never held twice.
func (r *Report) writeResults(out io.Writer) error {
	w := bufio.NewWriter(out)
	run := r.Results.Run
	run.Packs = full(run.Packs)
	head, err := marshal(run, "  ")
	if err != nil {
		return err
	}
	schema, err := marshal(audit.ResultsSchema, "")
	if err != nil {
		return err
	}
	w.WriteString("{\n  \"schema\": ")
	w.Write(schema)
	w.WriteString(",\n  \"run\": ")
	w.Write(head)
	w.WriteString(",\n  \"sites\": [")
	before := "\n    "
	err = r.each(r.Results.Sites, func(s *audit.Site) error {
		b, err := marshal(complete(s), "    ")
		if err != nil {
			return err
		}
		w.WriteString(before)
		before = ",\n    "
		_, err = w.Write(b)
		return err
	})
	if err != nil {
		return err
	}
	if len(r.Results.Sites) > 0 {
		w.WriteString("\n  ")
	}
	w.WriteString("]\n}\n")
	return w.Flush() // also reports what failed before it
}

// marshal leaves < > & readable: results.json is data, never part of a page.
func marshal(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// complete copies a site with empty lists in place of absent ones.
func complete(s *audit.Site) audit.Site {
	out := *s
	out.Coverage = nil
	out.Scores = slices.Clone(full(s.Scores))
	for i := range out.Scores {
		out.Scores[i].Vetoes = full(out.Scores[i].Vetoes)
		out.Scores[i].Lines = full[scoring.Line](out.Scores[i].Lines)
		if d := out.Scores[i].Decided; d != nil {
			said := *d
			said.Vetoes = full(said.Vetoes)
			out.Scores[i].Decided = &said
		}
	}
	out.Findings = slices.Clone(full(s.Findings))
	for i := range out.Findings {
		f := &out.Findings[i]
		f.Clauses = full(f.Clauses)
		f.Defects = slices.Clone(full[rules.Defect](f.Defects))
		for k := range f.Defects {
			f.Defects[k].Evidence = full(f.Defects[k].Evidence)
		}
	}
	return out
}

func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
