package extract

import (
	"strconv"
	"strings"
)

// decided returns code without the condition before it if that is true of two numbers
// written out, and nothing if it is not: a list puts the number of its page and that of
// its last one into the same button on every page, if(3<3)location='list_4.htm'. The
// language that some name before it is left out.
func decided(code string) string {
	if script, ok := scriptOf(code); ok {
		code = script
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "if")
	if !ok {
		return code
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, " "), "(")
	asked, then, closed := strings.Cut(rest, ")")
	if !ok || !closed {
		return code
	}
	at := strings.IndexAny(asked, "<>=!")
	if at < 0 {
		return code
	}
	end := at + 1
	for end < len(asked) && asked[end] == '=' {
		end++
	}
	a, errA := strconv.Atoi(strings.TrimSpace(asked[:at]))
	b, errB := strconv.Atoi(strings.TrimSpace(asked[end:]))
	if errA != nil || errB != nil || strings.Contains(then, "else") {
		return code
	}
	holds := false
	switch asked[at:end] {
	case "<":
		holds = a < b
	case "<=":
		holds = a <= b
	case ">":
		holds = a > b
	case ">=":
		holds = a >= b
	case "==", "===":
		holds = a == b
	case "!=", "!==":
		holds = a != b
	default:
		return code
	}
	if !holds {
		return ""
	}
	return strings.TrimLeft(then, " ")
}
