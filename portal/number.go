package portal

// Number stands for a string of the site: an address or a text. It costs four bytes
// to keep, where the string's header alone costs sixteen.
type Number uint32

// Number returns the number of a string; the same string always has the same one.
func (p *Portal) Number(s string) Number {
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	if n, ok := p.table.forms.find(s); ok {
		return Number(n<<1 | 1)
	}
	return Number(p.table.word(s) << 1)
}

// String returns the string of a number.
func (p *Portal) String(n Number) string {
	if n&1 != 0 {
		return p.table.forms.text(uint32(n >> 1))
	}
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	return p.table.words.text(uint32(n >> 1))
}

// NumberOf returns the number of a page, 0 for nil.
func (p *Portal) NumberOf(pg *Page) uint32 {
	if pg == nil {
		return 0
	}
	return pg.num + 1
}

// Numbered returns the page of a number, nil for 0.
func (p *Portal) Numbered(n uint32) *Page {
	if n == 0 {
		return nil
	}
	return p.numbered[n-1]
}
