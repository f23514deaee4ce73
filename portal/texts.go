package portal

// EachAnchor calls yield with every name under which an address is linked, and
// with every label, which leads nowhere (url ""). The order is not fixed.
func (p *Portal) EachAnchor(yield func(url string, a Anchor)) {
	for id := range p.table.urls {
		for i := p.table.first[id]; i < p.table.first[id+1]; i++ {
			if a := p.table.anchor(i); a.Text != "" {
				yield(p.table.urls[id], a)
			}
		}
	}
	for _, l := range p.labels {
		yield("", l.Anchor)
	}
}
