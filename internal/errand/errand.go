// Package errand tells what on a page is pressed to have something done, and leads
// nowhere: 打印本页, 加入收藏, 用户登录.
package errand

import "strings"

// Words name what is done, and Fillers what may stand beside it without making it the
// name of something else: 留言 and 我要留言 do something, 留言选登 is a column and
// 转发省政府文件的通知 a title. Both are separated by | and hold no other sign that
// means something to a regular expression.
const (
	Words   = "打印|关闭|收藏|设为首页|设置首页|字号|字体|返回|后退|登录|登陆|登錄|注册|註冊|退出|注销|提交|发送|搜索|检索|查询|查詢|重置|清空|播放|暂停|分享|转发|刷新|换一张|验证码|无障碍|無障礙|适老化|适老|长者|关怀|繁體|繁体|简体|簡體|english|点赞|收起|顶部|置顶|微信|微博|二维码|扫一扫|扫码|公众号|复制|朗读|投票|评论|留言|举报|上传|删除|纠错|找错|客户端"
	Fillers = "我要|我的|我们|用户|在线|网上|站内|站点|网站|本站|主站|总站|高级|智能|全站|全部|全文|更多|点击|立即|马上|点此|本页|本文|此页|该页|此文|窗口|页面|网页|文章|正文|首页|上一页|上页|列表|上级|好友|朋友|按钮|个人|法人|企业|会员|账号|账户|系统|平台|统一|一键|快速|手机|模式|浏览|阅读|通道|入口|官方|政务|功能|工具条|工具|辅助|图片|附件|链接|地址|发表|发布|查看|加入|添加|切换|中文|政府|移动|下载|新浪|腾讯|语音|音频|视频|公众|关注|版|大|中|小|到|至|给|与|和|或|请|您|在|的|一步"
)

// Is reports a text that is nothing but an errand.
func Is(text string) bool {
	rest := without(strings.ToLower(text), Words)
	return rest != strings.ToLower(text) && !strings.ContainsFunc(without(rest, Fillers), letter)
}

func without(text, words string) string {
	for w := range strings.SplitSeq(words, "|") {
		text = strings.ReplaceAll(text, w, " ")
	}
	return text
}

// letter reports what the name of something is made of.
func letter(r rune) bool { return r >= 0x4e00 && r <= 0x9fff || r >= 'a' && r <= 'z' }
