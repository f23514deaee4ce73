package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// saved is what a person reads on a saved page. Empty strings are not compared;
// "-" stands for "the page shows none".
type saved struct {
	file, url string
	title     string
	label     string // the date the line under the title gives, with its label
	text      string // the date without a label beside the title
	meta      string // the date in PubDate
	address   string // the date in the address
	written   string // 成文日期
	signature string // the date under the text
	number    string // 文号 in the box
	index     string // 索引号
	validity  string // what the reader sees, scripts included
	files     int    // attachments; -1: not compared
	rows      int    // rows of the list; 0: it is none, or empty
	first     string // the first row: date and title
}

var savedPages = []saved{
	{file: "www.gz.gov.cn/13_户籍家庭住房保障通知_穗建规字2024-5号.html", title: "广州市住房和城乡建设局关于进一步加强户籍家庭住房保障工作的通知", meta: "2024-03-04", signature: "2024-03-04", number: "穗建规字〔2024〕5号", validity: "有效", files: 3},
	{file: "www.gz.gov.cn/10b_广州门特费用范围标准_穗医保规字2019-4号.html", number: "穗医保规字〔2019〕4号", meta: "2019-06-17", validity: "失效", rows: 0, files: -1},
	{file: "www.gz.gov.cn/18_广州就业见习基地管理办法_穗人社规字2019-6号.html", number: "穗人社规字〔2019〕6号", validity: "失效", files: -1},
	{file: "www.gz.gov.cn/26_最低生活保障及相关社会救助标准通知_穗民规字2025-2号.html", number: "穗民规字〔2025〕2号", validity: "失效", files: -1},
	{file: "www.gz.gov.cn/27b_残疾人辅助器具适配补贴办法_穗残联.html", number: "穗残联规字〔2019〕2号", validity: "失效", files: 1},
	{file: "www.gz.gov.cn/28_特困人员救助供养通知_穗府办规2021-7号.html", number: "穗府办规〔2021〕7号", validity: "失效（提前废止）", files: -1},
	{file: "www.gz.gov.cn/29_广州市临时救助实施细则_穗府办规2021-19号.html", number: "穗府办规〔2021〕19号", validity: "有效（延续实施）", files: -1},
	{file: "www.gz.gov.cn/35c_引进人才入户管理办法实施细则_穗人社规字2022-2号.html", number: "穗府办规〔2020〕10号", validity: "失效（提前废止）", files: -1},
	{file: "www.gz.gov.cn/33_广州市老年人优待办法_政府令179号.html", title: "广州市老年人优待办法", label: "2021-02-09", signature: "2021-01-29", validity: "-", files: -1},
	{file: "www.gz.gov.cn/06_城乡居民医保集中参保缴费通告.html", label: "2025-10-17", signature: "2025-10-14", validity: "-", files: -1},
	{file: "rsj.gz.gov.cn/22_怎么申领广州市社会保障卡_2026.html", title: "怎么申领广州市社会保障卡？", label: "2026-06-25", files: -1},
	{file: "rsj.gz.gov.cn/24_养老保险待遇资格认证通告_2025.html", label: "2025-03-31", signature: "2025-03-27", files: 5},
	{file: "www.yuexiu.gov.cn/16_一次性创业补贴_市人社局.html", title: "广州市高校毕业生创业补贴，请查收", label: "2025-04-08", files: -1},
	{file: "zfcj.gz.gov.cn/11b_2025年第一批户籍家庭公租房常态分配房源通告.html", label: "2025-03-20", signature: "2025-03-19", files: -1},
	{file: "www.pds.gov.cn~lgedu_net/contents__2146__133484.html", title: "岚皋县教育体育局2019年政府信息公开工作年度报告", label: "2020-01-29", meta: "2020-01-29", written: "2020-01-29", index: "005452487/2020-00001", number: "-", files: 1},
	{file: "www.pds.gov.cn~lgedu_net/contents__4584__173128.html", title: "中共岚皋县教育体育局党组2019年法治政府建设工作情况报告", label: "2020-03-17", written: "2020-03-17", number: "-", files: -1},
	{file: "www.pds.gov.cn~lgedu_net/channels__2146.html", rows: 7, first: "2020-01-29 岚皋县教育体育局2019年政府信息公开工作年度报告", files: -1},
	{file: "edu.sc.gov.cn~scest_net/c101518__2020__12__4__c8c50aeac12d4927b567bbe4a8bc928c.html", url: "http://edu.sc.gov.cn/scedu/c101518/2020/12/4/c8c50aeac12d4927b567bbe4a8bc928c.shtml",
		title: "四川省人民政府办公厅关于印发四川省深化新时代教育督导体制机制改革的实施意见的通知（川办发〔2020〕71号）", label: "2020-12-04", meta: "2020-12-07", address: "2020-12-04", signature: "2020-11-26", files: -1},
	{file: "edu.sc.gov.cn~scest_net/c100529__2019__3__20__82f08978b722419ba65a0f782e7e8d78.html", url: "http://edu.sc.gov.cn/scedu/c100529/2019/3/20/82f08978b722419ba65a0f782e7e8d78.shtml",
		title: "四川省教育厅科学技术处-四川省教育服务公共平台网站2018年政府信息公开工作年度报告", label: "2019-03-20", meta: "2020-09-26", address: "2019-03-20", number: "-", index: "-", files: -1},
	{file: "edu.sc.gov.cn~scest_net/c100529__zfxxgk_xxgkzd.html", rows: 8, first: "2020-01-17 四川省教育厅科学技术处-四川省教育服务公共平台网站2019年度政府信息公开工作报告", files: -1},
	{file: "edu.sc.gov.cn~scest_net/c100503__xwzx_list.html", rows: 20, first: "2021-01-08 【答记者问】开展本科毕业论文抽检，严把人才培养质量关", files: -1},
	{file: "edu.sc.gov.cn~scest_net/c100495__xwzx_list.html", rows: 20, files: -1},
	{file: "edu.sc.gov.cn~scest_net/c100530__one.html", title: "四川省教育厅科学技术处-四川省教育服务公共平台网站信息依申请公开", label: "2018-09-30", files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/bmgk__jycy__zcfg__201708__t20170811_21250614.html", url: "http://rsj.gzdaozhen.gov.cn/bmgk/jycy/zcfg/201708/t20170811_21250614.html",
		title: "国务院关于做好当前和今后一段时期就业创业工作的意见（国发〔2017〕28号）", address: "2017-08-11", label: "2017-08-11", files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__bmwj__201804__t20180413_21600384.html", url: "http://rsj.gzdaozhen.gov.cn/zwgk/bmwj/201804/t20180413_21600384.html",
		title: "关于印发《道真自治县2018年人力资源和社会保障工作要点》的通知", address: "2018-04-13", signature: "2018-03-09", files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__bmwj__201810__t20181018_21761544.html", title: "道真自治县2018年胡遵劳务协作项目补贴实施方案", files: 2},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__bmwj__index.html", rows: 12, first: "2018-10-18 道真自治县2018年胡遵劳务协作项目补贴实施方案", files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__gsgg__index.html", rows: 20, files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__zcjd__index.html", rows: 0, files: -1},
	{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__fpgz__index.html", rows: 0, files: -1},
	{file: "www.cwl.gov.cn~cptz_net/c__2020-05-27__468738.html", url: "http://www.cwl.gov.cn/c/2020-05-27/468738.shtml", title: "民政部办公厅关于印发《民政部彩票公益金使用管理办法》等六个办法的通知", text: "2020-05-27", address: "2020-05-27", files: -1},
	{file: "pro.gdstc.gd.gov.cn~stw_gd_cn/pro__tzgg__content__post_3126374.html", title: "广东省科学技术厅 广东省财政厅 广东省审计厅关于印发《广东省重点领域研发计划管理办法（试行）》的通知", label: "2020-10-22", signature: "2020-10-22", rows: 0, files: -1},
	{file: "pro.gdstc.gd.gov.cn~stw_gd_cn/pro__tzgg__content__post_3121867.html", label: "2020-11-06", files: 1},
	{file: "pro.gdstc.gd.gov.cn~stw_gd_cn/pro__tzgg__index.html", rows: 20, first: "2020-11-27 广东省科学技术厅关于2020年省科技创新战略专项资金（基础研...", files: -1},
	{file: "www.cmse.gov.cn/gne_cmse_1.html", title: "天宫一号与神舟九号载人交会对接任务第二场新闻发布会", label: "2012-06-24", files: -1},
	{file: "www.shanxi.gov.cn/gne_shanxi_1.html", title: "山西品牌丝路行（南美站）正式启动", label: "2019-09-18", meta: "2019-09-18", files: 0},
	{file: "fgw.zj.gov.cn/gne_gzggw_1.html", title: "1-10月德清县固定资产投资结构趋稳趋优", label: "2016-11-22", files: -1},
	{file: "wsjkw.sh.gov.cn/00ee5d67.html", text: "2022-02-24", meta: "2022-02-24", files: 0},
	{file: "www.ccgp-hebei.gov.cn/t20211011_1485252.html", title: "2021年村级信息资源共享支中心电脑采购项目中标公告", label: "2021-10-11", files: 1},
	{file: "gdjyj.gd.gov.cn~stw_gd_cn/zwgkn__tzgg__content__post_2865270.html", title: "2019年政府网站年度工作报表", label: "2020-01-15", files: 1},
	{file: "gdjyj.gd.gov.cn~stw_gd_cn/zwgkn__tzgg__index.html", rows: 20, first: "2020-01-15 2019年政府网站年度工作报表", files: -1},
	{file: "www.gov.cn/fragment_content_5352010.html", title: "国务院办公厅关于印发文化体制改革中经营性文化事业单位转制为企业和进一步支持文化企业发展两个规定的通知", label: "2018-12-25", written: "2018-12-18", number: "国办发〔2018〕124号", index: "000014349/2018-00220", signature: "2018-12-18", files: 0},
	{file: "www.gov.cn/fragment_content_5351671.html", label: "2018-12-24", written: "2004-10-15", number: "国办函〔2004〕71号", signature: "2004-10-15", files: 0},
	{file: "www.nmpa.gov.cn/page_20251014T112101_200.html", rows: 20, first: "2025-10-14 国家药监局关于修订人纤维蛋白原说明书的公告（2025年第101号）", files: -1},
	{file: "zjg-ggzy~zjgztb_com/ztzl__moreinfo.html", rows: 15, first: "2021-01-04 关于开展征集苏州市国有企业招标采购评标（评审）专家的公告", files: -1},
}

func TestSavedDocuments(t *testing.T) {
	dir := corpusFolder(t)
	for _, want := range savedPages {
		t.Run(filepath.Base(want.file), func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join(dir, want.file))
			if err != nil {
				t.Skip("this page is not in the corpus here")
			}
			url := want.url
			if url == "" {
				url = "http://www.example.gov.cn/a/b.html"
			}
			f := Page(&site.Page{URL: url, Final: url, Body: body, ContentType: "text/html"}, false)
			check := func(name, want, got string) {
				t.Helper()
				if want == "-" {
					want = ""
				} else if want == "" {
					return
				}
				if got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			check("title", want.title, f.Title)
			check("label", want.label, dateOf(f, FromLabel, ""))
			check("text", want.text, dateOf(f, FromText, ""))
			check("meta", want.meta, dateOf(f, FromMeta, ""))
			check("address", want.address, dateOf(f, FromURL, ""))
			check("written", want.written, dateOf(f, FromField, "成文日期"))
			check("signature", want.signature, dateOf(f, FromSignature, ""))
			number := fieldOf(f, DocNumber)
			if n, ok := DocNo(number); ok {
				number = n
			}
			check("number", want.number, number)
			check("index", want.index, fieldOf(f, IndexNo))
			check("validity", want.validity, fieldOf(f, Validity))
			if want.files >= 0 && len(f.Attachments) != want.files {
				t.Errorf("%d attachments, want %d", len(f.Attachments), want.files)
			}
			if strings.Contains(want.file, "index") || want.first != "" || want.rows > 0 {
				if len(f.Items) != want.rows {
					t.Errorf("%d rows, want %d", len(f.Items), want.rows)
				}
			} else if len(f.Items) > 0 {
				t.Errorf("%d rows on a document", len(f.Items))
			}
			if want.first != "" && len(f.Items) > 0 {
				check("first row", want.first, f.Items[0].Day.String()+" "+f.Items[0].Title)
			}
		})
	}
}

// dateOf returns the first date of a source, of the label if one is given.
func dateOf(f *Facts, from DateSource, label string) string {
	for _, d := range f.Dates {
		if d.Source == from && (label == "" || d.Label == label) {
			return d.Day.String()
		}
	}
	return ""
}

func fieldOf(f *Facts, name FieldName) string {
	for _, x := range f.Fields {
		if x.Name == name {
			return x.Value
		}
	}
	return ""
}
