package rules

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

var (
	// goodCode is a 网站标识码: bm and eight digits for ministries, ten digits elsewhere (国办发〔2017〕47号).
	goodCode = regexp.MustCompile(`^(?:bm[0-9]{8}|[0-9]{10})$`)
	// heldCode is a code among other words.
	heldCode = regexp.MustCompile(`(?:^|[^0-9])(?:bm[0-9]{8}|[0-9]{10})(?:[^0-9]|$)`)
	// shownCode is the code as a footer shows it.
	shownCode = regexp.MustCompile(`标[识识誌志]码[：:\s]*((?:bm|BM|Bm)?[0-9]{8,10})(?:[^0-9]|$)`)
)

// wrongCode compares SiteIDCode with its form, with the code the operator
// registered and with the one the page's own footer shows.
func wrongCode(c *Case, pg *portal.Page, value string) (untrue, bool) {
	code := strings.Trim(strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(value)), "")), ",;.、。:|")
	u := untrue{label: "SiteIDCode", value: value, certain: true}
	registered := strings.ToLower(c.Target.Code)
	shown := "" // costs the reading of the page: nobody asks where it does not count
	if code != "" && registered == "" {
		shown = footerCode(c, pg)
	}
	switch {
	case code == "":
		return u, false
	case !goodCode.MatchString(code) && heldCode.MatchString(code):
		u.certain, u.why = false, "除标识码以外另有文字"
	case !goodCode.MatchString(code):
		u.why = "不合标识码的格式（bm 加 8 位数字，或 10 位数字）"
	case goodCode.MatchString(registered) && code != registered:
		u.why = "与登记的标识码 " + c.Target.Code + " 不同"
		u.certain = !scoped(c)
	case shown != "" && shown != code:
		u.why = "与页脚的标识码 " + shown + " 不同"
		u.certain = !scoped(c)
	case !scoped(c) && strays(c, pg, code):
		u.why = "与首页的标签和页脚都不同"
	default:
		return u, false
	}
	return u, true
}

// strays reports a code that is not the one which the label and the footer of the
// home page agree on, on a page that calls the site as the home page does: what
// stands under another's name may have another's code.
func strays(c *Case, pg *portal.Page, code string) bool {
	home := front(c)
	own := strings.ToLower(strings.TrimSpace(norm.NFKC.String(home.Facts().Meta.SiteIDCode)))
	return pg != home && own != "" && code != own && footerCode(c, home) == own && extract.Fold(pg.Facts().Meta.SiteName) == extract.Fold(home.Facts().Meta.SiteName)
}

// footerCode returns the identifier that the page shows at its end, "" if it shows
// none or several.
func footerCode(c *Case, pg *portal.Page) string {
	b := c.bottom(pg)
	if b == nil {
		return ""
	}
	return c.footers.code(fromCode(b.Text))
}

// footerCodes remembers the last end of a page and the identifier it shows: most pages
// of a site end in the same words.
type footerCodes struct{ tail, shown string }

// code returns the identifier a text shows, "" if it shows none or several.
func (f *footerCodes) code(tail string) string {
	if tail != f.tail {
		f.tail, f.shown = tail, codeIn(tail)
	}
	return f.shown
}

func codeIn(text string) string {
	code := ""
	for _, m := range shownCode.FindAllStringSubmatch(norm.NFKC.String(text), 5) {
		got := strings.ToLower(m[1])
		if !goodCode.MatchString(got) || code != "" && got != code {
			return ""
		}
		code = got
	}
	return code
}

// fromCode returns a text from where it may name an identifier, "" if it nowhere
// does: most pages have much before it.
func fromCode(text string) string {
	for {
		i := strings.Index(text, "标")
		if i < 0 {
			return ""
		}
		text = text[i:]
		_, n := utf8.DecodeRuneInString(text[len("标"):])
		if strings.HasPrefix(text[len("标")+n:], "码") {
			return text
		}
		text = text[len("标"):]
	}
}
