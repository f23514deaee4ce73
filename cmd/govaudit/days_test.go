package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/govaudit/govaudit/demo"
	"github.com/govaudit/govaudit/site"
)

// office is a console in use: its people, the portals it looks after, and one of them
// whose pages change.
type office struct {
	*testing.T
	browser *chromium
	county  *county
	sites   []site.Target
	home    string
	once    string            // the first administrator's password
	words   map[string]string // one-time passwords, by name
	dir     string
}

const ownPassword = "Yangguang-2026-Gongkai!"

// staff are those whom the administrator adds: name, shown name, role, department.
var staff = [][4]string{{"pinggu", "李评估", "评估人员", ""}, {"fuhe", "王复核", "复核人员", ""}, {"zhuguan", "赵主管", "主管部门", ""}, {"bumen", "钱部门", "责任部门", "甲县政府办"}}

// TestDaysOfTheThreePeople walks through the console as an administrator, evaluators, a
// department and a supervisor do in the weeks of an audit: every page is reached by
// links, buttons and keys. Then each page that each role can reach is looked at.
func TestDaysOfTheThreePeople(t *testing.T) {
	o := newOffice(t)
	admin := o.administrator()
	evaluator := o.evaluator()
	reviewer := o.reviewer()
	department := o.department()
	o.county.article("/a/1.html", "领取人王小明。")
	o.recheck(evaluator, department)
	supervisor := o.supervisor()
	if t.Failed() {
		return
	}
	for _, who := range []struct {
		name string
		*window
	}{{"administrator", admin}, {"evaluator", evaluator}, {"reviewer", reviewer}, {"department", department}, {"supervisor", supervisor}} {
		t.Run(who.name, func(t *testing.T) { lookAround(t, who.name, who.window) })
	}
}

// newOffice serves portals and a console without any site.
func newOffice(t *testing.T) *office {
	browser := startChromium(t)
	portals, err := demo.Start(t.Context(), env{Stderr: io.Discard}.logger(true))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { portals.Close() })
	o := &office{T: t, browser: browser, county: newCounty(t), dir: t.TempDir(), words: map[string]string{}}
	for _, p := range []string{"/a/1.html", "/a/2.html"} {
		o.county.article(p, leak)
	}
	for i := 10; i < 40; i++ {
		o.county.article(fmt.Sprintf("/b/%d.html", i), "本次没有需要公示的个人信息。")
	}
	for _, s := range portals.Sites() {
		switch s.ID {
		case "nanpu", "jiangzhou", "jtj", "lanhai", "guting", "linxi-jyj", "linxi", "qingshi", "heping":
			o.sites = append(o.sites, s)
		}
	}
	o.sites = append(o.sites, site.Target{ID: "jia", Name: "甲县人民政府", URL: o.county.url + "/", Level: site.County, Department: "甲县政府办"})
	text := fmt.Sprintf("as_of: %s\nstore: sqlite:days.db\npacks: [national]\nsites: []\nserve: {listen: '127.0.0.1:0', out: out}\nnetwork: {resolver: '%s', allow: ['%s']}\ncrawl: {per_host: 16, backoff: 100ms}\n",
		portals.AsOf().Format(time.DateOnly), portals.Resolver(), strings.Join(portals.Allow(), "', '"))
	config := filepath.Join(o.dir, "days.yaml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o.serve(config)
	return o
}

var saysPassword = regexp.MustCompile(`一次性密码：(\S+)`)

// serve starts the program and reads what it tells on the terminal.
func (o *office) serve(config string) {
	cmd := exec.Command(os.Args[0], "serve", "--config", config)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	log, err := cmd.StderrPipe()
	if err != nil {
		o.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		o.Fatal(err)
	}
	o.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	lines := bufio.NewScanner(log)
	said := ""
	for o.home == "" && lines.Scan() {
		said += lines.Text() + "\n"
		if m := saysPassword.FindStringSubmatch(lines.Text()); m != nil {
			o.once = m[1]
		}
		if m := saysAddress.FindStringSubmatch(lines.Text()); m != nil {
			o.home = "http://" + m[1]
		}
	}
	if o.home == "" || o.once == "" {
		o.Fatalf("serve does not tell its address or the first password:\n%s", said)
	}
	go func() {
		for lines.Scan() {
			if strings.Contains(lines.Text(), "level=ERROR") {
				o.Error(lines.Text())
			}
		}
	}()
}

// table writes sites into a workbook as somebody does by hand, the level of the row
// wrong so.
func (o *office) table(name string, wrong int, level string) string {
	o.Helper()
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"编号", "网站名称", "网址", "层级", "所属层级", "责任单位", "网站标识码", "范围", "排除"}}
	for _, s := range o.sites {
		rows = append(rows, []any{s.ID, s.Name, s.URL, string(s.Level), string(s.Of), s.Department, s.Code, strings.Join(s.Scope, "\n"), strings.Join(s.Exclude, "\n")})
	}
	if wrong > 0 {
		rows[wrong-1][3] = level
	}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &r); err != nil {
			o.Fatal(err)
		}
	}
	name = filepath.Join(o.dir, name)
	if err := f.SaveAs(name); err != nil {
		o.Fatal(err)
	}
	return name
}

// signIn opens a window of a person, who has to choose an own password first.
func (o *office) signIn(name, once string, scripts bool) *window {
	o.Helper()
	w := o.browser.window(o.home)
	if !scripts {
		w.withoutScripts()
	}
	w.fill("登录名", name)
	w.fill("密码", once)
	w.follow("登录")
	w.says("现在的密码是一次性的")
	w.fill("原密码", once)
	w.fill("新密码", ownPassword)
	w.fill("再输一次新密码", ownPassword)
	w.follow("修改密码")
	return w
}

// administrator signs in for the first time, adds people and ten sites, and has them
// audited.
func (o *office) administrator() *window {
	w := o.signIn("admin", o.once, true)
	for _, p := range staff {
		w.follow("用户")
		w.fill("登录名", p[0])
		w.fill("姓名", p[1])
		w.fill("角色", p[2])
		w.fill("部门", p[3])
		w.follow("新增")
		o.words[p[0]] = value[string](w, "document.querySelector('.secret').innerText")
		w.follow("已经记下")
		w.says(p[0], p[1], p[2])
	}
	w.follow("网站")
	w.upload(o.table("wrong.xlsx", 5, "地级"))
	w.moves(func() { w.press(link("导入")) })
	w.says("一个都没有增加", "第 5 行", "地级")
	w.upload(o.table("right.xlsx", 0, ""))
	w.follow("导入")
	w.says("已增加 10 个网站", "10 个网站", "甲县人民政府", "江州市人民政府")
	w.follow("检查")
	w.fill("全部网站", "")
	w.follow("开始")
	w.says("/ 10 个网站", "取消这个任务")
	o.wait(w)
	w.says("10 / 10 个网站")
	w.follow("检查 2")
	w.says("各网站：看不全的在前", "未能打开", "甲县人民政府")
	return w
}

// wait looks at a task until it is done.
func (o *office) wait(w *window) {
	o.Helper()
	for strings.Contains(w.text(), "取消这个任务") {
		w.leads(func() { w.do("Page.reload", nil, nil) })
	}
	w.says("：完成")
}

// evaluator answers twenty questions and touches nothing but keys, the last five of
// them without the help of scripts; then tells the department what is to be mended.
func (o *office) evaluator() *window {
	w := o.signIn("pinggu", o.words["pinggu"], true)
	enter := func(words string) {
		w.tabTo(words)
		w.leads(func() { w.key("enter") })
	}
	enter("待核实")
	open := value[int](w, "+document.querySelector('nav[aria-label=按状态] a').innerText.match(/\\d+/)[0]")
	vetoes := value[int](w, "[...document.querySelectorAll('tbody tr')].slice(0, 20).filter(r => r.innerText.includes('单项否决')).length")
	enter("从第一项开始逐项核实")
	w.says("单项否决", "南浦区人民政府")
	for i := range 20 {
		if i == 15 {
			w.withoutScripts()
			w.leads(func() { w.do("Page.reload", nil, nil) })
		}
		before := w.at()
		reason := fmt.Sprintf("第%d项：已打开当时存档的网页核对。", i+1)
		if i < 15 {
			w.key([]string{"1", "2"}[i%2])
			w.key("r")
			w.typing(reason)
			w.leads(func() { w.key("ctrl+enter") })
		} else {
			w.tabTo("属实（不合格）")
			w.key(" ")
			w.tabTo("理由")
			w.typing(reason)
			enter("决定，看下一项")
		}
		w.says("已")
		if w.at() == before {
			o.Fatalf("after %d decisions the same question is asked again: %s", i+1, w.text())
		}
	}
	enter("返回列表")
	w.says(fmt.Sprintf("待核实 %d", open-20), fmt.Sprintf("待第二人复核 %d", vetoes), fmt.Sprintf("已决定 %d", 20-vetoes))

	w.follow("整改")
	w.follow("甲县政府办")
	w.fill("以什么方式通知", "甲政办函〔2026〕3号")
	w.follow("登记为已通知")
	w.says("已登记通知")
	return w
}

// reviewer agrees to what an evaluator proposed.
func (o *office) reviewer() *window {
	w := o.signIn("fuhe", o.words["fuhe"], true)
	w.follow("待核实")
	waiting := value[int](w, "+document.querySelectorAll('nav[aria-label=按状态] a')[1].innerText.match(/\\d+/)[0]")
	w.follow("待第二人复核")
	w.follow("网站可以访问")
	w.says("李评估", "待第二人复核", "第1项")
	w.follow("同意，决定生效")
	w.follow("待核实")
	w.says(fmt.Sprintf("待第二人复核 %d", waiting-1))
	return w
}

// leaks are the links to the items of personal numbers in the list.
const leaks = "[...document.querySelectorAll('tbody tr')].filter(r => r.innerText.includes('身份证')).map(r => r.querySelector('a'))"

// department answers two items with links, without scripts.
func (o *office) department() *window {
	w := o.signIn("bumen", o.words["bumen"], false)
	w.follow("整改")
	if n := value[int](w, leaks+".length"); n != 2 {
		o.Fatalf("%d items of personal numbers, want 2:\n%s", n, w.text())
	}
	if strings.Contains(w.text(), "江州") {
		o.Error("the department sees another's items:\n" + w.text())
	}
	for range 2 {
		w.leads(func() { w.press(leaks + "[0]") })
		w.follow("查看当时存档的网页")
		w.says("SHA-256", "/a/")
		w.follow("整改")
		w.leads(func() { w.press(leaks + "[0]") })
		w.fill("已整改", "")
		w.fill("做了什么", "已遮盖身份证号码。")
		w.fill("能看到整改结果的网址", value[string](w, "[...document.querySelectorAll('main a')].find(a => a.href.includes('/a/')).href"))
		w.follow("提交答复")
		w.says("已登记答复", "已答复", "已遮盖身份证号码。")
		w.follow("整改")
	}
	return w
}

// recheck has what was answered looked at again, and sees what the department sees.
func (o *office) recheck(evaluator, department *window) {
	w := evaluator
	w.follow("整改")
	w.says("核对已答复的 2 项")
	w.follow("开始复查")
	o.wait(w)
	w = department
	w.follow("整改")
	w.follow("已销号 1")
	w.says("身份证")
	w.leads(func() { w.press(leaks + "[0]") })
	w.says("/a/1.html", "已销号", "检查 2")
	w.follow("整改")
	w.leads(func() { w.press(leaks + "[0]") })
	w.says("/a/2.html", "重新打开")
}

// supervisor finds on the board and in the ranking what became of it.
func (o *office) supervisor() *window {
	w := o.signIn("zhuguan", o.words["zhuguan"], true)
	w.says("名次", "甲县人民政府", "江州市人民政府")
	w.follow("甲县人民政府")
	w.says("得分", "责任单位：甲县政府办")
	w.follow("整改")
	w.follow("甲县政府办")
	w.follow("已销号 1")
	w.leads(func() { w.press(leaks + "[0]") })
	w.says("/a/1.html", "已销号", "已遮盖身份证号码。", "钱部门")
	if value[bool](w, "!!document.querySelector('main form')") {
		o.Error("a supervisor is offered a form: " + w.text())
	}
	w.follow("返回列表")
	w.follow("待整改")
	w.leads(func() { w.press(leaks + "[0]") })
	w.says("/a/2.html", "重新打开")
	return w
}
