package demo

import (
	"fmt"
	"strconv"
	"strings"
)

// The six parts of 国办公开办函〔2021〕30号.
var reportParts = []string{"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}

// Rows of table three: key and label.
var requestRows = []struct{ key, group, label string }{
	{"new", "", "一、本年新收政府信息公开申请数量"}, {"carried", "", "二、上年结转政府信息公开申请数量"},
	{"1", "", "（一）予以公开"}, {"2", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"},
	{"3.1", "（三）不予公开", "1.属于国家秘密"}, {"3.2", "（三）不予公开", "2.其他法律行政法规禁止公开"}, {"3.3", "（三）不予公开", "3.危及“三安全一稳定”"},
	{"3.4", "（三）不予公开", "4.保护第三方合法权益"}, {"3.5", "（三）不予公开", "5.属于三类内部事务信息"}, {"3.6", "（三）不予公开", "6.属于四类过程性信息"},
	{"3.7", "（三）不予公开", "7.属于行政执法案卷"}, {"3.8", "（三）不予公开", "8.属于行政查询事项"},
	{"4.1", "（四）无法提供", "1.本机关不掌握相关政府信息"}, {"4.2", "（四）无法提供", "2.没有现成信息需要另行制作"}, {"4.3", "（四）无法提供", "3.补正后申请内容仍不明确"},
	{"5.1", "（五）不予处理", "1.信访举报投诉类申请"}, {"5.2", "（五）不予处理", "2.重复申请"}, {"5.3", "（五）不予处理", "3.要求提供公开出版物"},
	{"5.4", "（五）不予处理", "4.无正当理由大量反复申请"}, {"5.5", "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"},
	{"6.1", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"}, {"6.2", "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"}, {"6.3", "（六）其他处理", "3.其他"},
	{"sum", "", "（七）总计"}, {"next", "", "四、结转下年度继续办理"},
}

// troubles are fifth parts; a site takes another one each year.
var troubles = []string{
	"一年来，公开工作仍有不足：一是个别科室对公开属性把握不准，发布前反复沟通耗时较长；二是涉农补贴的公开到村到户不够及时；三是专栏检索不够好用。改进办法：每季度开展一次业务培训，编印案例手册；与农业农村部门建立数据直推；对专栏检索词库进行扩充，增加按年份筛选，并把检索结果排序由相关度优先改为时间优先，方便群众查找最新政策。",
	"对照群众期待还有差距：年初受理的申请中有三件补正次数偏多，说明一次性告知不够清楚；公众号推送的图解数量少；基层点位设备老化。今年已经改用统一的补正模板，申请办理平均用时缩短四天，并更换了十二处查阅点的电脑，同时组建了由年轻干部参加的图解制作小组，每月至少推出两期图解作品。",
	"问题主要在三个方面：公开目录与权责清单衔接不紧，有的事项调整后目录没有跟上；热线反映的疑问转化为公开内容的比例不高；队伍流动快。我们把目录调整纳入机构改革衔接事项，按月梳理热线高频问题上网，并实行新老搭档制度，新任信息员须跟班学习满三个月方可独立承担审核发布任务。",
	"从第三方评估看，历史数据迁移后部分链接失效，会议公开的会前征集环节偏弱，统计图表的可读性有待提高。已经组织逐条核对修复，并邀请市民代表列席会议七次；数据发布改为图表与表格同步提供，并为每张图表配上一段通俗说明和数据来源，便于非专业读者理解使用。",
}

// report writes an annual report: year, head (number manner), in, carry, next (requests),
// omit (a part that is not there), notable (a table that is not there), bad
// (ROW:COLUMN:VALUE, wrong on purpose), zero (how nothing is written: 0, blank or
// dash), trouble (which fifth part), lawsuit (wrong: the total that table four states).
func (s *portal) report(b *strings.Builder, args map[string]string) error {
	year, err := strconv.Atoi(args["year"])
	if err != nil {
		return err
	}
	t, err := newRequests(args)
	if err != nil {
		return err
	}
	s.paragraph(b, fmt.Sprintf("根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》要求，编制%s%d年政府信息公开工作年度报告。本报告所列数据的统计期限为%d年1月1日至12月31日。", s.target.Name, year, year))
	trouble := year + len(s.id)
	if v, err := strconv.Atoi(args["trouble"]); err == nil {
		trouble = v
	}
	number := 0
	for i, part := range reportParts {
		if args["omit"] == strconv.Itoa(i+1) {
			continue
		}
		number++
		switch args["head"] {
		case "part":
			s.heading(b, "第"+numerals[number]+"部分　"+part)
		case "arabic":
			s.heading(b, strconv.Itoa(number)+"、"+part)
		default:
			s.heading(b, numerals[number]+"、"+part)
		}
		switch i {
		case 0:
			s.paragraph(b, fmt.Sprintf("%d年，%s主动公开政府信息%d条，新收政府信息公开申请%d件，均按时办理。政府信息管理、平台建设和监督保障工作有序推进：%s完成公开目录动态调整，组织培训%d次；开展社会评议，未发生责任追究情形。",
				year, s.set["place"], 1200+year*7%311, t.total("new"), []string{"上半年", "年内", "三季度"}[year%3], 2+year%4))
		case 1:
			if args["notable"] != "2" {
				disclosedTable(b, year)
			}
		case 2:
			if args["notable"] != "3" {
				t.write(b, args)
			}
		case 3:
			if args["notable"] != "4" {
				disputesTable(b, args)
			}
		case 4:
			s.paragraph(b, troubles[trouble%len(troubles)])
		case 5:
			s.paragraph(b, fmt.Sprintf("%d年度没有收取政府信息公开信息处理费。没有其他需要报告的事项。", year))
		}
	}
	return nil
}

func disclosedTable(b *strings.Builder, year int) {
	n := year % 10
	fmt.Fprintf(b, `<table border="1" cellspacing="0"><tr><td colspan="4">第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>%d</td></tr><tr><td>行政规范性文件</td><td>%d</td><td>1</td><td>%d</td></tr>
<tr><td colspan="4">第二十条第（五）项</td></tr><tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan="3">%d</td></tr>
<tr><td colspan="4">第二十条第（六）项</td></tr><tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr><tr><td>行政处罚</td><td colspan="3">%d</td></tr><tr><td>行政强制</td><td colspan="3">3</td></tr>
<tr><td colspan="4">第二十条第（八）项</td></tr><tr><td>信息内容</td><td colspan="3">本年收费金额（单位：万元）</td></tr><tr><td>行政事业性收费</td><td colspan="3">12.5</td></tr></table>
`, n, n+2, 40+n, 300+7*n, 20+n)
}

func disputesTable(b *strings.Builder, args map[string]string) {
	sum := args["lawsuit"]
	if sum == "" {
		sum = "3"
	}
	fmt.Fprintf(b, `<table border="1" cellspacing="0"><tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr><td rowspan="2">结果维持</td><td rowspan="2">结果纠正</td><td rowspan="2">其他结果</td><td rowspan="2">尚未审结</td><td rowspan="2">总计</td><td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>
<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>
<tr><td>2</td><td>0</td><td>1</td><td>0</td><td>%s</td><td>1</td><td>0</td><td>0</td><td>0</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr></table>
`, sum)
}
