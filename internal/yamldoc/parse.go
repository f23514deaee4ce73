package yamldoc

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"

	yaml "github.com/goccy/go-yaml"
)

// The bounds of a document. They are far above any real one and keep a hostile
// one from exhausting the stack or the memory.
const (
	maxBytes  = 4 << 20
	maxDepth  = 64
	maxValues = 1 << 19 // values met while decoding, those behind aliases counted each time
	maxKeys   = 4096    // of one mapping: the YAML library takes time with the square of them
)

type budget struct{ left int }

func (b *budget) spend() bool {
	b.left--
	return b.left >= 0
}

// Parse reads the first document of data; file only names it in problems. The
// error is an Errors. An empty document gives the zero Node.
func Parse(file string, data []byte) (n Node, err error) {
	defer func() {
		// The YAML library panics on some malformed input; to the reader of the
		// message that is a syntax error like any other.
		if r := recover(); r != nil {
			n, err = Node{}, Errors{{File: file, Line: 1, Column: 1, Message: fmt.Sprintf("无法解析的 YAML：%v", r)}}
		}
	}()
	if p, ok := acceptable(file, data); !ok {
		return Node{}, Errors{p}
	}
	data = []byte(strings.TrimPrefix(string(data), "\uFEFF"))
	tokens := lexer.Tokenize(string(data))
	if p, ok := shallow(file, tokens); !ok {
		return Node{}, Errors{p}
	}
	doc, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return Node{}, Errors{syntaxProblem(file, data, err)}
	}
	return build(file, doc)
}

func acceptable(file string, data []byte) (Problem, bool) {
	if len(data) > maxBytes {
		return Problem{File: file, Message: fmt.Sprintf("文件有 %d 字节，超过上限 %d 字节", len(data), maxBytes)}, false
	}
	if !utf8.Valid(data) {
		line := 1 + strings.Count(string(data[:firstInvalid(data)]), "\n")
		return Problem{File: file, Line: line, Column: 1, Message: "不是 UTF-8 编码：请另存为 UTF-8"}, false
	}
	return Problem{}, true
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return len(data)
}

func syntaxProblem(file string, data []byte, err error) Problem {
	var e yaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil || e.GetToken().Position == nil {
		return Problem{File: file, Line: 1, Column: 1, Message: "YAML 语法错误：" + err.Error()}
	}
	pos := e.GetToken().Position
	return Problem{file, pos.Line, pos.Column, fmt.Sprintf("YAML 语法错误：%s%s", e.GetMessage(), excerpt(data, pos.Line))}
}

// excerpt returns the line of the error, so that a message read in a log says
// enough without the file.
func excerpt(data []byte, line int) string {
	lines := strings.SplitN(string(data), "\n", line+1)
	if line < 1 || line > len(lines) {
		return ""
	}
	text := []rune(strings.TrimSpace(lines[line-1]))
	if len(text) == 0 {
		return ""
	}
	if len(text) > 60 {
		text = append(text[:60], '…')
	}
	return "：" + string(text)
}

// build turns the library's tree into ours.
func build(file string, doc *ast.File) (Node, error) {
	b := &builder{file: file, anchors: map[string]*value{}, left: budget{left: maxValues}}
	var docs []*ast.DocumentNode
	for _, d := range doc.Docs {
		if d.Body != nil {
			docs = append(docs, d)
		}
	}
	if len(docs) == 0 {
		return Node{}, nil
	}
	v := b.value(docs[0].Body, 0)
	if len(docs) > 1 {
		b.problems = append(b.problems, b.at(docs[1].Start).problem("一个文件只能有一个 YAML 文档：去掉 ---"))
	}
	if v.kind == null {
		return Node{}, b.problems.Err()
	}
	return Node{v}, b.problems.Err()
}
