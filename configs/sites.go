package configs

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/site"
)

// siteEntry is one site as written in a config, a YAML list or a row of a table.
type siteEntry struct {
	ID         string     `yaml:"id"`
	Name       string     `yaml:"name"`
	URL        string     `yaml:"url"`
	Level      site.Level `yaml:"level"`
	Department string     `yaml:"department"`
	Of         site.Level `yaml:"of"`
	Code       string     `yaml:"code"`
	Scope      []string   `yaml:"scope"`
	Exclude    []string   `yaml:"exclude"`
	Hosts      []string   `yaml:"hosts"`
	Packs      []string   `yaml:"packs"`
}

// placedEntry is an entry with the place to complain about.
type placedEntry struct {
	siteEntry
	place string // file:line or file:line:column
}

var (
	idForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	codeForm = regexp.MustCompile(`^([a-z]{2}[0-9]{8}|[0-9]{10})$`)
	notID    = regexp.MustCompile(`[^a-z0-9]+`)
)

// Validate reports everything wrong with one entry.
func (e siteEntry) Validate() error {
	var errs []error
	bad := func(key, format string, args ...any) { errs = append(errs, yamldoc.At(key, format, args...)) }
	u, err := url.Parse(strings.TrimSpace(e.URL))
	switch {
	case e.URL == "":
		bad("url", "缺少网址：写首页地址，如 http://www.example.gov.cn/")
	case err != nil:
		bad("url", "网址 %q 无法识别：%v", e.URL, err)
	case u.Scheme != "http" && u.Scheme != "https":
		bad("url", "网址 %q 应以 http:// 或 https:// 开头", e.URL)
	case u.Host == "":
		bad("url", "网址 %q 没有主机名", e.URL)
	}
	if e.ID != "" && !idForm.MatchString(e.ID) {
		bad("id", "编号 %q 只能用小写字母、数字和连字符", e.ID)
	}
	if !e.Level.Valid() {
		bad("level", "层级 %q 应为 %s 之一", e.Level, site.LevelNames())
	}
	if e.Of != "" && !e.Of.Valid() {
		bad("of", "所属层级 %q 应为 %s 之一", e.Of, site.LevelNames())
	}
	if e.Code != "" && !codeForm.MatchString(strings.ToLower(e.Code)) {
		bad("code", "网站标识码 %q 应为 10 位数字，或 2 位字母加 8 位数字", e.Code)
	}
	for _, s := range e.Scope {
		if !strings.HasPrefix(s, "/") {
			bad("scope", "范围 %q 应以 / 开头", s)
		}
	}
	for _, s := range e.Exclude {
		if !strings.HasPrefix(s, "/") {
			bad("exclude", "排除范围 %q 应以 / 开头", s)
		}
	}
	return errors.Join(errs...)
}

// targets returns the sites to audit, or the ids that several entries claim.
func targets(entries []placedEntry) ([]site.Target, error) {
	var out []site.Target
	var problems []error
	taken := map[string]string{}
	for _, e := range entries {
		t := e.target()
		if at, ok := taken[t.ID]; ok {
			problems = append(problems, fmt.Errorf("%s: 编号 %q 与 %s 重复：给其中一个另写 id", e.place, t.ID, at))
			continue
		}
		taken[t.ID] = e.place
		out = append(out, t)
	}
	return out, errors.Join(problems...)
}

// target completes a valid entry with its defaults.
func (e siteEntry) target() site.Target {
	u, err := url.Parse(strings.TrimSpace(e.URL))
	if err != nil {
		panic(err) // Validate has parsed it
	}
	if u.Path == "" {
		u.Path = "/"
	}
	t := site.Target{ID: e.ID, Name: e.Name, URL: u.String(), Level: e.Level, Of: e.Of, Department: e.Department,
		Code: e.Code, Scope: e.Scope, Exclude: e.Exclude, Hosts: e.Hosts, Packs: e.Packs}
	if t.ID == "" {
		t.ID = defaultID(u, e.Scope)
	}
	if t.Name == "" {
		t.Name = u.Host
	}
	if t.Department == "" {
		t.Department = t.Name
	}
	return t
}

// defaultID makes a site's key from its host and, where many units share the
// host, its first path prefix: www.nantong.gov.cn gives nantong.
func defaultID(u *url.URL, scope []string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), ".gov.cn")
	if i := slices.IndexFunc(scope, func(s string) bool { return s != "/" }); i >= 0 {
		name += "-" + strings.ToLower(scope[i])
	}
	if id := strings.Trim(notID.ReplaceAllString(name, "-"), "-"); id != "" {
		return id
	}
	return "site"
}
