package crawler

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/govaudit/govaudit/extract"
)

// failingWords matches what is said of a page or of what it is made from that could not be
// had, in folded text. Whoever publishes something does not say so alone.
var failingWords = regexp.MustCompile(`(?:无法|不能|未能|没能)(?:正常)?(?:为您)?(?:提供|显示|响应|打开|访问|获取|读取|连接|加载|浏览|展示)|没有响应|未响应|无响应|(?:获取|读取|加载|连接|请求|查询|调用|载入)失败|(?:读取|调取|加载|访问|显示|程序)出错|(?:系统|服务|网络|接口|程序)异常|连接不上|连不上|(?:回源|响应|请求|连接|加载|查询|读取|网关)超时|服务已停止|服务不可用|upstream|didnotrespond|timedout|unavailable|error5\d\d|trace(?:id)?[:：]?[0-9a-f]{8}`)

const failingMost = 60 // words and characters of a page that says nothing else

// failsToShow returns the words in which a page that holds nothing else says that its
// content could not be had. Every such page names another machine, address or number.
func failsToShow(f *extract.Facts) string {
	if len(f.Attachments)+len(f.Tables)+f.Media.Images+f.Media.Videos+f.Media.Audios > 0 || f.Signals.Embedded || f.Signals.Placeholder != "" || len(f.Text) > 1<<10 || wordsIn(f.Text) > failingMost {
		return ""
	}
	return failingWords.FindString(extract.Fold(strings.ToValidUTF8(f.Text, "")))
}

// wordsIn counts Chinese characters, and what else is written without a break, addresses
// and numbers, as one each.
func wordsIn(s string) (n int) {
	inside := false
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
			inside = false
			continue
		}
		word := r > ' ' && r < 0x7f
		if word && !inside {
			n++
		}
		inside = word
	}
	return n
}
