package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// newParser returns the parser of the command line. Help goes to out and then
// panics with a helpShown.
func newParser(c *commands, out, problems io.Writer) *kong.Kong {
	parser, err := kong.New(c, kong.Name("govaudit"), kong.Description(description), kong.Writers(out, problems),
		kong.Exit(func(code int) { panic(helpShown{code}) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(chineseHelp), kong.Vars{"version": version()})
	if err != nil {
		panic(err) // the command structs are wrong: a bug, found by any test
	}
	parser.Model.HelpFlag.Help = "显示帮助。"
	return parser
}

// helpWords are the words that kong's help has built in.
var helpWords = strings.NewReplacer(
	"Usage: ", "用法：", "\nFlags:", "\n选项：", "\nCommands:", "\n命令：", "\nArguments:", "\n参数：",
	" <command>", " <命令>", "[flags]", "[选项]",
	`Run "`, "用 ", ` --help" for more information on a command.`, " --help 查看某个命令的用法。")

// usageWords are those of its complaints about a command line.
var usageWords = strings.NewReplacer(
	"missing flags: ", "缺少选项 ", "unexpected argument ", "无法识别 ", "unknown flag ", "没有选项 ",
	", did you mean ", "，是不是 ", "expected one of ", "应为以下之一：", `expected "`, `缺少参数 "`)

// chineseHelp prints kong's help with its own words translated.
func chineseHelp(o kong.HelpOptions, c *kong.Context) error {
	out := c.Stdout
	var b bytes.Buffer
	c.Stdout = &b
	err := kong.DefaultHelpPrinter(o, c)
	c.Stdout = out
	if err != nil {
		return fmt.Errorf("print help: %w", err)
	}
	_, err = helpWords.WriteString(out, b.String())
	return err
}
