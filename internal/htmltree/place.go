package htmltree

// place closes what the start of tag ends by implication, so that the element
// can be added to the open one. It reports false for a tag that counts for
// nothing, such as a second body.
func (p *parser) place(tag Tag) bool {
	switch tag {
	case HTML:
		return p.cur == 0 && len(p.Nodes) < 3 && !p.open(HTML)
	case Head:
		return !p.body && !p.open(Head)
	case Body, Frameset:
		return p.openBody(tag)
	}
	if !p.body && !tag.is(headOnly) {
		p.leaveHead()
	}
	if p.paras > 0 && tag.is(closesP) {
		p.closeUp(P, 0)
	}
	switch tag {
	case Li:
		p.closeItem(Li, Li)
	case Dd, Dt:
		p.closeItem(Dd, Dt)
	case A:
		p.closeLink()
	case Option:
		p.closeUp(Option, Select)
	case Optgroup:
		p.closeUp(Option, Select)
		p.closeUp(Optgroup, Select)
	case H1, H2, H3, H4, H5, H6:
		if p.Nodes[p.cur].Tag.Heading() > 0 {
			p.pop()
		}
	case Tr:
		p.backToTable(Table, Tbody, Thead, Tfoot)
	case Td, Th:
		p.openRow()
	case Tbody, Thead, Tfoot, Caption, Colgroup:
		p.backToTable(Table)
	case Col:
		p.backToTable(Table, Colgroup)
	case Form:
		return p.Nodes[p.cur].Tag != Form
	}
	return true
}

func (p *parser) open(tag Tag) bool {
	for i := p.cur; i != 0; i = p.Nodes[i].Parent {
		if p.Nodes[i].Tag == tag {
			return true
		}
	}
	return false
}

// openBody makes ready for the first body, or an outer or inner frameset.
func (p *parser) openBody(tag Tag) bool {
	if p.body {
		return tag == Frameset && p.Nodes[p.cur].Tag == Frameset
	}
	p.body = true
	for p.cur != 0 && p.Nodes[p.cur].Tag != HTML {
		p.pop()
	}
	return true
}

func (p *parser) leaveHead() {
	if p.open(Head) {
		for p.cur != 0 && p.Nodes[p.cur].Tag != Head {
			p.pop()
		}
		p.pop()
	}
}

// closeUp closes the nearest open tag, unless a boundary or stop lies between.
func (p *parser) closeUp(tag, stop Tag) {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		switch t := p.Nodes[i].Tag; {
		case t == tag:
			p.popTo(i)
			return
		case t == stop, t.is(scope), t == Button:
			return
		}
	}
	p.looked(0)
}

// closeItem closes the list item the new one follows: blocks other than
// address, div and p keep it open, as a nested list does.
func (p *parser) closeItem(a, b Tag) {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		switch t := p.Nodes[i].Tag; {
		case t == a || t == b:
			p.popTo(i)
			return
		case t.is(special) && t != Address && t != Div && t != P:
			return
		}
	}
	p.looked(0)
}

// closeLink ends an open link in which another begins. Where blocks opened in
// between, it stays open around them, since their end tags are still to come.
func (p *parser) closeLink() {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		switch t := p.Nodes[i].Tag; {
		case t == A:
			p.popTo(i)
			return
		case t.is(special):
			return
		}
	}
	p.looked(0)
}

// backToTable closes everything below the nearest open table or part of one
// that is among tags. Outside of tables it does nothing.
func (p *parser) backToTable(tags ...Tag) {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		t := p.Nodes[i].Tag
		for _, want := range tags {
			if t == want {
				p.closeBelow(i)
				return
			}
		}
		if t == Table || t == HTML || t == Template {
			return
		}
	}
	p.looked(0)
}

func (p *parser) closeBelow(n int32) {
	for p.cur > n {
		p.pop()
	}
}

// openRow makes ready for a cell, with a row of its own where the source has
// none.
func (p *parser) openRow() {
	p.backToTable(Table, Tbody, Thead, Tfoot, Tr)
	switch p.Nodes[p.cur].Tag {
	case Table, Tbody, Thead, Tfoot:
		at := p.Nodes[p.cur].To
		p.push(p.add(Node{Kind: Element, Tag: Tr, Name: at, From: at, To: at}))
	}
}

// endTag reads the end tag at lt, closes what it ends and returns where it
// itself ends.
func (p *parser) endTag(lt int) int {
	src := p.src
	name := lt + 2
	tag, i := readName(src, name)
	end := i + 1 // nearly always
	switch {
	case i < len(src) && src[i] == '>':
	case i < len(src) && src[i] == '<': // "</div<p>": the next tag counts
		end = i
	default:
		end = p.skipTo(i, '>')
	}
	switch {
	case tag == Script && p.data != 0:
		p.popTo(p.data)
	case tag == HTML, tag == Body, tag.is(void) && tag != Br:
		return end
	case tag == Br:
		p.add(Node{Kind: Element, Tag: Br, Name: int32(name), From: int32(i), To: int32(i)})
		return end
	case tag.unlisted():
		p.endOther(src[name:i])
	case tag.is(formatting):
		p.endFormatting(tag)
	case tag.Heading() > 0:
		p.endHeading()
	default:
		p.endBlock(tag, end)
	}
	return end
}

// endBlock closes the nearest open tag that no boundary hides, for the end tag that
// ends at end. The parts of a table are hidden only by another table.
func (p *parser) endBlock(tag Tag, end int) {
	table := tag == Table || tag == Tr || tag == Td || tag == Th || tag == Tbody || tag == Thead || tag == Tfoot
	reach := !tag.is(special) // inline: blocks hide it
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		t := p.Nodes[i].Tag
		switch {
		case t == tag:
			p.closed(i, end)
			p.popTo(i)
			return
		case t == Table, t == HTML, t == Template, t == Body:
			return
		case !table && t.is(scope), reach && t.is(special):
			return
		case tag == Li && (t == Ul || t == Ol):
			return
		}
	}
	p.looked(0)
}

func (p *parser) endHeading() {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		t := p.Nodes[i].Tag
		if t.Heading() > 0 {
			p.popTo(i)
			return
		}
		if t.is(scope) {
			return
		}
	}
	p.looked(0)
}

// endFormatting closes the nearest open tag; where blocks stand open inside, it
// is closed together with the outermost of them.
func (p *parser) endFormatting(tag Tag) {
	inside := false
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		t := p.Nodes[i].Tag
		switch {
		case t == tag && !p.Nodes[i].ended:
			if inside {
				p.Nodes[i].ended = true
			} else {
				p.popTo(i)
			}
			return
		case t.is(scope):
			return
		case t.is(special):
			inside = true
		}
	}
	p.looked(0)
}

// endOther closes the nearest open element of an unlisted name.
func (p *parser) endOther(name []byte) {
	for i := p.cur; i != p.data; i = p.Nodes[i].Parent {
		p.looked(i)
		nd := &p.Nodes[i]
		if nd.Tag.unlisted() && p.named(nd, name) {
			p.popTo(i)
			return
		}
		if nd.Tag.is(special) {
			return
		}
	}
	p.looked(0)
}

func (p *parser) named(nd *Node, name []byte) bool {
	from, to := int(nd.Name), int(nd.Name)+len(name)
	if to > len(p.src) || (to < len(p.src) && isNameByte(p.src[to])) {
		return false
	}
	for i, c := range name {
		if p.src[from+i]|0x20 != c|0x20 {
			return false
		}
	}
	return true
}
