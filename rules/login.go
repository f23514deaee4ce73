package rules

import (
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// loginNames stand in the titles of pages that let only those in who are known.
// They are folded.
var loginNames = []string{"登录", "登陆", "身份认证", "身份验证", "login", "signin"}

// behindLogin reports that a login was answered in place of a page: what it hides
// was not seen. A column whose own name is that of a login is what was asked for.
func behindLogin(pg *portal.Page) bool {
	if !pg.OK() || pg.Rows() > 0 || pg.Residue >= saysSomething || pg.BodyLinks > 3 {
		return false
	}
	f := pg.Facts()
	return len(f.Attachments) == 0 && wordIn(extract.Fold(f.HTMLTitle), loginNames) != ""
}
