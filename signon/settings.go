// Package signon lets people sign in with the account they have elsewhere: it asks an
// OpenID Connect provider who somebody is, and says what role that is here. It keeps
// nothing and is handed the time.
package signon

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/internal/yamldoc"
)

// Settings name a provider, and say which of its people are who here.
type Settings struct {
	Issuer     string `yaml:"issuer"` // https://sso.example.gov.cn/realms/zwgk; "": people sign in by password only
	ClientID   string `yaml:"client_id"`
	SecretFile string `yaml:"secret_file"` // a file with the client's secret; "": a public client
	Name       string `yaml:"name"`        // the word on the button
	Claim      string `yaml:"claim"`       // what holds the name to sign in by
	// RoleClaim is what holds the roles or groups of a person: a text or a list, at
	// the top or below, as in realm_access.roles.
	RoleClaim string `yaml:"role_claim"`
	// Roles says what their values are here. Of several the one with the most rights
	// counts; who has none does not get in.
	Roles map[string]access.Role `yaml:"roles"`
	// DepartmentClaim holds the departments of a person of the role department, named
	// as the sites name them.
	DepartmentClaim string `yaml:"department_claim"`
}

// Defaults is without a provider.
func Defaults() Settings {
	return Settings{Name: "统一身份认证", Claim: "preferred_username", RoleClaim: "roles"}
}

// Used reports that there is a provider.
func (s Settings) Used() bool { return s.Issuer != "" }

// Validate reports everything wrong with the section.
func (s Settings) Validate() error {
	if !s.Used() {
		return nil
	}
	var errs []error
	if u, err := url.Parse(s.Issuer); err != nil || !safe(u) || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		errs = append(errs, yamldoc.At("issuer", "统一身份认证的地址 %q 应写成 https://主机/路径", s.Issuer))
	}
	for _, f := range []struct{ key, value string }{{"client_id", s.ClientID}, {"name", s.Name}, {"claim", s.Claim}, {"role_claim", s.RoleClaim}} {
		if strings.TrimSpace(f.value) == "" {
			errs = append(errs, yamldoc.At(f.key, "写了 issuer，还要写 %s", f.key))
		}
	}
	if len(s.Roles) == 0 {
		errs = append(errs, yamldoc.At("roles", "要写明统一身份认证里的哪些角色可以登录，如 {zwgk-pinggu: evaluator}"))
	}
	var wrong []string
	departments := false
	for value, role := range s.Roles {
		if !role.Valid() {
			wrong = append(wrong, value)
		}
		departments = departments || role == access.Department
	}
	slices.Sort(wrong)
	for _, value := range wrong {
		errs = append(errs, yamldoc.At("roles", "%q 的角色 %q 应为 administrator、evaluator、reviewer、supervisor 或 department", value, string(s.Roles[value])))
	}
	if departments && s.DepartmentClaim == "" {
		errs = append(errs, yamldoc.At("department_claim", "有角色是责任部门（department），还要写哪一项是所属部门"))
	}
	return errors.Join(errs...)
}

// safe reports an address that nobody on the way can read: by HTTPS, or on this
// machine.
func safe(u *url.URL) bool {
	if u.Host == "" {
		return false
	}
	if u.Scheme == "https" {
		return true
	}
	host := u.Hostname()
	a, err := netip.ParseAddr(host)
	return u.Scheme == "http" && (host == "localhost" || err == nil && a.IsLoopback())
}
