package ledger

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// Bounds of what a person may write, in characters.
const (
	mostWords = 2000
	mostName  = 50
	mostLink  = 2000
)

// Tidy collapses white space and drops what cannot be seen: control characters, and
// marks with which text can pose as other text.
func Tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func checkName(by string) error {
	switch {
	case by == "":
		return errors.New("没有写姓名：请写办理人的姓名")
	case utf8.RuneCountInString(by) > mostName:
		return fmt.Errorf("姓名超过 %d 字：请只写姓名", mostName)
	}
	return nil
}

func checkWords(s, what string) error {
	switch {
	case s == "":
		return fmt.Errorf("没有写%s：请写明", what)
	case utf8.RuneCountInString(s) > mostWords:
		return fmt.Errorf("%s超过 %d 字：请精简，详情另附", what, mostWords)
	}
	return nil
}

func (r Reply) tidy() Reply {
	r.Done, r.Link, r.Away, r.By = Tidy(r.Done), Tidy(r.Link), Tidy(r.Away), Tidy(r.By)
	return r
}

// fault is what is wrong with one field of an answer, in Chinese.
type fault struct {
	field Field
	error
}

// FieldOf returns the field of an answer that an error of [Answer] is about.
func FieldOf(err error) (Field, bool) {
	var f fault
	ok := errors.As(err, &f)
	return f.field, ok
}

// check returns the first thing wrong with an answer about the site t.
func (r Reply) check(t site.Target) error {
	if list := r.faults(t); len(list) > 0 {
		return list[0]
	}
	return nil
}

// faults returns everything wrong with an answer.
func (r Reply) faults(t site.Target) (out []fault) {
	object := func(field Field, err error) {
		if err != nil {
			out = append(out, fault{field, err})
		}
	}
	what := "整改措施"
	switch r.Kind {
	case Mended:
	case AskFree, AskFalse:
		what = "理由"
	default:
		object(FieldKind, fmt.Errorf("“%s”不是可选的说明类型：请选择 %s", Clip(string(r.Kind)), offered()))
	}
	object(FieldDone, checkWords(r.Done, what))
	switch {
	case r.Link == "" && r.Kind == Mended:
		object(FieldLink, errors.New("没有写整改链接：请写出能看到整改结果的网页地址"))
	case r.Link != "":
		object(FieldLink, checkLink(r.Link))
		if u, err := url.Parse(r.Link); err == nil && u.Host != "" && !site.NewScope(t).SameHost(u) && r.Away == "" {
			object(FieldAway, fmt.Errorf("整改链接不在本站（%s）：请改用本站的网页，或者在“链接不在本站的原因”里说明", Clip(t.URL)))
		}
	}
	if utf8.RuneCountInString(r.Away) > mostWords {
		object(FieldAway, fmt.Errorf("链接不在本站的原因超过 %d 字：请精简", mostWords))
	}
	object(FieldBy, checkName(r.By))
	return out
}

func checkLink(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(s, " \"'<>`\\") {
		return fmt.Errorf("“%s”不是网页地址：请写以 http:// 或 https:// 开头的完整地址", Clip(s))
	}
	if len(s) > mostLink {
		return fmt.Errorf("整改链接超过 %d 字节：请写网页本身的地址", mostLink)
	}
	return nil
}

// Clip shortens what is repeated in a message.
func Clip(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}
