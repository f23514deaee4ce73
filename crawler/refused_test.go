package crawler

import (
	"testing"

	"github.com/govaudit/govaudit/site"
)

func TestDataThatOnlySayNo(t *testing.T) {
	for _, c := range []struct {
		name, body string
		no         bool
	}{
		{"a signature that is not taken", `{"code":401,"msg":"签名错误","data":null}`, true},
		{"a code in words", `{"status":"error","message":"非法请求"}`, true},
		{"behind a callback", `jp_1({"success":false,"msg":"系统繁忙"})`, true},
		{"a number below nothing", `{"errno":-3,"result":{"rows":[]}}`, true},
		{"rows beside the code", `{"code":500,"data":{"rows":[{"id":1}]}}`, false},
		{"a code with a letter before it", `{"code":"E0001","data":null}`, true},
		{"a word that says it went well", `{"code":"SUCCESS","data":[]}`, false},
		{"an empty list", `{"code":0,"data":[],"count":0}`, false},
		{"an empty list called an error", `{"code":404,"msg":"暂无数据","data":[]}`, false},
		{"a page", `<p>{"code":401}</p>`, false},
		{"nothing", ``, false},
		{"a bracket alone", `x(`, false},
	} {
		if got := refused(&site.Page{Status: 200, Body: []byte(c.body)}) != ""; got != c.no {
			t.Errorf("%s: refused %v", c.name, got)
		}
	}
}

func TestDataThatPromiseRows(t *testing.T) {
	for body, want := range map[string]bool{
		`{"code":0,"rows":[],"total":37}`:            true,
		`{"data":{"totalCount":3,"list":null}}`:      true,
		`{"code":0,"rows":[],"total":0}`:             false,
		`{"code":0,"rows":[{"id":[1]}],"total":1}`:   false,
		`{"code":0,"rows":["关于印发办法的通知"],"total":37}`: false,
		``:   false,
		`[]`: false,
	} {
		if got := promises(&site.Page{Status: 200, Body: []byte(body)}); got != want {
			t.Errorf("%s: promises %v", body, got)
		}
	}
}
