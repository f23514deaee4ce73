package rules

import (
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
		if anyIn(folded, publicBefore) || anyIn(folded, madeOpen) || anyIn(folded, inPrint) && anyIn(folded, []string{"公布", "刊登", "刊载", "登载", "发布"}) {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

var (
	publicBefore = []string{"解密", "首次公开", "首次发布", "首次公布", "首发时间", "首发日期", "原发布", "原公布", "最初发布", "重新上传", "重新发布", "重新公布", "刊登于", "刊载于", "登载于"}
	inPrint      = []string{"公报", "日报", "晚报"}
	madeOpen     = []string{"转为主动", "改为主动", "调整为主动", "变更为主动", "转为公开", "改为公开", "调整为公开", "变更为公开", "公开属性由", "公开属性变更", "公开属性调整"}
)
