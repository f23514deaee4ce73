package extract

import (
	"testing"
)

func TestDataInAFunction(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		value      string // what begins with the value; "": it is no data
	}{
		{"a plain call", `show({"a":1})`, `({"a":1})`},
		{"a call of a library's name", `jQuery1113_1711({"a":1});`, `({"a":1});`},
		{"behind a comment against sniffing", `/**/show([1])`, `([1])`},
		{"behind a semicolon and a space", ";\n show([1])", `([1])`},
		{"in a try", `try{show({"a":1})}catch(e){}`, `({"a":1})}catch(e){}`},
		{"behind the question whether it is there", `typeof show === 'function' && show({"a":1});`, `({"a":1});`},
		{"behind a shorter one", `window.show&&show([{"a":1}])`, `([{"a":1}])`},
		{"a library", `(function(a){a&&b({})})(window)`, ""},
		{"a function", `function show(d){}`, ""},
		{"a comment without an end", `/* show({})`, ""},
		{"words", `show(1)`, ""},
		{"nothing", ``, ""},
	} {
		at := jsonpStart([]byte(tt.body))
		if tt.value == "" {
			if at != 0 {
				t.Errorf("%s: data at %d", tt.name, at)
			}
			continue
		}
		if at == 0 || tt.body[at-1:] != tt.value {
			t.Errorf("%s: at %d", tt.name, at)
		}
	}
}

func FuzzJSONPStart(f *testing.F) {
	f.Add([]byte("/**/;try{a&&b({"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if at := jsonpStart(b); at < 0 || at >= len(b) && at != 0 {
			t.Errorf("%q: %d", b, at)
		}
	})
}
