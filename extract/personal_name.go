package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// surnames are the family names of nearly everybody, one character each.
const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督晋楚闫法汝鄢涂钦岳帅缑亢况郈有琴归海墨哈谯笪年爱阳佟商牟佘佴伯赏肖付代覃苟兰邸冼植仝原冶晋但亓隋揭种卿尧战粟门郇才泮凡税弋迟佘岩屈丛闪栗哪盘"

// doubled are family names of two characters.
var doubled = []string{"欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "宇文", "长孙", "端木", "申屠", "太史", "澹台", "南宫", "西门", "呼延", "拓跋", "独孤"}

// noNames are words that begin like a name and are none.
var noNames = func() map[string]bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq("金额 高中 高级 高龄 安全 方法 方式 方便 常见 何时 张贴 马上 时间 年龄 年度 年级 程序 全部 全额 全称 单位 单价 单号 单元 成员 成立 成绩 党员 党委 党支部 居民 居住 居委 " +
		"家庭 家长 家属 家属姓名 项目 项目名 应急 应届 支付 支行 支出 支部 水利 水务 水电 郑重 关于 关系 关注 强制 高校 农业 农民 农村 农户 农商行 农业银行 国家 国籍 国库 文号 文化 文件 广场 广告 有限 有效 有关 有异议 相关 查询 查看 后勤 游客 " +
		"权利 权限 公司 公开 公示 公告 公安 公民 公寓 经办 经济 经营 管理 管委 管辖 管理员 干部 宣传 计划 计算 计生 明细 明确 和平 平均 平安 平方 平方米 车辆 车牌 车间 房屋 房产 房号 连同 连接 " +
		"容积 容量 向上 向前 通知 通讯 通过 通信 通话 边界 从事 从业 申请 申报 申诉 申领 申请表 山东 山西 江苏 江西 云南 安徽 河南 海南 海口 广东 广西 宁夏 东北 东方 东路 南通 武汉 温州 " +
		"利息 利率 步骤 古迹 易地 万元 万 干事 解读 解释 解决 包括 包含 印章 印发 金融 银行 别墅 常住 常用 常规 路线 路口 左右 左侧 石油 石化 程度 柜台 荣誉 荣获 段落 富裕 师生 师范 师傅 " +
		"温馨 温度 满意 满分 沙发 那么 简介 简历 空白 空置 曾经 养老 养殖 养老金 丰富 红色 红线 益民 海外 原因 原则 原件 原住址 商品 商业 商户 商铺 赏金 伯父 阳光 但是 种植 种类 种子 战略 门诊 门口 门面 才能 " +
		"凡是 税务 税费 税号 迟到 都是 都市 能力 能够 双方 双向 双拥 党组 农技 农合 温泉 乐园 于此 时段 时限 时效 康复 余额 元旦 顾客 和谐 明天 成功 成果 成交 谈判 计量 项目部 项链 祝贺 童年 高速 夏季 " +
		"胡同 凌晨 支持 支援 支队 管道 解除 应当 应聘 应付 宗旨 宗地 单独 包装 左边 吉祥 陆地 荣幸 全国 全市 全县 全区 全省 全体 全文 班级 班主任 班子 宫颈 祖国 武装 景区 景点 印刷 白天 从而 " +
		"卓越 阴性 闻讯 劳动 劳务 劳保 申明 扶贫 扶持 扶助 尚未 农药 农机 充值 习惯 广大 东部 东侧 利用 沃土 越来越 师资 冷水 辛苦 那里 简单 简称 空气 空调 养护 须知 须于 关闭 关爱 相应 后续 " +
		"游泳 权益 权证 益处 公务 公里 公斤 公租房 公积金 公费 公立 公益 公交 公路 法人 法定 法律 法院 法规 法治 海洋 年月 年份 年初 年底 年终 年检 年收入 年满 商务 商贸 代表 代码 代理 代理人 代办 代收 代缴 " +
		"付款 付清 付费 原单位 原告 原址 战士 门牌 门牌号 邮编 车主 车型 车位 房型 房主 路段 水费 水厂 云端 安置 安排 安装 安居 方案 方向 任务 任职 任命 任期 任何 华侨 金牌 金卡 成都 贵阳 元整 余元 " +
		"和县 和田 平台 黄河 黄金 汪洋 明年 计 贝壳 钟点 徐州 高新 高考 高血压 田间 田亩 万人 万户 支农 房管 房改 房东 干旱 应征 丁香 宣布 邓州 杭州 洪水 包车 包村 包保 左脚 石材 吉林 程控 陆续 全日制 全年 全科 全科医生 全程 " +
		"池塘 乔木 能源 双创 党建 党校 谭家 贡献 申购 边防 燕窝 尚品 农历 庄稼 柴油 连续 连片 连队 容纳 向社会 古城 易燃 易制毒 慎重 终身 终止 居家 都会 国土 国有 国庆 国债 国税 广播 文体 文明 文物 文艺 东城 东区 东街 " +
		"欧洲 利益 越秀 隆重 师德 那些 饶有 空间 关心 相对 查处 查封 查验 红包 红十字会 游戏 权属 盖章 益阳 公布 公证 公共 公正 督查 督促 督导 督办 法制 海关 海鲜 爱心 爱好 年金 年末 阳性 商会 商标 商场 牟利 伯乐 肖像 代为 代号 代发 兰花") {
		words[w] = true
	}
	return words
}()

// endings are the last characters of words that begin like a name: offices,
// places, posts.
const endings = "局处科室镇村县市区街路所站院校组委会部厅社厂店行队司号码费款额率表册证卡类型级岁元亩米户座楼层栋幢巷弄庄屯乡省州港湖河江桥者员长"

// IsName reports whether s, alone in its place, is a person's full name.
func IsName(s string) bool { return isName(s) }

// isName reports whether s, alone in its place, is a person's full name.
func isName(s string) bool {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u3000' || r == mark {
			return -1
		}
		return r
	}, s)
	n := runeCount(s)
	if n < 2 || n > 4 || noNames[s] {
		return false
	}
	for _, r := range s {
		if r < firstHan || r > lastHan {
			return false
		}
	}
	if strings.ContainsAny(s, "某先女") && (strings.Contains(s, "某") || strings.HasSuffix(s, "先生") || strings.HasSuffix(s, "女士")) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, d := range doubled {
		if strings.HasPrefix(s, d) && n >= 3 {
			return n > 3 || !strings.ContainsRune(endings, last)
		}
	}
	first, _ := utf8.DecodeRuneInString(simplified(s))
	if !strings.ContainsRune(surnames, first) || n == 4 {
		return false
	}
	return !strings.ContainsRune(endings, last)
}

// nameHeads are the heads of columns that hold persons' names.
var nameHeads = []string{"姓名", "户主", "申请人", "学生", "考生", "人员名单", "领取人", "领款人", "受助人", "中奖", "获奖", "保障对象", "救助对象", "当事人", "持卡人", "开户人", "收款人", "户名", "承租人", "被征收人", "权利人", "家长", "儿童", "老人", "村民", "职工", "参保人"}

// nameBeside finds the name of the person a number belongs to: in the same row,
// in the words before it, or in the short lines before it. head is the row of
// column heads, -1 without.
func nameBeside(rows []textRow, n numbered, head int) string {
	r := rows[n.row]
	if name := nameBefore(r.cells[n.cell][:n.from]); name != "" {
		return name
	}
	if len(r.cells) > 1 {
		if head >= 0 && len(rows[head].cells) == len(r.cells) {
			for i, h := range rows[head].cells {
				if namesPerson(h) && isName(r.cells[i]) {
					return compactName(r.cells[i])
				}
			}
		}
		for i := n.cell - 1; i >= 0; i-- {
			if name := nameIn(r.cells[i]); name != "" {
				return name
			}
			if at := strings.IndexAny(r.cells[i], "0123456789"); at > 0 && isName(r.cells[i][:at]) {
				return compactName(r.cells[i][:at]) // name and number grown together
			}
			if r.table == 0 { // pieces of one line
				if name := nameBefore(r.cells[i]); name != "" {
					return name
				}
			}
		}
		for i := n.cell + 1; i < len(r.cells); i++ {
			if isName(r.cells[i]) {
				return compactName(r.cells[i])
			}
		}
	}
	if head >= 0 {
		return ""
	}
	for k := n.row - 1; k >= 0 && k >= n.row-4; k-- {
		s := strings.Join(rows[k].cells, " ")
		if runeCount(s) > 40 || hasPersonal(s) && k < n.row-1 {
			break
		}
		for i := len(rows[k].cells) - 1; i >= 0; i-- {
			if name := nameIn(rows[k].cells[i]); name != "" {
				return name
			}
		}
	}
	return ""
}

// nameIn returns the name a cell holds alone or after its label.
func nameIn(cell string) string {
	if _, value, ok := cutLabel(cell); ok {
		cell = value
	}
	if isName(cell) {
		return compactName(cell)
	}
	return ""
}

func cutLabel(s string) (label, value string, ok bool) {
	if label, value, ok = strings.Cut(s, "："); !ok {
		label, value, ok = strings.Cut(s, ":")
	}
	return label, value, ok
}

// nameBefore returns the last name in the words before a number in its own
// sentence.
func nameBefore(s string) string {
	s = endOf(s)
	if i := strings.LastIndexAny(s, "。；;\n"); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		s = s[i+w:]
	}
	if r := []rune(s); len(r) > 60 {
		s = string(r[len(r)-60:])
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return r < firstHan || r > lastHan })
	for i := len(fields) - 1; i >= 0 && i >= len(fields)-6; i-- {
		if isName(fields[i]) {
			return fields[i]
		}
		if runeCount(fields[i]) == 1 && i > 0 && runeCount(fields[i-1]) == 1 && isName(fields[i-1]+fields[i]) {
			return fields[i-1] + fields[i] // 张 三
		}
		for _, h := range nameHeads {
			if k := strings.LastIndex(fields[i], h); k >= 0 && isName(fields[i][k+len(h):]) {
				return fields[i][k+len(h):]
			}
		}
	}
	return ""
}

func compactName(s string) string { return strings.Join(strings.Fields(plainDigits(s)), "") }

func namesPerson(head string) bool {
	head = Fold(head)
	return slices.ContainsFunc(nameHeads, func(w string) bool { return strings.Contains(head, w) })
}
