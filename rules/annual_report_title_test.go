package rules

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

func TestReadTitle(t *testing.T) {
	tests := []struct {
		title string
		shelf bool
		ok    bool
		year  int
		body  string
		about bool
	}{
		{title: "南通市2025年政府信息公开工作年度报告", ok: true, year: 2025, body: "南通市"},
		{title: "2025年南通市人民政府信息公开工作年度报告", ok: true, year: 2025, body: "南通市人民政府"},
		{title: "南通市教育局２０２５年度政府信息公开工作报告", ok: true, year: 2025, body: "南通市教育局"},
		{title: "關於南通市二〇二五年政府信息公開年度報告", ok: true, year: 2025, body: "南通市"},
		{title: "南通市二零二五年度政府信息公开年报.pdf", ok: true, year: 2025, body: "南通市"},
		{title: "南通市政府信息公开工作年度报告（2025年）", ok: true, year: 2025, body: "南通市"},
		{title: "政府信息公开工作年度报告（2025年度）", ok: true, year: 2025},
		{title: "【年报】2025年政府信息公开工作年度报告全文", ok: true, year: 2025},
		{title: "《南通市2025年政府信息公开工作年度报告》", ok: true, year: 2025, body: "南通市"},
		{title: "南通市政府信息公开工作年度报告", ok: true, body: "南通市"},
		{title: "南通市2025年政务公开工作年度报告", ok: true, year: 2025, body: "南通市"},
		{title: "南通市2025年政府信息公开工作年度报告发布", ok: true, year: 2025, body: "南通市", about: true},
		{title: "南通市财政局2025年政府信息公开工作年度报告", ok: true, year: 2025, body: "南通市财政局"},
		{title: "2025年县委机构编制委员会办公室政府信息公开年报", ok: true, year: 2025, body: "县委机构编制委员会办公室"},
		{title: "县新闻出版局2025年年报", shelf: true, ok: true, year: 2025, body: "县新闻出版局"},
		{title: "城东区2025政府信息公开年报", ok: true, year: 2025, body: "城东区"},
		{title: "2025政府信息公开工作年度报告", ok: true, year: 2025},
		{title: "县人民政府关于2025年度政府信息公开工作情况的报告", ok: true, year: 2025, body: "县人民政府"},
		{title: "县财政局2025年政府信息公开工作年度报告解读"},
		{title: "县政府信息公开2025年度报告考核办法"},
		{title: "2025年财政报告", shelf: true},
		{title: "一图读懂南通市2025年政府信息公开工作年度报告"},
		{title: "南通市2025年政府信息公开工作年度报告解读"},
		{title: "关于报送2025年政府信息公开工作年度报告的通知"},
		{title: "南通市2025年法治政府建设年度报告"},
		{title: "南通市12345热线2025年度工作报告"},
		{title: "2025年度政府网站工作年度报表", shelf: true},
		{title: "2025年政府工作报告"},
		{title: "南通市政府信息公开指南"},
		{title: "南通市政府信息公开工作报告"},
		{title: "2025年", shelf: true, ok: true, year: 2025},
		{title: "2025年"},
		{title: "2025年度报告", shelf: true, ok: true, year: 2025},
		{title: "市教育局2025年年报", shelf: true, ok: true, year: 2025, body: "市教育局"},
		{title: "2025年度统计年报", shelf: true, ok: true, year: 2025, about: true},
		{title: "关于春节放假的公告", shelf: true},
	}
	a := newAnnualReport()
	for _, tt := range tests {
		got, ok := a.readTitle(extract.Fold(tt.title), tt.shelf)
		want := reportTitle{year: tt.year, body: tt.body, about: tt.about}
		if ok != tt.ok || ok && got != want {
			t.Errorf("readTitle(%s) = %+v, %t; want %+v, %t", tt.title, got, ok, want, tt.ok)
		}
	}
}

func TestKin(t *testing.T) {
	county := site.Target{Name: "海门区人民政府", Level: site.County}
	city := site.Target{Name: "中国·南通", Level: site.City, Department: "南通市人民政府办公室"}
	office := site.Target{Name: "南通市发展和改革委员会", Level: site.Department}
	district := site.Target{Name: "海门区教育体育局网站", Level: site.Department, Department: "海门区教育体育局"}
	town := site.Target{Name: "岔河镇人民政府", Level: site.Town}
	people := site.Target{Name: "红河哈尼族彝族自治州人民政府", Level: site.City}
	banner := site.Target{Name: "广西壮族自治区柳州市融水苗族自治县人民政府", Level: site.County}
	region := site.Target{Name: "宁夏回族自治区人民政府", Level: site.Province}
	zone := site.Target{Name: "南通经济技术开发区管理委员会", Level: site.County}
	prefecture := site.Target{Name: "大兴安岭地区行政公署", Level: site.City}
	street := site.Target{Name: "南通市海门区海门街道", Level: site.Town}
	township := site.Target{Name: "如东县红旗彝族乡人民政府", Level: site.Town}
	branch := site.Target{Name: "南通市生态环境局海门分局", Level: site.Department}
	bureau := site.Target{Name: "南通市人民政府办公室", Level: site.Department}
	housing := site.Target{Name: "如东县住房和城乡建设局", Level: site.Department}
	streets := site.Target{Name: "盐城市城市管理局", Level: site.Department}
	brand := site.Target{Name: "首都之窗", Level: site.Province}
	branded := site.Target{Name: "四川教育网", Level: site.Department}
	tests := []struct {
		target site.Target
		body   string
		want   kinship
	}{
		{county, "海门区", own}, {county, "海门区人民政府", own}, {county, "南通市海门区", own}, {county, "区人民政府", own}, {county, "区政府", own}, {county, "我区", own}, {county, "", unnamed},
		{county, "南通市", foreign}, {county, "海门区教育局", foreign}, {county, "区卫生健康委员会", foreign}, {county, "海门街道", foreign}, {county, "常乐镇人民政府", foreign}, {county, "通州区", foreign},
		{county, "海门区人民政府办公室", unsure},
		{city, "南通市", own}, {city, "南通市人民政府", own}, {city, "江苏省南通市", own}, {city, "南通市教育局", foreign}, {city, "海门区", foreign}, {city, "南通大学", foreign},
		{office, "南通市发展和改革委员会", own}, {office, "南通市发展改革委", own}, {office, "市发改委", own}, {office, "发展和改革委员会", own}, {office, "南通市", foreign}, {office, "南通市教育局", foreign}, {office, "海门区发展和改革委员会", foreign}, {office, "南通市人民政府", foreign},
		{district, "海门区教育体育局", own}, {district, "区教体局", own}, {district, "海门区教育局", own}, {district, "海门区财政局", foreign}, {district, "南通市教育局", foreign},
		{brand, "北京市", unsure}, {brand, "北京市教育委员会", foreign}, {branded, "四川省教育厅", unsure},
		{city, "南通", own}, {city, "海门", foreign},
		{people, "红河州", own}, {people, "红河州人民政府", own}, {people, "红河县", foreign}, {people, "红河州教育局", foreign}, {people, "大理州", foreign},
		{banner, "融水县", own}, {banner, "融水苗族自治县", own}, {banner, "融水镇", foreign}, {banner, "三江县", foreign},
		{region, "宁夏", own}, {region, "宁夏回族自治区", own}, {region, "银川市", foreign}, {region, "宁夏大学", foreign},
		{zone, "南通经济技术开发区", own}, {zone, "南通经开区", own}, {zone, "南通经济技术开发区管委会", own}, {zone, "南通高新区", foreign}, {zone, "南通市", foreign}, {zone, "南通开发区教育局", foreign},
		{prefecture, "大兴安岭地区行署", own}, {prefecture, "大兴安岭地区", own}, {prefecture, "大兴安岭地区教育局", foreign},
		{street, "海门区人民政府海门街道办事处", own}, {street, "海门街道", own}, {street, "三星街道办事处", foreign}, {street, "海门区", foreign},
		{township, "红旗乡", own}, {township, "红星乡", foreign}, {township, "如东县", foreign},
		{branch, "海门生态环境分局", unsure}, {branch, "市生态环境局海门分局", own}, {branch, "通州生态环境分局", foreign},
		{bureau, "南通市政府办", own}, {bureau, "市政府办公室", own}, {bureau, "南通市外事办公室", foreign}, {bureau, "南通市", foreign},
		{housing, "县住建局", own}, {housing, "住房城乡建设局", own}, {housing, "如东县城乡规划局", unsure}, {housing, "如东县自然资源局", foreign}, {housing, "海安县住房和城乡建设局", foreign},
		{streets, "盐城市城管局", own}, {streets, "市城市管理局", own}, {streets, "盐城市", foreign}, {streets, "聊城市城市管理局", foreign},
		{town, "岔河镇", own}, {town, "岔河镇人民政府", own}, {town, "如东县岔河镇", own}, {town, "如东县", foreign}, {town, "河口镇", foreign},
	}
	for _, tt := range tests {
		if got := newOwner(tt.target).kin(extract.Fold(tt.body)); got != tt.want {
			t.Errorf("%s to the site of %s: kin %d, want %d", tt.body, tt.target.Name, got, tt.want)
		}
	}
}

func FuzzReadTitle(f *testing.F) {
	for _, s := range []string{"南通市2025年政府信息公开工作年度报告", "（二〇二五年）", "[【政府信息公开", "年", "2025年度报告"} {
		f.Add(s)
	}
	a := newAnnualReport()
	o := newOwner(site.Target{Name: "南通市人民政府", Level: site.City})
	f.Fuzz(func(t *testing.T, s string) {
		for _, shelf := range []bool{false, true} {
			title, ok := a.readTitle(extract.Fold(s), shelf)
			if ok && title.year != 0 && (title.year < 2000 || title.year > 2099) {
				t.Errorf("year %d", title.year)
			}
			if !utf8.ValidString(title.body) && utf8.ValidString(s) {
				t.Errorf("body %q cuts a character", title.body)
			}
			o.kin(title.body)
		}
	})
}

func TestReadCell(t *testing.T) {
	tests := []struct {
		text string
		want cell
	}{
		{"154", cell{n: 154}}, {"１５４", cell{n: 154}}, {"1,234", cell{n: 1234}}, {"1，234，567", cell{n: 1234567}}, {"106.53", cell{n: 106.53}}, {"3件", cell{n: 3}}, {"12.5万元", cell{n: 12.5}}, {" 0 ", cell{}},
		{"", cell{state: blank}}, {"　", cell{state: blank}}, {"/", cell{state: dash}}, {"—", cell{state: dash}}, {"－", cell{state: dash}}, {"无", cell{state: dash}},
		{"1,2", cell{state: words}}, {"-3", cell{state: words}}, {"约30", cell{state: words}}, {"详见附件", cell{state: words}}, {"1.2.3", cell{state: words}}, {"12,34", cell{state: words}}, {"1e9", cell{state: words}},
	}
	for _, tt := range tests {
		if got := readCell(extract.Fold(tt.text)); got != tt.want {
			t.Errorf("readCell(%q) = %+v, want %+v", tt.text, got, tt.want)
		}
	}
}

func FuzzReportTables(f *testing.F) {
	f.Add("新收|自然人|总计\n|1|2\n结转|维持|纠正", uint8(3))
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		var rows [][]extract.Cell
		for line := range strings.Lines(text) {
			row := make([]extract.Cell, int(width)%40)
			for i, c := range strings.SplitN(line, "|", len(row)) {
				if i < len(row) {
					row[i].Text = c
				}
			}
			rows = append(rows, row)
		}
		b := book{facts: &extract.Facts{Text: text}, tables: []reportTable{classify(extract.Table{Rows: rows})}}
		b.readParts()
		v := &verdict{check: newAnnualReport()}
		v.check.judgeSums(v, &report{}, b)
		b.tables[0].is = map[int]bool{2: true, 3: true, 4: true}
		v.check.judgeSums(v, &report{}, b)
		b.request("next")
	})
}
