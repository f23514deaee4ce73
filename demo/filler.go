package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// titles of the pages that fill columns nobody looks at closely, by kind. {P} is
// the place, {Y} the year of the page.
var titles = map[string][]string{
	"news": {"{P}召开一季度经济运行分析会", "{P}全力推进春季农业生产", "{P}开展义务植树活动", "{P}重点项目建设现场推进会举行", "{P}举办春季招聘会", "{P}调研安全生产工作", "{P}检查防汛备汛情况",
		"{P}走访慰问困难群众", "{P}召开党风廉政建设会议", "{P}启动全民阅读活动", "{P}推进城市更新项目", "{P}督导生态环境整改", "{P}部署春季学校传染病防控", "{P}开展消费维权宣传", "{P}组织志愿服务活动"},
	"notice": {"关于{Y}年清明假期有关事项的公告", "关于临时停水的公告", "关于道路施工期间交通管制的公告", "关于开展人口抽样调查的公告", "关于公开选聘特约监督员的公告", "关于更换办公地址的公告",
		"关于系统升级暂停服务的公告", "关于开展灭鼠活动的公告", "关于征集志愿者的公告", "关于举办健康讲座的公告"},
	"routine": {"关于王立等同志任免职的通知", "关于李敏同志任职的通知", "关于表彰{Y}年度先进集体的通报", "关于召开全体会议的通知", "关于赵强等同志免职的通知", "关于表扬先进个人的通报", "关于召开春季工作会议的通知", "关于周洁同志任职的通知"},
	"plan":    {"{P}国民经济和社会发展第十五个五年规划纲要", "{P}{Y}年国民经济和社会发展计划执行情况", "{P}综合交通发展规划文本", "{P}国土空间总体规划公布稿"},
	"stat":    {"{P}{Y}年国民经济和社会发展统计公报", "{P}{Y}年上半年经济运行简况", "{P}{Y}年居民收入情况", "{P}{Y}年工业生产简况"},
	"permit":  {"{Y}年第一批行政许可结果公开表", "{Y}年第二批行政许可结果公开表", "{Y}年第三批行政许可结果公开表", "{Y}年第四批行政许可结果公开表"},
	"penalty": {"{Y}年第一季度行政处罚结果公开表", "{Y}年第二季度行政处罚结果公开表", "{Y}年第三季度行政处罚结果公开表", "{Y}年第四季度行政处罚结果公开表"},
	"finance": {"{P}{Y}年财政预算公开", "{P}{Y}年财政决算公开", "{P}{Y}年三公经费预算公开", "{P}{Y}年一般公共预算收支表"},
	"fee":     {"{P}{Y}年行政事业性收费目录", "{P}{Y}年涉企收费目录", "{P}{Y}年教育收费公示"},
	"buy":     {"{P}政务云服务采购结果公告", "{P}会议系统采购公告", "{P}校服采购结果公告", "{P}绿化养护采购公告"},
	"project": {"{P}污水处理厂二期工程批准信息", "{P}客运枢纽工程进展", "{P}人民医院迁建工程进展", "{P}农村供水工程竣工情况"},
	"danger":  {"{P}防汛应急演练情况", "{P}森林火险预警信息", "{P}大风蓝色预警信息", "{P}地震应急演练情况"},
	"life":    {"{P}城乡低保发放情况", "{P}民生实事进展情况", "{P}就业帮扶情况", "{P}义务教育资助情况"},
	"check":   {"{P}食品抽检信息第一期", "{P}食品抽检信息第二期", "{P}生态环境质量月报", "{P}安全生产检查情况"},
	"job":     {"{P}{Y}年公务员录用公示", "{P}{Y}年事业单位公开招聘公告", "{P}{Y}年教师招聘体检结果", "{P}{Y}年公务员考试面试公告"},
	"system":  {"中华人民共和国政府信息公开条例", "政府信息公开申请办理流程", "政府信息公开保密审查办法", "政府信息公开责任追究制度"},
	"leader":  {"张明", "李华", "陈静", "刘洋"},
}

// prose fills the body of a stock page: about nothing in particular, and long
// enough to be an article.
var prose = []string{
	"近日，{P}有关负责同志带队到基层一线了解情况，实地察看工作进展，与干部群众面对面交流，听取意见建议，现场协调解决具体困难。",
	"有关负责同志要求，各单位要把工作做细做实，加强协作配合，按照时间节点有序推进，确保各项工作取得实效。",
	"参加活动的群众表示，这几年身边的变化看得见、摸得着，希望今后有更多这样的活动走进社区、走进乡村。",
	"下一步，{P}将继续做好后续服务，及时回应群众关心的问题，把好事办好、实事办实。",
	"联系电话在工作日上午八时三十分至十二时、下午二时至五时三十分接听，欢迎社会各界监督。",
}

// fill adds the stock pages a column asks for: KIND COUNT NEWEST STEP, the step in
// days, or TEXT KIND for a column that is one text.
func (s *portal) fill(c *column) error {
	if len(c.filler) == 0 {
		return nil
	}
	if c.filler[0] == "text" {
		p := &page{Path: c.Path, Title: c.Name, Column: c, layout: "_article", body: "@text " + c.filler[1], Head: map[string]string{}, id: 100 + len(s.pages), stock: true}
		if c.layout != "_list" {
			p.layout = c.layout
		}
		c.layout = "none"
		p.Day = time.Date(2025, 6, 3, 0, 0, 0, 0, time.UTC)
		s.pages = append(s.pages, p)
		return nil
	}
	if len(c.filler) != 4 || titles[c.filler[0]] == nil {
		return fmt.Errorf("filler %q: want KIND COUNT NEWEST STEP", c.filler)
	}
	count, err := strconv.Atoi(c.filler[1])
	if err != nil {
		return err
	}
	day, err := time.Parse(time.DateOnly, c.filler[2])
	if err != nil {
		return err
	}
	step, err := strconv.Atoi(c.filler[3])
	if err != nil {
		return err
	}
	list := titles[c.filler[0]]
	for i := range count {
		p := &page{Column: c, Day: day, layout: "_article", Head: map[string]string{}, id: 1000 + len(s.pages), stock: true}
		p.Title = s.placed(list[i%len(list)], day)
		if i >= len(list) {
			p.Title += fmt.Sprintf("（第%d次）", i/len(list)+1)
		}
		p.Path = s.address(p)
		p.body = s.placed(prose[i%5], day) + "\n" + s.placed(prose[(i+1)%5], day) + "\n" + s.placed(prose[(i+3)%5], day)
		s.pages = append(s.pages, p)
		c.pages = append(c.pages, p)
		day = day.AddDate(0, 0, -step)
	}
	return nil
}

func (s *portal) placed(text string, day time.Time) string {
	return strings.NewReplacer("{P}", s.set["place"], "{Y}", strconv.Itoa(day.Year())).Replace(text)
}

// address makes the path of a stock page in the manner of the site's system.
func (s *portal) address(p *page) string {
	return strings.NewReplacer("{dir}", p.Column.dir(), "{key}", p.Column.Key, "{num}", strconv.Itoa(1000+slices.Index(s.columns, p.Column)), "{y}", p.Day.Format("2006"), "{m}", p.Day.Format("1"), "{mm}", p.Day.Format("01"),
		"{d}", p.Day.Format("2"), "{dd}", p.Day.Format("02"), "{id}", strconv.Itoa(p.id)).Replace(s.set["article"])
}
