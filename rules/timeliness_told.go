package rules

import (
	"regexp"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
)

// openedBefore returns the sentence in which a page tells that its document was public
// before the page, or that it was made public only by a later decision: 条例 article 26
// counts from 形成或者变更.
func openedBefore(c *Case, pg *portal.Page) string {
	text, err := c.Portal.Text(pg)
	if err != nil {
		return ""
	}
	for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("。；;\n", r) }) {
		folded := extract.Fold(s)
		if toldOfDay.MatchString(folded) || anyIn(folded, publicBefore) || anyIn(folded, madeOpen) || anyIn(folded, inPrint) && anyIn(folded, []string{"公布", "刊登", "刊载", "登载", "发布"}) {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// toldOfDay is a sentence on when this paper was first shown: 本文件6月5日已在公众号公布. A day by which
// something has to be done (前、起) is none.
var toldOfDay = regexp.MustCompile(`(?:本|此|该|原)(?:文件|文|件|通知|公告|办法|规定|细则|意见|方案|决定)[^。;\n]{0,24}\d日[^前起至底。;\n][^。;\n]{0,20}(?:公布|发布|公开|上网|张贴|推送)|(?:公开|发布|上网|公布)(?:时间|日期|情况)?(?:说明|备注):?[^。;\n]{0,4}\d{1,2}月\d{1,2}日|首次(?:上网|挂网|推送|张贴)|补(?:录|发)上网|解除[^。;\n]{0,12}(?:予以|可以|可)公开`)

var (
	publicBefore = []string{"解密", "首次公开", "首次发布", "首次公布", "首发时间", "首发日期", "原发布", "原公布", "最初发布", "重新上传", "重新发布", "重新公布", "刊登于", "刊载于", "登载于"}
	inPrint      = []string{"公报", "日报", "晚报"}
	madeOpen     = []string{"转为主动", "改为主动", "调整为主动", "变更为主动", "转为公开", "改为公开", "调整为公开", "变更为公开", "公开属性由", "公开属性变更", "公开属性调整"}
)
