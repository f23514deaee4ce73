package access

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const mostName = 40

// fold is a name as it is kept: what looks alike is the same.
func fold(name string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(name))) }

func checkUser(u User) error {
	n := utf8.RuneCountInString(u.Name)
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-@", r)
	}
	switch {
	case n < 2 || n > mostName:
		return Problem(fmt.Sprintf("登录名为 2 至 %d 个字符。", mostName))
	case strings.ContainsFunc(u.Name, func(r rune) bool { return !plain(r) }) || fold(u.Name) != u.Name:
		return Problem("登录名只能用字母、汉字、数字和 . _ - @。")
	case utf8.RuneCountInString(u.Display) > 60 || strings.ContainsFunc(u.Display, unicode.IsControl):
		return Problem("姓名最多 60 个字，不能换行。")
	}
	return checkRole(u.Role, u.Departments)
}

const mostDepartments = 50

func checkRole(r Role, departments []string) error {
	switch {
	case !r.Valid():
		return Problem("请选择角色。")
	case r == Department && len(departments) == 0:
		return Problem("责任部门的账号须写明是哪个部门，名称与网站登记的责任单位一致。")
	case r != Department && len(departments) > 0:
		return Problem("只有责任部门的账号须写部门。")
	case len(departments) > mostDepartments:
		return Problem(fmt.Sprintf("一个账号最多 %d 个部门。", mostDepartments))
	}
	for _, d := range departments {
		if strings.TrimSpace(d) != d || d == "" || utf8.RuneCountInString(d) > 100 || strings.ContainsFunc(d, unicode.IsControl) {
			return Problem("部门名称每行一个，不超过 100 字。")
		}
	}
	return nil
}
