package main

import (
	"fmt"
	"net/url"
	"strings"
)

// flood is a request that is far larger than it looks, or than any page of ours sends.
type flood struct {
	why, who, method, path string
	form                   string
	header                 string
	want                   int
	says                   string // in the answer
}

func floods() []flood {
	aliases := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		aliases += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	draft := func(text string) string { return "text=" + url.QueryEscape(text) }
	long := strings.Repeat("a", 50<<10)
	return []flood{
		{"a rule pack of a billion aliases", "pinggu", "POST", "/try", draft(aliases + "id: *a9\n"), "", 422, ""},
		{"a rule pack of merged aliases", "pinggu", "POST", "/try", draft("a: &a {x: 1, y: 2}\nrules: [" + strings.Repeat("{<<: *a}, ", 20_000) + "{}]\n"), "", 422, ""},
		{"a rule pack of open brackets", "pinggu", "POST", "/try", draft(strings.Repeat("[", 100_000)), "", 422, "嵌套"},
		{"a rule pack of nested lists", "pinggu", "POST", "/try", draft(strings.Repeat("- ", 100_000)), "", 422, "嵌套"},
		{"a rule pack of a hundred thousand keys", "pinggu", "POST", "/try", draft("id: a\n" + keysOf(100_000)), "", 422, ""},
		{"a rule pack beyond its bound", "pinggu", "POST", "/try", draft(strings.Repeat("x", 600<<10)), "", 422, "过大"},
		{"a form beyond its bound", "pinggu", "POST", "/try", draft(strings.Repeat("#", 2<<20)), "", 413, "过大"},
		{"a very long quote", "jiaxian", "GET", "/runs/RUN/sites/jia/stored?url=HOMEA&quote=" + long, "", "", 200, ""},
		{"a very long search", "jiaxian", "GET", "/items?site=" + long + "&rule=" + long[:8<<10], "", "", 200, ""},
		{"a very long search of the queue", "pinggu", "GET", "/queue?q=" + long, "", "", 200, ""},
		{"ten thousand parameters", "pinggu", "GET", "/queue?" + strings.Repeat("a=b&", 10_000), "", "", 200, ""},
		{"a header that does not end", "jiaxian", "GET", "/", "", "X-A: " + strings.Repeat("a", 200<<10), 431, ""},
		{"an address that does not end", "jiaxian", "GET", "/?" + strings.Repeat("a", 200<<10), "", "", 431, ""},
	}
}

func keysOf(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: 1\n", i)
	}
	return b.String()[:min(b.Len(), 400<<10)]
}
