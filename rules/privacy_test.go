package rules

import (
	"strings"
	"testing"
)

// What the numbers in these tests are: none of them was ever given to anybody on
// purpose. The first is the example of GB 11643—1999 with another day and serial.
const (
	anID    = "320106199001011231"
	another = "110101198506152040"
	aCard   = "6228480402564890018"
)

// weighted adds digits times the weights printed in GB 11643—1999.
func weighted(id string) byte {
	sum := 0
	for i, w := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// id ends seventeen digits with their check character.
func id(digits string) string { return digits[:17] + string(weighted(digits)) }

func TestPrivacy(t *testing.T) {
	one, two := id(anID), id(another)
	wrong := one[:17] + string('0'+(one[17]-'0'+1)%10)
	list := func(title, head string, rows ...string) string {
		return "<h1>" + title + "</h1><table><tr><td>" + strings.ReplaceAll(head, "|", "</td><td>") + "</td></tr><tr><td>" +
			strings.ReplaceAll(strings.Join(rows, "</td></tr><tr><td>"), "|", "</td><td>") + "</td></tr></table>"
	}
	text := func(title string, lines ...string) string {
		return "<h1>" + title + "</h1><p>" + strings.Join(lines, "</p><p>") + "</p>"
	}
	lowIncome := "示例县2026年低保对象名单公示"
	tests := []struct{ name, page, want string }{
		// identity numbers
		{"identity numbers in a list of persons", list(lowIncome, "序号|姓名|身份证号码|金额", "1|张三|"+one+"|500", "2|李四|"+two+"|600"), "fail id_number"},
		{"one number in a sentence", text("行政处罚决定书", "当事人：张三，男，身份证号："+one+"，住示例县东村。"), "fail id_number"},
		{"the number hidden as it should be", list(lowIncome, "姓名|身份证号码", "张三|3201**********1231", "李四|110101********2040"), "pass"},
		{"eighteen digits whose check digit is wrong", list(lowIncome, "姓名|身份证号码", "张三|"+wrong), "pass"},
		{"a unified credit code of digits", text("行政许可公示", "示例公司，统一社会信用代码：913206001234567890"), "pass"},
		{"a project code that happens to be valid", text("项目公示", "项目代码："+one), "pass"},
		{"a form filled in as an example", text("低保申请表填写说明", "例如：姓名：张三，身份证号："+one), "review id_number"},
		{"an old number of fifteen digits", list(lowIncome, "姓名|身份证号码", "张三|320106900101123"), "review id_number"},
		{"a valid number that nobody calls so", text("通知", "编号附后 "+one), "review id_number"},
		// cards
		{"cards in a list of persons", list("耕地地力保护补贴发放公示", "户主姓名|银行卡号|金额", "张三|"+aCard+"|300"), "fail bank_card"},
		{"the card of a person in a sentence", text("奖金发放公示", "户名：张三，开户行：农业银行示例支行，账号："+aCard), "fail bank_card"},
		{"the account of a body", text("招标公告", "保证金缴纳：户名：示例县公共资源交易中心，开户行：农业银行示例支行，账号："+aCard), "pass"},
		{"a card number hidden", list("补贴发放公示", "姓名|银行卡号", "张三|6228****0018"), "pass"},
		{"nineteen digits with another sum", list("补贴发放公示", "姓名|银行卡号", "张三|6228480402564890019"), "pass"},
		{"digits that agree but are an order", text("采购结果公示", "订单编号："+aCard), "pass"},
		{"an account without a holder", text("公告", "卡号："+aCard), "review bank_card"},
		{"the account of a body on lines of its own", text("工会账户公告", "账户名称：示例县总工会", "开户银行：工商银行示例支行", "银行账号："+aCard), "pass"},
		{"the account of a body in a table of labels", "<h1>缴款账户</h1><table><tr><td>户名</td><td>示例县财政局</td></tr><tr><td>账号</td><td>" + aCard + "</td></tr></table>", "pass"},
		// mobile numbers
		{"who was engaged, with the post applied for", list("2026年公开招聘拟聘用人员公示", "姓名|报考岗位|手机号码", "张三|小学教师|13912345678"), "fail mobile"},
		{"three in one sentence", text("公租房配租结果公示", "1、张三，13912345678；2、李四，13812345679；3、王五，13712345670"), "fail mobile"},
		{"mobile numbers beside names in a public list", list(lowIncome, "姓名|联系电话|金额", "张三|13912345678|500", "李四|13812345679|600"), "fail mobile"},
		{"rows of name and number", "<h1>摇号中签名单公示</h1><ul><li>张三 13912345678</li><li>李四 13912345679</li><li>王五 13912345670</li></ul>", "fail mobile"},
		{"lines of name and number below a byline that names an office", "<h1>公益性岗位录用名单</h1><p>发布日期：2026-03-04 来源：示例县政府办公室 字体：大 中 小</p><p>经审核，录用以下人员：</p><p>1.张三 男 13912345678 东村</p><p>2.李四 女 13812345679 西村</p><p>3.王五 男 13712345670 南村</p>", "fail mobile"},
		{"the same below a line that says to call an office", "<h1>公益性岗位录用名单</h1><p>服务窗口值班人员如下：</p><p>1.张三 男 13912345678 东村</p><p>2.李四 女 13812345679 西村</p><p>3.王五 男 13712345670 南村</p>", "pass"},
		{"a list whose drawing a notary watched", "<h1>人才公寓中签名单</h1><p>本次摇号在公证处监督下进行，结果如下：</p><table><tr><td>姓名</td><td>手机号码</td></tr><tr><td>张三</td><td>13912345678</td></tr><tr><td>李四</td><td>13812345679</td></tr><tr><td>王五</td><td>13712345670</td></tr></table>", "fail mobile"},
		{"who wrote a letter", text("关于路灯的来信", "来信人：张三", "联系电话：13912345678", "路灯坏了。"), "fail mobile"},
		{"who wrote a letter, in a table", "<h1>反映自来水浑浊</h1><table><tr><th>来信人</th><td>张三</td></tr><tr><th>联系电话</th><td>13912345678</td></tr><tr><th>答复单位</th><td>县水务局</td></tr></table>", "fail mobile"},
		{"who answers a letter, in a table", "<h1>反映自来水浑浊</h1><table><tr><th>来信人</th><td>张三</td></tr><tr><th>来信内容</th><td>水浑浊</td></tr><tr><th>答复人</th><td>李四</td></tr><tr><th>答复人电话</th><td>13912345678</td></tr></table>", "pass"},
		{"the contact at the foot of a notice", text(lowIncome, "公示期五天。联系人：王强，联系电话：13912345678"), "pass"},
		{"a list of units with their contacts", list("培训机构名单公示", "机构名称|联系人|联系电话", "示例学校|张三|13912345678"), "pass"},
		{"a duty roster", list("防汛值班名单", "姓名|职务|手机", "张三|科员|13912345678", "李四|科员|13812345679"), "pass"},
		{"a directory of village doctors", list("家庭医生名单", "姓名|电话", "张三|13912345678", "李四|13812345679"), "pass"},
		{"mobile numbers hidden", list(lowIncome, "姓名|联系电话", "张三|139****5678"), "pass"},
		{"a number without a name", list(lowIncome, "编号|联系电话", "1|13912345678"), "pass"},
		{"the contact for applicants", text("公开招聘公告", "报名咨询：张老师，13912345678"), "pass"},
		{"a list that says where people work", list("技能大赛获奖名单", "姓名|工作单位|手机", "张三|示例公司|13912345678"), "review mobile"},
		{"a table of persons on a page that is no list", list("座谈会安排", "姓名|手机", "张三|13912345678"), "review mobile"},
		{"telephones of offices", text("联系我们", "办公室：0513-85098000，值班电话 13912345678"), "pass"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := county("", `<li><a href="/zwgk/p.html">公示公告</a></li>`, "-- /zwgk/p.html --\n<html><head><title>"+titleOf(tt.page)+"</title></head><body>"+menu("")+`<div class="content">`+tt.page+"</div></body></html>\n")
			f := judgeSite(t, "privacy", "{}", site)
			expect(t, f, tt.want)
			for _, d := range f.Defects {
				if !strings.HasSuffix(d.Subject, "/zwgk/p.html") {
					t.Errorf("subject %s", d.Subject)
				}
				for _, e := range d.Evidence {
					for _, secret := range []string{one, two, aCard, "13912345678", "320106900101123"} {
						if strings.Contains(e.Quote, secret) {
							t.Errorf("the evidence shows %s once more: %s", secret, e.Quote)
						}
					}
				}
			}
		})
	}
}

// TestPrivacyInAttachments shows lists that are published as files.
func TestPrivacyInAttachments(t *testing.T) {
	rows := "示例县2026年低保对象名单\n姓名\t身份证号码\t金额\n张三\t" + id(anID) + "\t500\n"
	for _, tt := range []struct{ name, file, want string }{
		{"a list as a workbook", "Document: read\n\n" + rows, "fail id_number"},
		{"the same with its numbers hidden", "Document: read\n\n姓名\t身份证号码\n张三\t3201**********1231\n", "pass"},
		{"a list of mobile numbers whose columns only blanks part", "Document: read\n\n培训学员名单\n姓名 联系电话 村\n张三 13912345678 东村\n李四 13812345679 西村\n王五 13712345670 南村\n", "fail mobile"},
		{"the same with where people work", "Document: read\n\n参会名单\n姓名 工作单位 手机\n张三 示例公司 13912345678\n李四 示例公司 13812345679\n王五 示例公司 13712345670\n", "review mobile"},
		{"accounts below heads that nothing parts", "Document: read\n\n扶助金发放公示\n姓名身份证号账号\n张三3201**********1231\t" + aCard + "\n", "fail bank_card"},
		{"a scan", "Document: 文件里没有文字，可能是扫描件\n\n", "pass"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := judgeSite(t, "privacy", "{}", county("", `<li><a href="/zwgk/list.xlsx">名单</a></li>`, "-- /zwgk/list.xlsx --\n"+tt.file))
			expect(t, f, tt.want)
			if len(f.Defects) > 0 && !strings.HasSuffix(f.Defects[0].Subject, "/zwgk/list.xlsx") {
				t.Errorf("subject %s", f.Defects[0].Subject)
			}
			if strings.Contains(tt.file, "扫描件") && !strings.Contains(f.Reason, "1 个附件没有读到文字") {
				t.Errorf("nothing is said of the file that was not read: %s", f.Reason)
			}
		})
	}
}

// TestPrivacyOfHalfACrawl: what was seen stays seen, what was not is unknown.
func TestPrivacyOfHalfACrawl(t *testing.T) {
	half := "-- snapshot.json --\n{\"complete\": false, \"stopped\": \"达到页数上限\"}\n"
	expect(t, judgeSite(t, "privacy", "{}", county("", "", half)), "unknown")
	leak := "-- /zwgk/p.html --\n<html><head><title>公示</title></head><body><p>张三，身份证号：" + id(anID) + "</p></body></html>\n"
	expect(t, judgeSite(t, "privacy", "{}", county("", `<li><a href="/zwgk/p.html">公示</a></li>`, half+leak)), "fail id_number")
	expect(t, judgeSite(t, "privacy", "{judge: [mobile]}", county("", `<li><a href="/zwgk/p.html">公示</a></li>`, leak)), "pass")
}

// titleOf returns the words of the first heading.
func titleOf(page string) string {
	_, rest, _ := strings.Cut(page, "<h1>")
	title, _, _ := strings.Cut(rest, "</h1>")
	return title
}
