package configs

import (
	"errors"

	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/site"
)

// maxField bounds one field of a form, in bytes.
const maxField = 4000

// ParseSite reads one site from the fields of a form, by the keys of the config: id,
// name, url, level, department, of, code, scope, exclude, hosts, packs. Lists are
// separated by blanks, semicolons or line ends. problems holds, by key, what is wrong;
// it is empty where the site can be used.
func ParseSite(fields map[string]string) (t site.Target, problems map[string]string) {
	problems = map[string]string{}
	var e siteEntry
	for key, v := range fields {
		if len(v) > maxField {
			problems[key] = "内容太长"
			continue
		}
		e.set(key, v)
	}
	if len(problems) > 0 {
		return t, problems
	}
	err := e.Validate()
	if err == nil {
		return e.target(), problems
	}
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	for _, err := range list {
		var at *yamldoc.KeyError
		if errors.As(err, &at) && problems[at.Key] == "" {
			problems[at.Key] = at.Message
		}
	}
	return t, problems
}
