package rules

import (
	"fmt"
	"testing"
)

// What a text says counts wherever it stands in its page; where it cannot be read, it is
// not said to be lacking.
func TestTextInOddPlaces(t *testing.T) {
	half := func(check string) (rest, part string, site func(string) string) {
		entry, path, name := guideEntry, "/zwgk/zn/", "政府信息公开指南"
		switch check {
		case "guide":
			rest, part = lessGuide(guideOffice), guideOffice
		case "institution":
			entry, path, name = orgEntry, "/zwgk/jg/", "机构职能"
			rest, part = orgDuties+orgUnits, orgAddress+orgHours+orgPhone+orgHead
		case "application":
			entry, path, name = applyEntry, "/zwgk/ysq/", "依申请公开"
			rest, part = applyRest+applyForm, applyWays+applyLimits
		}
		return rest, part, func(text string) string {
			return county("", entry+`<li><a href="/zwgk/a/">机构简介</a></li>`, single(path, name, text)+single("/zwgk/a/", "机构简介", orgDuties)+"-- /zwgk/ysq/sqb.doc --\nContent-Type: application/msword\n\nx\n")
		}
	}
	for _, tt := range []struct{ name, before, after, want string }{
		{"in a block", `<div>`, `</div>`, "pass"},
		{"in a part that opens", `<details><summary>更多</summary>`, `</details>`, "pass"},
		{"in a foot of its own", `<div class="foot">`, `</div>`, "pass"},
		{"in a footer of its own", `<footer>`, `</footer>`, "pass"},
		{"beside the text", `<aside>`, `</aside>`, "pass"},
		{"that moves", `<marquee>`, `</marquee>`, "pass"},
		{"in a field", `<textarea readonly>`, `</textarea>`, "review element_missing"},
		{"in the shadow of an element", `<div><template shadowrootmode="open">`, `</template></div>`, "review element_missing"},
		{"in a drawing", `<svg><foreignObject>`, `</foreignObject></svg>`, "review element_missing"},
	} {
		for _, check := range []string{"guide", "institution", "application"} {
			rest, part, site := half(check)
			t.Run(fmt.Sprintf("%s %s", check, tt.name), func(t *testing.T) {
				expect(t, judgeSite(t, check, "{}", site(rest+tt.before+part+tt.after)), tt.want)
			})
		}
	}
}
