package reports

import (
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// In a real browser no page is wider than a telephone or a sheet of A4. The test
// runs where GOVAUDIT_TEST_CHROMIUM names a Chromium.
func TestPagesFitTelephoneAndPaper(t *testing.T) {
	chromium := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	if got := scrollWidth(t, chromium, []byte(`<!DOCTYPE html><div style="width:2000px">x</div>`), 390); got < 2000 {
		t.Fatalf("a page 2000 px wide is measured as %d", got)
	}
	for run, pages := range map[string]map[string][]byte{"plain": pagesOf(t, sample(t)), "hostile": pagesOf(t, hostile(t))} {
		for _, name := range []string{"report.html", "crawl.html", "sites/jiangzhou.html", "sites/nanping.html", "sites/site-01.html", "sites/site-25.html", "sites/site-26.html"} {
			if pages[name] == nil {
				continue
			}
			for _, width := range []int{390, 718, 1280} { // 718 px: 190 mm
				t.Run(fmt.Sprint(run, " ", name, " at ", width), func(t *testing.T) {
					if got := scrollWidth(t, chromium, pages[name], width); got > width {
						t.Errorf("%d px wide", got)
					}
				})
			}
		}
	}
}

var measured = regexp.MustCompile(`<title>(\d+)</title>`)

// scrollWidth lays a page out in a frame of the width, details unfolded, and
// returns how wide it became. The page itself runs no script: the frame around
// it measures.
func scrollWidth(t *testing.T, chromium string, page []byte, width int) int {
	t.Helper()
	outer := fmt.Sprintf(`<!DOCTYPE html><title>none</title><iframe id="f" style="width:%dpx;height:800px;border:0" srcdoc="%s"></iframe>
<script>const f=document.getElementById("f");f.onload=()=>{const d=f.contentDocument;d.querySelectorAll("details").forEach(e=>e.open=true);document.title=d.documentElement.scrollWidth}</script>`,
		width, html.EscapeString(string(page)))
	dir := t.TempDir()
	file := filepath.Join(dir, "frame.html")
	if err := os.WriteFile(file, []byte(outer), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+filepath.Join(dir, "profile"), "--window-size=1400,900",
		"--virtual-time-budget=5000", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatalf("run browser: %v", err)
	}
	m := measured.FindSubmatch(out)
	if m == nil {
		t.Fatalf("the page did not load: %.200s", out)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
