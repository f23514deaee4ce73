package signon

import (
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/access"
)

// voucher reads who somebody is from what the provider says of them.
func (s Settings) voucher(issuer, subject string, claims map[string]any) (access.Voucher, error) {
	v := access.Voucher{Issuer: issuer, Subject: subject}
	if names := texts(claims, s.Claim); len(names) == 1 {
		v.Name = names[0]
	}
	if v.Name == "" {
		return v, access.Problem("统一身份认证没有说明您的登录名，请联系管理员。")
	}
	if names := texts(claims, "name"); len(names) == 1 {
		v.Display = shown(names[0])
	}
	v.Role = s.role(texts(claims, s.RoleClaim))
	if v.Role == "" {
		return v, access.Problem("您在统一身份认证里没有可以使用本系统的角色，请联系管理员。")
	}
	if v.Role == access.Department {
		v.Departments = texts(claims, s.DepartmentClaim)
	}
	return v, nil
}

const mostDisplay = 60

// shown is a name as it may stand in a line.
func shown(name string) string {
	line := []rune(strings.Join(strings.FieldsFunc(name, unicode.IsControl), " "))
	return string(line[:min(len(line), mostDisplay)])
}

// role is what a person is here: of several the one with the most rights.
func (s Settings) role(values []string) access.Role {
	for _, role := range access.Roles() {
		for _, value := range values {
			if s.Roles[value] == role {
				return role
			}
		}
	}
	return ""
}

// texts reads a claim that is a text or a list of texts, by its name or by the way that
// leads down to it.
func texts(claims map[string]any, name string) []string {
	v, ok := claims[name]
	if !ok {
		head, rest, below := strings.Cut(name, ".")
		if inner, isMap := claims[head].(map[string]any); below && isMap {
			return texts(inner, rest)
		}
		return nil
	}
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, x := range v {
			if text, ok := x.(string); ok && strings.TrimSpace(text) != "" {
				out = append(out, strings.TrimSpace(text))
			}
		}
		return out
	}
	return nil
}
