package extract

import (
	"testing"

	"github.com/govaudit/govaudit/calendar"
)

func TestParseDay(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"dashes", "2026-04-10", "2026-04-10"},
		{"dashes without zeros", "2026-4-1", "2026-04-01"},
		{"slashes", "2026/4/10", "2026-04-10"},
		{"dots", "2020.04.21", "2020-04-21"},
		{"with a time", "2024-06-05 10:43", "2024-06-05"},
		{"with a ratio sign in the time", "2024-06-05 10∶08", "2024-06-05"},
		{"with NBSP before the time", "2024-06-05\u00a010:43:00", "2024-06-05"},
		{"ISO with T", "2024-06-05T10:43:00+08:00", "2024-06-05"},
		{"characters", "2024年03月04日", "2024-03-04"},
		{"characters with blanks", "2024 年 3 月 4 日", "2024-03-04"},
		{"号 for 日", "2024年3月4号", "2024-03-04"},
		{"full width", "２０２４年３月４日", "2024-03-04"},
		{"full width dashes", "２０２４－０３－０４", "2024-03-04"},
		{"Chinese numerals", "二〇二六年四月十日", "2026-04-10"},
		{"Chinese numerals with a circle", "二○二一年十二月三十一日", "2021-12-31"},
		{"Chinese numerals with a letter O", "二OO九年九月三十日", "2009-09-30"},
		{"Chinese numerals with 零", "二零二零年一月二十日", "2020-01-20"},
		{"Chinese eleven", "二〇一九年十一月十一日", "2019-11-11"},
		{"New Year's month", "二〇一九年元月五日", "2019-01-05"},
		{"compact", "20260410", "2026-04-10"},
		{"compact with a time", "20260410 12:00", "2026-04-10"},
		{"in brackets", "(2025-10-09)", "2025-10-09"},
		{"after a label", "发布时间：2024-05-30", "2024-05-30"},
		{"the first of two", "2024-05-30至2024-06-30", "2024-05-30"},
		{"a month is not a day", "2024年5月", ""},
		{"a month with dashes is not a day", "2024-05", ""},
		{"the day must exist", "2021-02-30", ""},
		{"leap day", "2024-02-29", "2024-02-29"},
		{"no leap day", "2023年2月29日", ""},
		{"index numbers are not dates", "005452487/2020-00001", ""},
		{"more digits are not a day", "2020-01-170", ""},
		{"versions are not dates", "2001.12.1.5", ""},
		{"separators must agree", "2020-01/17", ""},
		{"a year out of reach", "1890-01-01", ""},
		{"English", "April 3, 2026", "2026-04-03"},
		{"English, short", "Posted on Apr 3rd 2026", "2026-04-03"},
		{"English, the day first", "by admin 13 Sept 2025", "2025-09-13"},
		{"English with hyphens", "03-Apr-2026 09:12", "2026-04-03"},
		{"English with a full stop", "Dec. 31, 2025", "2025-12-31"},
		{"English without a day", "April 2026", ""},
		{"English without a year", "May 4", ""},
		{"a word that begins like a month", "Marching 3, 2026", ""},
		{"a word that ends like a month", "Dismay 4, 2026", ""},
		{"no such day", "February 30, 2026", ""},
		{"a count is not a day", "2020年3月15家企业", ""},
		{"serial numbers are not dates", "GZ0320190096", ""},
		{"numbers are not dates", "120200101", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := ParseDay(tt.in)
			if got.String() != tt.want {
				t.Errorf("ParseDay(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestURLDay(t *testing.T) {
	tests := []struct{ name, in, want, quote string }{
		{"three folders", "http://edu.sc.gov.cn/scedu/c100529/2020/1/17/71d85ae4.shtml", "2020-01-17", "2020/1/17"},
		{"TRS", "http://a.gov.cn/zwgk/bmwj/201804/t20180413_21600384.html", "2018-04-13", "t20180413"},
		{"TRS month only", "http://a.gov.cn/zwgk/201804/index.html", "", ""},
		{"year and month-day", "http://www.henan.gov.cn/2022/08-11/2559082.html", "2022-08-11", "2022/08-11"},
		{"year-month and day", "http://www.gov.cn/xinwen/2020-05/27/content_5515155.htm", "2020-05-27", "2020-05/27"},
		{"one folder", "http://www.cwl.gov.cn/c/2020-05-27/468738.shtml", "2020-05-27", "2020-05-27"},
		{"compact folder", "http://a.gov.cn/20200527/1.html", "2020-05-27", "20200527"},
		{"jcms", "http://a.gov.cn/art/2016/11/22/art_1621004_30332664.html", "2016-11-22", "2016/11/22"},
		{"new jcms has only a year", "http://a.gov.cn/art/2020/art_0f3a.html", "", ""},
		{"month and day behind a name", "http://a.gov.cn/html/cznd/2016/CPJCILBI_0720/241753.html", "2016-07-20", "2016/CPJCILBI_0720"},
		{"a bare number is a serial", "http://a.gov.cn/content/20190123.html", "", ""},
		{"the query does not count", "http://a.gov.cn/a.jsp?date=2020-01-01", "", ""},
		{"NFCMS", "http://a.gov.cn/tzgg/content/post_3126374.html", "", ""},
		{"the deepest counts", "http://a.gov.cn/2018/1/1/2020/2/3/x.html", "2020-02-03", "2020/2/3"},
		{"no path", "http://a.gov.cn", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			day, quote, _ := urlDay(tt.in)
			if day.String() != tt.want || quote != tt.quote {
				t.Errorf("urlDay(%q) = %q %q, want %q %q", tt.in, day, quote, tt.want, tt.quote)
			}
		})
	}
}

func TestDocNo(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"normal", "川办发〔2020〕71号", "川办发〔2020〕71号"},
		{"square brackets", "川办发[2020]71号", "川办发〔2020〕71号"},
		{"round brackets", "川办发(2020)71号", "川办发〔2020〕71号"},
		{"full width", "川办发（２０２０）７１号", "川办发〔2020〕71号"},
		{"lenticular brackets", "川办发【2020】71号", "川办发〔2020〕71号"},
		{"traditional", "川辦發〔2020〕71號", "川办发〔2020〕71号"},
		{"with blanks", "穗残联规字〔2019〕2 号", "穗残联规字〔2019〕2号"},
		{"with 第", "穗府〔2020〕第3号", "穗府〔2020〕3号"},
		{"leading zeros", "穗府〔2020〕03号", "穗府〔2020〕3号"},
		{"in a sentence", "根据穗府办规〔2021〕7号文件精神", "穗府办规〔2021〕7号"},
		{"after a title", "《广州市临时救助实施细则》（穗府办规〔2021〕19号）", "穗府办规〔2021〕19号"},
		{"after a date", "《某某办法》（2019年8月5日 穗府规〔2019〕7号）", "穗府规〔2019〕7号"},
		{"of a city whose name begins with 日", "（日政发〔2020〕1号）", "日政发〔2020〕1号"},
		{"an order", "广州市人民政府令第179号", "广州市人民政府令第179号"},
		{"an order, number first", "广州市人民政府第179号令", "广州市人民政府令第179号"},
		{"an order in brackets", "国务院令（第711号）", "国务院令第711号"},
		{"an order with the state's name", "中华人民共和国国务院令第711号", "国务院令第711号"},
		{"an order in Chinese numerals", "省人民政府令第一百零三号", "省人民政府令第103号"},
		{"a yearly announcement", "财政部公告2020年第12号", "财政部公告2020年第12号"},
		{"issuing words that begin like a word of sentences", "将政办〔2020〕5号", "将政办〔2020〕5号"},
		{"a house number is none", "解放路12号", ""},
		{"a bare ordinal is none", "第12号", ""},
		{"a day is none", "2020年3月4号", ""},
		{"an index number is none", "000014349/2018-00220", ""},
		{"a year without number is none", "川办发〔2020〕", ""},
		{"no issuing words", "〔2020〕71号", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := DocNo(tt.in); got != tt.want {
				t.Errorf("DocNo(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"2024-05-30", "二〇二六年四月十日", "２０２４", "t20260313_1", "\x01年", "1", "二〇"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, ok := nextDay(s, 0); ok && (m.day == 0 || m.start < 0 || m.end > len(s) || m.start >= m.end) {
			t.Errorf("nextDay(%q) = %+v", s, m)
		}
		if day, ok := ParseDay(s); ok && day == calendar.Day(0) {
			t.Errorf("ParseDay(%q) found no day", s)
		}
		urlDay("http://a/" + s)
	})
}

func FuzzDocNo(f *testing.F) {
	for _, s := range []string{"川办发〔2020〕71号", "国务院令第七号", "号", "〔2020〕1號", "第号令", "1号"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := DocNo(s)
		if !ok {
			return
		}
		if again, ok := DocNo(n); !ok || again != n {
			t.Errorf("DocNo(%q) = %q, of which it is %q", s, n, again)
		}
	})
}
