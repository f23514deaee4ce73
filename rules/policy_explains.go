package rules

import (
	"strings"
)

// explainWords are the words by which a title or column says that it explains a
// policy, in folded form.
var explainWords = []string{"解读", "图解", "读懂", "看懂", "图说", "图读", "问答", "答记者问", "答疑", "新闻发布会", "吹风会", "明白纸", "明白卡", "政策速览", "政策说明", "动漫", "漫画",
	"微视频", "短视频", "音频", "h5"}

// duties follow an explaining word in the titles of papers about interpretation
// as a duty: 政策解读工作的通知, 政策解读制度.
var duties = []string{"工作", "制度", "机制", "方案", "办法", "要求", "规定", "任务", "比赛", "大赛", "培训"}

// explainingTitle reports whether a folded title is that of an interpretation.
func explainingTitle(title string) bool {
	for _, w := range explainWords {
		rest := title
		for {
			i := strings.Index(rest, w)
			if i < 0 {
				break
			}
			rest = rest[i+len(w):]
			if !startsWithAny(rest, duties) {
				return true
			}
		}
	}
	return false
}

// explainingColumn reports whether the folded name of a column says that it
// holds interpretations.
func explainingColumn(name string) bool { return wordIn(name, explainColumns) != "" }

// explainColumns are the words by which a column says so. 问答 alone is that of
// letters and of chat robots.
var explainColumns = []string{"解读", "图解", "读懂", "看懂", "图说", "政策问答", "政策速览", "发布会", "吹风会"}

// formWords are the words by which a title or column names a form that is more
// than text.
var formWords = []string{"图解", "读懂", "看懂", "图说", "图读", "长图", "海报", "漫画", "动漫", "动画", "视频", "音频", "短片", "直播", "发布会", "吹风会", "访谈", "h5", "明白卡", "明白纸"}

func startsWithAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
