package yamldoc

import (
	"fmt"

	"github.com/goccy/go-yaml/token"
)

// shallow refuses what would exhaust the stack or the time of the parser:
// nesting by brackets, by "- - - -" or "? ? ?" on one line, and mappings with too
// many keys. Nesting by indentation grows with the square of the input and is
// bounded by its size.
func shallow(file string, tokens token.Tokens) (Problem, bool) {
	var m shape
	for _, t := range tokens {
		if why := m.next(t); why != "" {
			return Problem{file, t.Position.Line, t.Position.Column, why}, false
		}
	}
	return Problem{}, true
}

// shape follows the nesting of a document from its tokens alone.
type shape struct {
	line, onLine int    // marks of block nesting on this line
	flow         []int  // keys of each open bracket
	block        []keys // keys of each block mapping that may still be open
}

type keys struct{ column, count int }

// next takes in a token and says what is wrong; "" if nothing is.
func (m *shape) next(t *token.Token) string {
	first := t.Position.Line != m.line
	if first {
		m.line, m.onLine = t.Position.Line, 0
	}
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		m.flow = append(m.flow, 0)
	case token.SequenceEndType, token.MappingEndType:
		m.flow = m.flow[:max(len(m.flow)-1, 0)]
	case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.TagType:
		m.onLine++
	case token.MappingValueType:
		if n := len(m.flow); n > 0 {
			m.flow[n-1]++
		}
	}
	if len(m.flow) > maxDepth || m.onLine > maxDepth && len(m.flow) == 0 || m.onLine > maxKeys {
		return fmt.Sprintf("嵌套超过 %d 层", maxDepth)
	}
	if n := len(m.flow); n > 0 && m.flow[n-1] > maxKeys || n == 0 && first && m.row(t) > maxKeys {
		return fmt.Sprintf("一个映射的键超过 %d 个", maxKeys)
	}
	return ""
}

// row counts the lines that begin in the column of t since one began further to
// the left: the keys of one block mapping. List entries begin mappings anew.
func (m *shape) row(t *token.Token) int {
	column := t.Position.Column
	for len(m.block) > 0 && m.block[len(m.block)-1].column > column {
		m.block = m.block[:len(m.block)-1]
	}
	if t.Type == token.SequenceEntryType {
		return 0
	}
	if n := len(m.block); n == 0 || m.block[n-1].column < column {
		m.block = append(m.block, keys{column: column})
	}
	top := &m.block[len(m.block)-1]
	top.count++
	return top.count
}
