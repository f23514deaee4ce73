package rules

import "github.com/govaudit/govaudit/internal/yamldoc"

// MaxDraft bounds a draft, in bytes.
const MaxDraft = 512 << 10

// Draft reads a pack that somebody typed and nobody has released. It may extend the
// packs that the library knows by name, and no others: no file is read for it. The
// library does not remember it, whatever its id. The error is a yamldoc.Errors with
// every problem, placed in a file of the given name.
func (l *Library) Draft(name string, data []byte) (*Set, error) {
	if len(data) > MaxDraft {
		return nil, yamldoc.Errors{{File: name, Message: "规则包过大，最多 512 KB"}}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	set, problems := l.build(file{path: name, data: data, draft: true})
	if problems = append(problems, l.broken...); len(problems) > 0 {
		return nil, problems.Err()
	}
	return set, nil
}
