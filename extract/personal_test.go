package extract

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/govaudit/govaudit/site"
)

// idOf adds the check character to seventeen digits, by the weights as printed in
// GB 11643—1999.
func idOf(d string) string {
	sum := 0
	for i, w := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(d[i]-'0') * w
	}
	return d + "10X98765432"[sum%11:][:1]
}

// cardOf adds the check digit that makes the Luhn sum a multiple of ten.
func cardOf(d string) string {
	for c := '0'; c <= '9'; c++ {
		sum := 0
		s := d + string(c)
		for i := range len(s) {
			v := int(s[len(s)-1-i] - '0')
			if i%2 == 1 {
				v *= 2
			}
			sum += v/10 + v%10
		}
		if sum%10 == 0 {
			return s
		}
	}
	panic("unreachable")
}

var seenDay = time.Date(2026, 4, 10, 8, 0, 0, 0, time.UTC)

func TestKindOfNumber(t *testing.T) {
	for _, tt := range []struct {
		name, digits string
		want         PersonalKind // "": none
	}{
		{"the example of the standard", "11010519491231002X", IDNumber},
		{"a number with the right check digit", idOf("32010619900101123"), IDNumber},
		{"the same with another check digit", flip(idOf("32010619900101123")), ""},
		{"no such month", idOf("32010619901301123"), ""},
		{"30 February", idOf("32010619900230120"), ""},
		{"born the day before the page was seen", idOf("32010620260409123"), IDNumber},
		{"born the day after", idOf("32010620260411123"), ""},
		{"born 1900", idOf("32010619000101123"), IDNumber},
		{"born 1899", idOf("32010618991231123"), ""},
		{"no such province", idOf("99010619900101123"), ""},
		{"no such prefecture", idOf("11990119900101123"), ""},
		{"a city instead of a county", idOf("32060019900101123"), ""},
		{"a city without counties", idOf("44190019900101123"), IDNumber},
		{"fifteen digits of the old kind", "320106900101123", OldIDNumber},
		{"fifteen digits with no such day", "320106901301123", ""},
		{"a card", cardOf("622848040256489001"), CardNumber},
		{"a card of sixteen digits", cardOf("436742123456789"), CardNumber},
		{"a card with another last digit", flip(cardOf("622848040256489001")), ""},
		{"a mobile number", "13912345678", Mobile},
		{"a number that only stands for one", "13800000000", ""},
		{"eleven digits of a service", "12345678901", ""},
		{"a unified credit code in digits", "121100004000003847", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kind, ok := kindOfNumber(tt.digits, seenDay)
			if !ok {
				kind = ""
			}
			if kind != tt.want {
				t.Errorf("%s is %q, want %q", tt.digits, kind, tt.want)
			}
			if !hasPersonal("编号"+tt.digits+"。") && tt.want != "" {
				t.Errorf("%s is passed over", tt.digits)
			}
		})
	}
}

func flip(s string) string { return s[:len(s)-1] + string('0'+(s[len(s)-1]-'0'+1)%10) }

// TestPersonalOnPages shows what is read of one number on pages as people make them:
// kind, label, name, and how many rows are alike.
func TestPersonalOnPages(t *testing.T) {
	id, other, card := idOf("32010619900101123"), idOf("11010119850615204"), cardOf("622848040256489001")
	none := ""
	for _, tt := range []struct{ name, body, want string }{
		{"a table of persons", `<table><tr><th>序号</th><th>姓名</th><th>身份证号</th></tr><tr><td>1</td><td>张 三</td><td>` + id + `</td></tr><tr><td>2</td><td>李四光</td><td>` + other + `</td></tr></table>`,
			"id_number 身份证号 张三 2, id_number 身份证号 李四光 2"},
		{"a table whose village spans two rows", `<table><tr><td>村</td><td>户主</td><td>电话</td></tr><tr><td rowspan=2>东村</td><td>王五</td><td>13912345678</td></tr><tr><td>赵六</td><td>13812345679</td></tr></table>`,
			"mobile 电话 王五 2, mobile 电话 赵六 2"},
		{"a form of labels and values", `<table><tr><td>申请人</td><td>张三</td><td>身份证号码</td><td>` + id + `</td></tr></table>`, "id_number 身份证号码 张三 1"},
		{"a number that its cell breaks in two", `<table><tr><td>姓名</td><td>身份证号</td></tr><tr><td>张三</td><td>` + id[:10] + `<br>` + id[10:] + `&nbsp;</td></tr></table>`, "id_number 身份证号 张三 1"},
		{"a table below heads that nothing parts", `<p>补贴发放公示</p><p>姓名身份证号账号</p><ul><li><span>张三</span> <span>3201**********1231</span> <span>` + card + `</span></li></ul>`, "bank_card  张三 1"},
		{"a sentence", `<p>经查，当事人张三（身份证号：` + id + `），住本县。</p>`, "id_number 身份证号 张三 1"},
		{"digits parted by tags", `<p>张三，身份证号<span>320106</span><span>1990</span><b>` + id[10:] + `</b></p>`, "id_number 身份证号 张三 1"},
		{"full-width digits", `<p>张三　身份证号：` + fullWidth(id) + `</p>`, "id_number 身份证号 张三 1"},
		{"groups with blanks", `<p>张三 身份证号：` + id[:6] + " " + id[6:14] + "&nbsp;" + id[14:] + `</p>`, "id_number 身份证号 张三 1"},
		{"a final x in lower case", `<p>身份证号码为11010519491231002x。</p>`, "id_number 身份证号码 - 1"},
		{"a card in groups", `<p>开户名：张三 卡号：` + card[:4] + " " + card[4:8] + " " + card[8:12] + " " + card[12:16] + " " + card[16:] + `</p>`, "bank_card 卡号 张三 1"},
		{"rows of a list", `<ul><li>张三 13912345678 一等奖</li><li>李四 13912345679 二等奖</li><li>王五 13912345670 三等奖</li></ul>`,
			"mobile 张三 张三 3, mobile 李四 李四 3, mobile 王五 王五 3"},
		{"cells of digits beside one another", `<ul><li><span>张三</span><span>` + id + `</span><span>88</span></li></ul>`, "id_number 张三 张三 1"},
		{"several in one sentence", `<p>1、张三，13912345678；2、李四，13912345679；3、王五，13912345670</p>`, "mobile  张三 3, mobile  李四 3, mobile  王五 3"},
		{"labels and values on lines of their own", `<p>来信人：张三</p><p>联系电话：13912345678</p>`, "mobile 联系电话 张三 1"},
		{"a definition list", `<dl><dt>姓名</dt><dd>张三</dd><dt>手机</dt><dd>139 1234 5678</dd></dl>`, "mobile 手机 张三 1"},
		{"the number of a disability card holds that of its holder", `<table><tr><td>姓名</td><td>残疾证号</td></tr><tr><td>张三</td><td>` + id + `43</td></tr><tr><td>李四光</td><td>` + other + `11B1</td></tr></table>`, "id_number 残疾证号 张三 2, id_number 残疾证号 李四光 2"},
		{"twenty digits that nobody calls so", `<table><tr><td>姓名</td><td>订单号</td></tr><tr><td>张三</td><td>` + id + `43</td></tr></table>`, none},
		{"a kind of disability that is none", `<table><tr><td>姓名</td><td>残疾证号</td></tr><tr><td>张三</td><td>` + id + `93</td></tr></table>`, none},
		{"a hidden middle", `<p>张三 139****5678 3201061990****1234 ` + id[:14] + `****</p>`, none},
		{"a hidden end in crosses", `<p>张三 ` + id[:14] + `×××× ` + id[:14] + `XXXX</p>`, none},
		{"part of a longer number", `<p>项目代码2019-320600-48-03-` + id + `1</p>`, none},
		{"part of an address", `<p>http://www.a.gov.cn/` + id + `.html?id=13912345678</p>`, none},
		{"an e-mail address", `<p>邮箱：13912345678@163.com</p>`, none},
		{"a telephone of an office", `<p>电话：0513-85098000，传真：0513-85098001，邮编226000</p>`, none},
		{"a number in the footer", `<p>正文</p><div class="footer">联系电话：13912345678 苏公网安备 32060202000123号</div>`, none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := "<html><head><title>公示</title></head><body><div class=content><h1>关于某事项的公示</h1>" + tt.body + "</div></body></html>"
			f := Page(&site.Page{URL: "http://www.a.gov.cn/1.html", Body: []byte(body), ContentType: "text/html; charset=utf-8", Fetched: seenDay, Status: 200}, false)
			var got []string
			for _, p := range f.Personal {
				name := p.Beside
				if name == "" {
					name = "-"
				}
				got = append(got, fmt.Sprintf("%s %s %s %d", p.Kind, p.Label, name, p.Alike))
			}
			if g := strings.Join(got, ", "); g != tt.want {
				t.Errorf("got %s, want %s\n%+v", g, tt.want, f.Personal)
			}
			for _, p := range f.Personal {
				noLeak(t, p, id, other, card, "13912345678", "13812345679", "139 1234 5678")
			}
		})
	}
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 'X' {
			return 'Ｘ'
		}
		return r - '0' + '０'
	}, s)
}

// noLeak reports a fact that holds what it should hide.
func noLeak(t *testing.T, p Personal, secrets ...string) {
	t.Helper()
	for _, s := range []string{p.Masked, p.Quote, p.Label, p.Heads, p.Lead, p.Start} {
		for _, secret := range secrets {
			if len(secret) > 7 && strings.Contains(s, secret[4:len(secret)-3]) {
				t.Errorf("%q shows a number", s)
			}
		}
	}
}

func TestPersonalNumbersOfADocument(t *testing.T) {
	id := idOf("32010619900101123")
	got := PersonalNumbers("示例县救助名单\n序号\t姓名\t身份证号码\n1\t张三\t"+id+"\n2\t李四\t3201**********1234\n", seenDay)
	if len(got) != 1 {
		t.Fatalf("%d numbers, want 1: %+v", len(got), got)
	}
	p := got[0]
	if p.Kind != IDNumber || p.Label != "身份证号码" || p.Beside != "张三" || p.Lead != "示例县救助名单" || !strings.Contains(p.Heads, "姓名") || !p.Table {
		t.Errorf("%+v", p)
	}
	if want := "3201**********" + id[14:]; p.Masked != want {
		t.Errorf("masked %s, want %s", p.Masked, want)
	}
	noLeak(t, p, id)
}

func TestIsName(t *testing.T) {
	for s, want := range map[string]bool{
		"张三": true, "张 三": true, "欧阳修文": true, "諸葛亮": true, "陳小明": true, "买买提": false, "张某": false, "张某某": false, "李先生": false,
		"张*三": false, "金额": false, "项目": false, "单位": false, "应急局": false, "王家村": false, "高中": false, "身份证号": false, "联系电话": false, "张": false, "张三李四王": false,
	} {
		if got := isName(s); got != want {
			t.Errorf("isName(%s) = %v", s, got)
		}
	}
}

func FuzzPersonalNumbers(f *testing.F) {
	f.Add("姓名\t电话\n张三\t13912345678\n")
	f.Add("１３９12345678 6228 4804 0256 4890 018 11010519491231002x\t")
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range PersonalNumbers(s, seenDay) {
			if !strings.Contains(p.Masked, "***") || utf8.RuneCountInString(p.Quote) > personalRunes || p.Alike < 1 {
				t.Errorf("%+v", p)
			}
		}
	})
}
