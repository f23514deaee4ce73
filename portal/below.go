package portal

import "slices"

// Below returns the obtained columns that are one step further from the home
// page than pg and that its menus or its main part lead to: what a landing page
// opens. The columns beside pg, which its menus may have too, are no further
// from the home page than pg is and are left out.
func (p *Portal) Below(pg *Page) []*Column {
	if !pg.OK() {
		return nil
	}
	var out []*Column
	menu := pg.Menu()
	for _, c := range p.Columns {
		if c.Page == pg || !c.Page.OK() || c.Page.Depth != pg.Depth+1 || c.OnHome {
			continue
		}
		if slices.ContainsFunc(c.Names, func(n string) bool { return slices.Contains(menu, n) }) {
			out = append(out, c)
		}
	}
	return out
}
