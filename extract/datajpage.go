package extract

import (
	"strconv"
	"strings"
)

// pages works out the requests that the jpage plug-in makes for a list: blocks of
// groupSize pages of perPage rows each, with the numbers of the first and last row.
func (s *jsScope) pages(o, address, data *jsValue) (dataCall, bool) {
	if address == nil || address.kind != jsText {
		return dataCall{}, false
	}
	count := func(key string) int {
		v := o.get(key)
		if v == nil || !v.plain() {
			return 0
		}
		n, err := strconv.Atoi(v.text)
		if err != nil || n < 0 || n > 1_000_000 {
			return 0
		}
		return n
	}
	f := s.p.f
	total, per := count("totalRecord"), count("perPage")
	if total > 0 && f.Signals.Total < 0 {
		f.Signals.Total = total
	}
	if per == 0 {
		per = 15
	}
	if data == nil {
		data = ownParams(o)
	}
	block := per * max(1, count("groupSize"))
	base := address.text + "?"
	if strings.Contains(address.text, "?") {
		base = address.text + "&"
	}
	full, ok := withData(base+"startrecord=1&endrecord="+strconv.Itoa(block)+"&perpage="+strconv.Itoa(per), data)
	if !ok {
		return dataCall{open: true}, true
	}
	s.p.paged = true
	have := len(f.Items) / block // blocks that the page has in itself
	if have == 0 && len(f.Items) >= total && total > 0 {
		return dataCall{}, false
	}
	for from, n := 1+max(1, have)*block, 0; from <= total && n < maxListTurns; from, n = from+block, n+1 {
		next := strings.Replace(full, "startrecord=1&endrecord="+strconv.Itoa(block), "startrecord="+strconv.Itoa(from)+"&endrecord="+strconv.Itoa(min(from+block-1, total)), 1)
		if abs, ok := s.p.resolve(next); ok && sameSite(abs, s.p.url.Hostname()) {
			s.p.addLink(Link{URL: abs, Region: Body, Via: Called})
		}
	}
	if have > 0 {
		return dataCall{}, false
	}
	return dataCall{address: full}, true
}

// jpageParams are what the proxy of jpage asks for, where a page names them among
// the plug-in's own settings.
var jpageParams = wordSet("col appid webid path columnid sourceContentType unitid webname permissiontype")

func ownParams(o *jsValue) *jsValue {
	data := jsValue{kind: jsObject}
	for i, k := range o.keys {
		if jpageParams[k] {
			data.add(k, o.list[i])
		}
	}
	if len(data.keys) == 0 {
		return nil
	}
	return &data
}
