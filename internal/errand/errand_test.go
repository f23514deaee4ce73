package errand_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/internal/errand"
)

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"打印本页": true, "【关闭窗口】": true, "加入收藏": true, "收藏本站": true, "设为首页": true, "登录": true, "用户登录 | 注册": true, "退出登录": true,
		"站内搜索": true, "高级检索": true, "查询": true, "重置": true, "字体：大 中 小": true, "返回列表": true, "返回首页": true, "分享到：": true, "微信公众号": true,
		"新浪微博": true, "无障碍阅读": true, "长者模式": true, "关怀版": true, "语音朗读": true, "点赞(12)": true, "我要留言": true, "发表评论": true, "我要投票": true, "政府网站找错": true, "移动客户端下载": true, "English": true, "简体中文": true,
		"留言选登": false, "投诉举报": false, "举报指南": false, "办件查询": false, "民意调查投票结果": false, "转发省政府文件的通知": false, "无障碍环境建设条例": false,
		"不动产登记注册": false, "二维码门牌管理办法": false, "关怀困难职工": false, "登录名单公示": false, "政策文件": false, "": false, "通知公告": false, "政务新媒体": false,
		"English Version": false, "12": false,
	} {
		if got := errand.Is(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

// The words are put into regular expressions by the tools that run in pages.
func TestTheWordsMeanThemselves(t *testing.T) {
	for _, list := range []string{errand.Words, errand.Fillers} {
		if strings.Contains(list, "||") || strings.Trim(list, "|") != list {
			t.Errorf("an empty word in %s", list)
		}
		for w := range strings.SplitSeq(list, "|") {
			if regexp.QuoteMeta(w) != w {
				t.Errorf("%q means something else", w)
			}
		}
	}
}
