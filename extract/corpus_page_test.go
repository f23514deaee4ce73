package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/site"
)

// TestSavedPages compares what is read of real pages with what a person reads
// in their source: breadcrumb, kind, where some links lead and stand, where the
// page sends its reader, how many pages the list has.
func TestSavedPages(t *testing.T) {
	dir := corpusFolder(t)
	type want struct {
		text, url string
		region    Region
		via       Via
	}
	tests := []struct {
		file, url string
		kind      Kind
		crumbs    string
		links     []want
		check     func(s *Signals) bool
	}{
		{file: "edu.sc.gov.cn~scest_net/c101518__2020__12__4__*", url: "http://edu.sc.gov.cn/scedu/c101518/2020/12/4/x.shtml", kind: Article, crumbs: "政府信息公开|基本信息|政策文件|2020年",
			links: []want{{"政策文件", "http://edu.sc.gov.cn/scedu/c100538/xxgk_list.html", Breadcrumb, Anchor}}},
		{file: "edu.sc.gov.cn~scest_net/c100494__xwzx_list.html", url: "http://edu.sc.gov.cn/scedu/c100494/xwzx_list.shtml", kind: List, crumbs: "新闻动态|教育要闻",
			links: []want{{"", "http://edu.sc.gov.cn/scedu/c100494/xwzx_list_2.shtml", Body, Pager}},
			check: func(s *Signals) bool { return s.Pages == 50 && s.Total == 1000 }},
		{file: "edu.sc.gov.cn~scest_net/c100531__jump.html", url: "http://edu.sc.gov.cn/scedu/c100531/jump.shtml", kind: Other,
			check: func(s *Signals) bool { return s.Redirect == "http://edu.sc.gov.cn/scedu/c100532/xxgk_list.shtml" }},
		{file: "edu.sc.gov.cn~scest_net/c100529__2020__1__17__*", url: "http://edu.sc.gov.cn/scedu/c100529/2020/1/17/x.shtml", kind: Report},
		{file: "fgw.zj.gov.cn/gne_gzggw_1.html", url: "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html", kind: Article, crumbs: "发展改革工作|投资管理和项目推进|投资运行",
			links: []want{{"投资运行", "http://fgw.zj.gov.cn/col/col1621004/index.html", Breadcrumb, Anchor}}},
		{file: "gdjyj.gd.gov.cn~stw_gd_cn/zwgkn__tzgg__content__post_2865270.html", url: "http://gdjyj.gd.gov.cn/zwgkn/tzgg/content/post_2865270.html", kind: Article, crumbs: "政务公开|通知公告"},
		{file: "rsj.gz.gov.cn/35_*", url: "https://rsj.gz.gov.cn/ywzt/rcgz/rcyjrh/tzgg/content/post_8425824.html", kind: Article, crumbs: "业务专题|人才工作|引进人才入户|通知公告"},
		{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__gsgg__index.html", url: "http://rsj.gzdaozhen.gov.cn/zwgk/gsgg/index.html", kind: List, crumbs: "政务公开|公示公告",
			links: []want{{"政策解读", "http://rsj.gzdaozhen.gov.cn/zwgk/zcjd/", Nav, Script}, {"规划计划", "http://rsj.gzdaozhen.gov.cn/zwgk/ghjh/", Nav, Script},
				{"", "http://rsj.gzdaozhen.gov.cn/zwgk/gsgg/index_3.html", Body, Pager}},
			check: func(s *Signals) bool { return s.Pages == 4 }},
		{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/bmgk__index.html", url: "http://rsj.gzdaozhen.gov.cn/bmgk/index.html", kind: Other,
			check: func(s *Signals) bool { return s.Redirect == "http://rsj.gzdaozhen.gov.cn/bmgk/dwzn/" }},
		{file: "rsj.gzdaozhen.gov.cn~gzdzhrss_com/zwgk__index.html", url: "http://rsj.gzdaozhen.gov.cn/zwgk/index.html", kind: Other,
			check: func(s *Signals) bool { return s.Redirect == "http://rsj.gzdaozhen.gov.cn/zwgk/gsgg/" }},
		{file: "wsjkw.sh.gov.cn/00ee5d67.html", url: "https://wsjkw.sh.gov.cn/xwfb/20220224/x.html", kind: Article, crumbs: "新闻中心|新闻发布",
			links: []want{{"header.js", "https://wsjkw.sh.gov.cn/assets/js/header.js", Body, Include}},
			check: func(s *Signals) bool { return s.NavByScript != "" && s.FooterByScript != "" }},
		{file: "www.ccgp-hebei.gov.cn/t20211011_1485252.html", url: "http://www.ccgp-hebei.gov.cn/cd/cd_wc/cggg/zhbggAAA/202110/t20211011_1485252.html", kind: Article, crumbs: "承德市|围场县|采购公告|中标公告"},
		{file: "www.cmse.gov.cn/gne_cmse_1.html", url: "http://www.cmse.gov.cn/ztbd/xwfbh/201206/t20120624.html", kind: Article, crumbs: "专题报道|新闻发布会"},
		{file: "www.ggzy.gov.cn/probe_page.html", url: "http://www.ggzy.gov.cn/deal/dealList.html", kind: List, crumbs: "交易公开",
			links: []want{{"机构职能", "http://www.ggzy.gov.cn/SIC/web/govfunc.po", Nav, Anchor}}},
		{file: "www.langxian.gov.cn/nav_list.html", url: "http://www.langxian.gov.cn/lxrmzf/c1/nav_list.shtml", kind: List, crumbs: "政务公开|重点领域信息公开|政府公报",
			check: func(s *Signals) bool { return s.Pages == 1 && s.Total == 12 }},
		{file: "www.nmpa.gov.cn/page_20251014T112101_200.html", url: "https://www.nmpa.gov.cn/yaopin/ypggtg/index.html", kind: List, crumbs: "药品|药品公告通告",
			links: []want{{"下一页", "https://www.nmpa.gov.cn/yaopin/ypggtg/index_1.html", Body, Anchor}}},
		{file: "www.pds.gov.cn~lgedu_net/contents__2146__133484.html", url: "http://www.pds.gov.cn/contents/2146/133484.html", kind: Report, crumbs: "政府信息公开|市直部门政府信息公开|市教育体育局|政府信息公开年度报告"},
		{file: "www.shanxi.gov.cn/gne_shanxi_1.html", url: "http://www.shanxi.gov.cn/yw/sxyw/201905/t1.shtml", kind: Article, crumbs: "要闻|山西要闻"},
		{file: "zjg-ggzy~zjgztb_com/zjgsfzx__031002__031002001__*", url: "http://zjg.gov.cn/zjgsfzx/031002/031002001/zjgCity_moreinfo.html", kind: List, crumbs: "张家港分中心|政策法规|综合类"},
		{file: "www.yuexiu.gov.cn/16_*", url: "http://www.yuexiu.gov.cn/ggfw/ztfw/jycy/x/content/post_1.html", kind: Article, crumbs: "公共服务|主题服务|就业创业|稳就业保就业信息"},
		{file: "zfcj.gz.gov.cn/11b_*", url: "https://zfcj.gz.gov.cn/zjyw/zfbz/content/post_1.html", kind: Article, crumbs: "住建业务|住房保障"},
		{file: "www.gz.gov.cn/13_*", url: "https://www.gz.gov.cn/gfxwj/sbmgfxwj/x/content/post_1.html", kind: Article, crumbs: "广州市行政规范性文件统一发布平台|市部门规范性文件|广州市住房和城乡建设局",
			check: func(s *Signals) bool { return s.RelatedByScript == "listbyrelated" }},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			found, err := filepath.Glob(filepath.Join(dir, tt.file))
			if err != nil || len(found) != 1 {
				t.Fatalf("%d files, %v", len(found), err)
			}
			body, err := os.ReadFile(found[0])
			if err != nil {
				t.Fatal(err)
			}
			f := Page(&site.Page{URL: tt.url, Final: tt.url, ContentType: "text/html", Body: body}, false)
			if f.Kind != tt.kind {
				t.Errorf("kind %s, want %s", f.Kind, tt.kind)
			}
			if f.Charset != "utf-8" {
				t.Errorf("charset %s", f.Charset)
			}
			if got := crumbText(f); got != tt.crumbs {
				t.Errorf("breadcrumb %q, want %q", got, tt.crumbs)
			}
			for _, w := range tt.links {
				there := false
				for _, l := range f.Links {
					there = there || l.Text == w.text && l.URL == w.url && l.Region == w.region && l.Via == w.via
				}
				if !there {
					t.Errorf("no link %v", w)
				}
			}
			if tt.check != nil && !tt.check(&f.Signals) {
				t.Errorf("signals %+v", f.Signals)
			}
			// A copy of the same bytes must give the same facts after the pool was used.
			if again := Page(&site.Page{URL: tt.url, Final: tt.url, ContentType: "text/html", Body: body}, false); linkLines(again) != linkLines(f) || strings.Join(labelTexts(again), "|") != strings.Join(labelTexts(f), "|") {
				t.Error("the second reading differs")
			}
		})
	}
}

func labelTexts(f *Facts) []string {
	var out []string
	for _, l := range f.Labels {
		out = append(out, l.Text)
	}
	return out
}
