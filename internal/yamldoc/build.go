package yamldoc

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

type builder struct {
	file     string
	anchors  map[string]*value
	problems Errors
	left     budget // entries copied by merge keys, which multiply what is written once
}

func (b *builder) complain(n ast.Node, format string, args ...any) {
	v := b.at(n.GetToken())
	b.problems = append(b.problems, v.problem(format, args...))
}

func (b *builder) at(t *token.Token) *value {
	v := &value{file: b.file, line: 1, col: 1}
	if t != nil && t.Position != nil {
		v.line, v.col = t.Position.Line, t.Position.Column
	}
	return v
}

func (b *builder) broken(n ast.Node) *value {
	v := b.at(n.GetToken())
	v.kind = broken
	return v
}

// value converts n. It always returns a value, so that one bad spot does not
// hide the others.
func (b *builder) value(n ast.Node, depth int) *value {
	if n == nil {
		return b.at(nil)
	}
	if depth > maxDepth {
		b.complain(n, "嵌套超过 %d 层", maxDepth)
		return b.broken(n)
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		v := b.value(n.Value, depth+1)
		b.anchors[n.Name.GetToken().Value] = v // after its value: an anchor cannot contain itself
		return v
	case *ast.AliasNode:
		return b.alias(n)
	case *ast.TagNode:
		return b.tagged(n, depth)
	case *ast.MappingNode:
		return b.mapping(n.GetToken(), n.Values, depth)
	case *ast.MappingValueNode:
		return b.mapping(n.GetToken(), []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		v := b.at(n.GetToken())
		v.kind = sequence
		for _, x := range n.Values {
			v.items = append(v.items, b.value(x, depth+1))
		}
		return v
	}
	return b.scalar(n)
}

func (b *builder) scalar(n ast.Node) *value {
	v := b.at(n.GetToken())
	v.kind = scalar
	switch n := n.(type) {
	case *ast.NullNode:
		v.kind = null
	case *ast.StringNode:
		v.text = n.Value
		if t := n.GetToken().Type; t == token.SingleQuoteType || t == token.DoubleQuoteType {
			v.form = quotedString
		}
	case *ast.LiteralNode:
		v.text, v.form = n.Value.Value, quotedString
	case *ast.IntegerNode:
		v.text, v.form = n.GetToken().Value, integer
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.text, v.form = n.GetToken().Value, float
	case *ast.BoolNode:
		v.text, v.form = fmt.Sprint(n.Value), boolean
	default:
		v.kind = broken
		b.complain(n, "不支持的 YAML 写法")
	}
	return v
}

func (b *builder) alias(n *ast.AliasNode) *value {
	name := n.Value.GetToken().Value
	if v := b.anchors[name]; v != nil {
		return v
	}
	b.complain(n, "引用了未定义的锚点 *%s：锚点要写在引用之前，且不能包含自己", name)
	return b.broken(n)
}

// tagged reads the two tags that mean something to us and refuses the rest.
func (b *builder) tagged(n *ast.TagNode, depth int) *value {
	v := b.value(n.Value, depth+1)
	switch n.Start.Value {
	case "!!str":
		v.form = quotedString
	case "!!map", "!!seq", "!!int", "!!float", "!!bool", "!!null":
	default:
		b.complain(n, "不支持的 YAML 标签 %s：去掉它", n.Start.Value)
	}
	return v
}

func (b *builder) mapping(t *token.Token, entries []*ast.MappingValueNode, depth int) *value {
	v := b.at(t)
	v.kind = mapping
	if len(entries) > 0 {
		k := b.at(entries[0].Key.GetToken())
		v.line, v.col = k.line, k.col
	}
	var merged []*value
	seen := make(map[string]*value, len(entries))
	for _, e := range entries {
		if e.Key.IsMergeKey() {
			merged = append(merged, b.merged(e, depth)...)
			continue
		}
		k := b.key(e.Key)
		if first := seen[k.text]; first != nil {
			b.problems = append(b.problems, k.problem("键 %s 重复：第 %d 行已有一个，保留一个", k.text, first.line))
			continue
		}
		seen[k.text] = k
		v.entries = append(v.entries, entry{k, b.value(e.Value, depth+1)})
	}
	for _, m := range merged { // what stands in the mapping itself wins, then the earlier merge
		for _, e := range m.entries {
			if !b.left.spend() {
				b.problems = append(b.problems, m.problem("合并（<<）后超过 %d 个键：减少引用", maxValues))
				return v
			}
			if seen[e.key.text] == nil {
				seen[e.key.text] = e.key
				v.entries = append(v.entries, e)
			}
		}
	}
	return v
}

func (b *builder) key(n ast.MapKeyNode) *value {
	k := b.value(n, maxDepth) // a key is a scalar: nothing may nest below it
	if k.kind != scalar {
		b.complain(n, "键必须是一个简单的值")
		k = b.at(n.GetToken())
		k.kind, k.text = scalar, n.GetToken().Value
	}
	return k
}

func (b *builder) merged(e *ast.MappingValueNode, depth int) []*value {
	v := b.value(e.Value, depth+1)
	list := []*value{v}
	if v.kind == sequence {
		list = v.items
	}
	var out []*value
	for _, m := range list {
		if m.kind != mapping {
			b.complain(e, "<< 之后只能是一个映射或映射的列表")
			continue
		}
		out = append(out, m)
	}
	return out
}
