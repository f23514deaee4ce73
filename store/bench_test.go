package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkPut writes pages of 58 KB, each different. The writer runs beside the
// caller, so the CPU time of both is reported.
func BenchmarkPut(b *testing.B) {
	sn := begin(b, open(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db")), "a")
	template := listPage()
	b.SetBytes(int64(len(template)))
	b.ReportAllocs()
	before, i := cpuTime(b), 0
	for b.Loop() {
		mark := fmt.Sprintf("<title>%08d</title>", i)
		copy(template, mark)
		p := page(fmt.Sprintf("http://www.example.gov.cn/zwgk/list/%d.html", i), mark)
		p.Body = template // the hash comes from the crawler and is not measured
		must(b, sn.Put(b.Context(), p))
		i++
	}
	must(b, sn.flush(b.Context()))
	b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(i), "cpu-µs/page")
}

// cpuTime is what this process has used on all cores.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPages reads them back.
func BenchmarkPages(b *testing.B) {
	sn := begin(b, open(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db")), "a")
	template := listPage()
	const pages = 100
	for i := range pages {
		must(b, sn.Put(b.Context(), page(fmt.Sprintf("http://a/%d", i), fmt.Sprint(i)+string(template))))
	}
	must(b, sn.flush(b.Context()))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range sn.Pages(b.Context()) {
			must(b, err)
			n++
		}
		if n != pages {
			b.Fatalf("%d pages, want %d", n, pages)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pages), "µs/page")
}

// listPage is 58 KB of a list as portals have them: the markup repeats, the
// titles do not.
func listPage() []byte {
	random := rand.New(rand.NewPCG(3, 4))
	page := make([]byte, 0, 60<<10)
	for len(page) < 58<<10 {
		title := make([]rune, 8)
		for i := range title {
			title[i] = rune('一' + random.IntN(3000))
		}
		page = fmt.Appendf(page, `<li class="list-item clearfix"><a href="/art/2026/%d/%d/art_%d_%d.html" target="_blank" title="%[5]s">%[5]s</a><span class="date">2026-%02[1]d-%02[2]d</span></li>`+"\n",
			random.IntN(12)+1, random.IntN(28)+1, random.IntN(9000), random.IntN(900000), string(title))
	}
	return page
}
