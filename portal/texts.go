package portal

// EachAnchor calls yield with every name under which an address is linked, and
// with every label, which leads nowhere (url ""). The order is not fixed.
func (p *Portal) EachAnchor(yield func(url string, a Anchor)) {
	for n := range p.table.best {
		list := p.table.linked(addr(n))
		for i := range list {
			if a := p.table.anchor(&list[i]); a.Text != "" {
				yield(p.table.url(addr(n)), a)
			}
		}
	}
	for _, l := range p.labels {
		yield("", l.Anchor)
	}
}
