package condition

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// WriteVocabulary writes, in Chinese Markdown, every name that a condition may
// use.
func WriteVocabulary(w io.Writer) error {
	var b strings.Builder
	table := func(name, title string, of any) {
		fmt.Fprintf(&b, "\n## `%s`：%s\n\n| 名称 | 类型 | 含义 |\n|---|---|---|\n", name, title)
		t := reflect.TypeOf(of)
		for i := range t.NumField() {
			f := t.Field(i)
			fmt.Fprintf(&b, "| `%s.%s` | %s | %s |\n", name, f.Tag.Get("cel"), typeName(f.Type), f.Tag.Get("zh"))
		}
	}
	table("site", "整个站点（任何条件里都可用）", Site{})
	table("column", "一个栏目（over: columns）", Column{})
	table("doc", "一件文件或一篇文章（over: documents）", Document{})
	table("page", "一个取得的页面（over: pages）", Page{})
	b.WriteString(`
## 其他

| 写法 | 含义 |
|---|---|
| ` + "`as_of`" + ` | 监测时间点，如 "2026-04-10" |
| ` + "`fold(文字)`" + ` | 繁简、全半角、大小写、空白归一后的文字 |
| ` + "`文字.contains_any([词, 词])`" + ` | 归一之后含有其中任何一个词 |
| ` + "`days(日期, 日期)`" + ` | 从前一日期到后一日期的天数 |
| ` + "`文字.contains(词)` `文字.startsWith(词)` `文字.matches(正则)` `文字.split(分隔)`" + ` | 不归一的比较；正则为 RE2 |
| ` + "`列表.exists(x, 条件)` `列表.all(x, 条件)` `列表.filter(x, 条件)` `size(列表)`" + ` | 对列表逐项判断 |
| ` + "`&& \\|\\| ! == != < <= > >= in ?:`" + ` | 运算符 |
`)
	_, err := io.WriteString(w, b.String())
	return err
}

func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "真假"
	case reflect.Int:
		return "整数"
	case reflect.Slice:
		return "文字列表"
	case reflect.Map:
		return "文字对照表"
	}
	return "文字"
}
