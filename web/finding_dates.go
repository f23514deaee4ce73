package web

import (
	"context"
	"errors"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// mostDated is how many stored pages are read for their dates to show one page.
const mostDated = 60

// of returns the dates of a stored page: 成文, 发布, and the others it offers. A page
// that is not stored has none.
func (r *dateReader) of(ctx context.Context, address string) ([]dateRow, error) {
	if list, ok := r.have[address]; ok || r.snap == nil || len(r.have) >= mostDated {
		return list, nil
	}
	r.have[address] = nil
	p, err := r.snap.Reading(ctx, address, func(p *site.Page) bool { return extract.Kept(p, p.Facts) })
	if errors.Is(err, ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !p.OK() {
		return nil, nil
	}
	r.have[address] = datesOf(extract.Read(p))
	return r.have[address], nil
}

// fromWords says where a date was read.
var fromWords = map[extract.DateSource]string{
	extract.FromMeta: "网页标签", extract.FromLabel: "页面标注", extract.FromURL: "网址", extract.FromText: "标题旁", extract.FromField: "索引栏", extract.FromSignature: "文末落款",
}

func datesOf(f *extract.Facts) []dateRow {
	var out []dateRow
	for _, field := range f.Fields {
		if field.Name == extract.Written && field.Value != "" {
			out = append(out, dateRow{Name: "成文日期", Day: field.Value, From: "索引栏", Quote: field.Label})
			break
		}
	}
	if day := portal.Published(f); day != 0 {
		row := dateRow{Name: "发布日期", Day: day.String()}
		for _, d := range f.Dates {
			if d.Day == day && d.Source != extract.FromField && d.Source != extract.FromSignature {
				row.From, row.Quote = fromWords[d.Source], d.Quote
				break
			}
		}
		out = append(out, row)
	}
	for _, d := range f.Dates {
		if len(out) == 6 {
			break
		}
		row := dateRow{Name: "页面上的日期", Day: d.Day.String(), From: fromWords[d.Source], Quote: d.Quote}
		if d.Label != "" {
			row.Name = d.Label
		}
		known := false
		for _, have := range out {
			known = known || have.Day == row.Day
		}
		if !known {
			out = append(out, row)
		}
	}
	return out
}
