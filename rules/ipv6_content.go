package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/portal"
	"github.com/govaudit/govaudit/site"
)

// content compares the home page over both families. Pages differ by themselves
// from one moment to the next: only another title and hardly any text in common
// are certain.
func (v *hostVerdict) content() {
	v4, v6 := v.host.V4, v.host.V6
	if v4.SHA256 != "" && v4.SHA256 == v6.SHA256 {
		v.notes = append(v.notes, "首页经两种协议的内容完全相同")
		return
	}
	if len(v4.Sketch) == 0 || len(v6.Sketch) == 0 {
		v.cannot("content_differs", "首页可见文字太少，两种协议的内容无法比较")
		return
	}
	like := sketchLikeness(v4.Sketch, v6.Sketch)
	sameTitle := extract.Fold(v4.Title) == extract.Fold(v6.Title)
	if like >= v.check.Alike || sameTitle && like >= v.check.Unlike {
		v.notes = append(v.notes, fmt.Sprintf("首页经两种协议的内容相似度%.0f%%", like*100))
		return
	}
	e := HostEvidence(v.host, fmt.Sprintf("IPv4标题“%s”%d字节，IPv6标题“%s”%d字节，文字相似度%.0f%%", v4.Title, v4.Bytes, v6.Title, v6.Bytes, like*100))
	d := doubtful("content_differs", v.host.Name, fmt.Sprintf("首页经IPv6与经IPv4的内容不一致，文字相似度%.0f%%", like*100), e)
	if !sameTitle && like < v.check.Unlike {
		d.Outcome = Fail
	}
	v.add(d)
}

// sketchLikeness estimates from two sketches of smallest hashes which share of
// their texts' pieces is common.
func sketchLikeness(a, b []uint64) float64 {
	a, b = slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b)))
	size := max(len(a), len(b))
	both, i, j := 0, 0, 0
	n := 0
	for ; n < size && (i < len(a) || j < len(b)); n++ {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || b[j] < a[i]:
			j++
		default:
			both++
			i, j = i+1, j+1
		}
	}
	if n == 0 {
		return 0
	}
	return float64(both) / float64(n)
}

// links judges the share of second and third level links that work over IPv6,
// among those that work over IPv4.
func (v *hostVerdict) links(p *portal.Portal) {
	works, tried := 0, 0
	var broken []string
	for _, r := range slices.Concat(v.host.V6Second, v.host.V6Third) {
		if !overIPv4(p, r.URL) {
			continue
		}
		if !r.OK() && !theirs(&r) {
			continue
		}
		tried++
		if r.OK() {
			works++
			continue
		}
		broken = append(broken, r.URL+" "+describeReach(&r))
	}
	if tried < v.check.Sample {
		v.notes = append(v.notes, fmt.Sprintf("可比较的二、三级链接只有%d个，不判支持率", tried))
		return
	}
	share := float64(works) / float64(tried)
	if share >= v.check.Share {
		v.notes = append(v.notes, fmt.Sprintf("抽查的二、三级链接%d个中%d个经IPv6可打开", tried, works))
		return
	}
	v.add(failing("links_below", v.host.Name,
		fmt.Sprintf("抽查经IPv4可打开的二、三级链接%d个，经IPv6可打开%d个（%.0f%%），低于%.0f%%", tried, works, share*100, v.check.Share*100),
		HostEvidence(v.host, fmt.Sprintf("%d个中%d个打不开：%s", tried, tried-works, strings.Join(broken[:min(3, len(broken))], "；")))))
}

// overIPv4 reports that the crawl, which goes over IPv4, obtained the page.
func overIPv4(p *portal.Portal, url string) bool {
	pg := p.Page(url)
	return pg != nil && pg.Failure == site.Failure("")
}
