package crawler

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/govaudit/govaudit/site"
)

// maxRefusal bounds the answer that is looked at: a refusal is short.
const maxRefusal = 4 << 10

// refused says in Chinese that data answered with status 200 only say that there are
// none to be had; "" if they hold any, or say that there are none.
func refused(p *site.Page) string {
	text := bytes.TrimSpace(p.Body)
	if !p.OK() || len(text) < 2 || len(text) > maxRefusal {
		return ""
	}
	if i, k := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')'); text[0] != '{' && i > 0 && k > i {
		text = bytes.TrimSpace(text[i+1 : k]) // callback({…})
	}
	var fields map[string]any
	if len(text) == 0 || text[0] != '{' || json.Unmarshal(text, &fields) != nil {
		return ""
	}
	no, said := false, ""
	for name, v := range fields {
		switch low := strings.ToLower(name); low {
		case "code", "status", "errcode", "errno", "error_code", "errorcode", "ret", "retcode", "resultcode", "state", "success", "ok":
			no = no || refuses(v)
		case "msg", "message", "errmsg", "error", "errormsg", "info", "desc", "retmsg":
			if s, ok := v.(string); ok && (len(s) > len(said) || len(s) == len(said) && s < said) {
				said = s
			}
		default:
			if holds(v) {
				return ""
			}
		}
	}
	if !no || hasAny(said, "暂无", "没有", "无数据", "无相关", "为空", "不存在", "未找到", "未查到", "no data", "not found", "empty") {
		return ""
	}
	return "返回的是错误提示“" + clip(said, 40) + "”"
}

// refuses reports the value of a field of state that says no.
func refuses(v any) bool {
	switch v := v.(type) {
	case bool:
		return !v
	case float64:
		return v < 0 || v >= 400 && v < 600
	case string:
		n, err := strconv.Atoi(v)
		return err == nil && (n < 0 || n >= 400 && n < 600) || strings.EqualFold(v, "false") || errorCode.MatchString(v)
	}
	return false
}

// errorCode matches what programs write for a fault in place of a number: E0001, ERR_DB,
// failure.
var errorCode = regexp.MustCompile(`(?i)^(?:e[-_]?\d+|err\w*|fail\w*|exception\w*|timeout\w*)$`)

// promises reports data that name a number of rows and hold none: those behind the last
// page of a list do, and so do those of a server that could not get them.
func promises(p *site.Page) bool {
	text := bytes.TrimSpace(p.Body)
	var fields map[string]any
	if !p.OK() || len(text) < 2 || len(text) > maxRefusal || text[0] != '{' || json.Unmarshal(text, &fields) != nil {
		return false
	}
	return !holds(fields) && total(fields) > 0
}

// total returns the largest number that an object calls a total.
func total(fields map[string]any) (most float64) {
	for name, v := range fields {
		switch v := v.(type) {
		case float64:
			if strings.HasPrefix(strings.ToLower(name), "total") {
				most = max(most, v)
			}
		case map[string]any:
			most = max(most, total(v))
		}
	}
	return most
}

// holds reports a value with something in it that readers could be shown.
func holds(v any) bool {
	switch v := v.(type) {
	case []any:
		return len(v) > 0
	case map[string]any:
		for _, x := range v {
			if holds(x) {
				return true
			}
		}
	case string:
		return len(v) > 200
	}
	return false
}
