package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Parts of addresses that name one of many pages of a kind.
var pageKinds = []struct {
	pattern *regexp.Regexp
	kind    string
}{
	{regexp.MustCompile(`[?#].*`), ""},
	{regexp.MustCompile(`^/sites/[^/]+/findings/.*`), "/sites/-/findings"},
	{regexp.MustCompile(`^/runs/[^/]+/sites/[^/]+/stored`), "/stored"},
	{regexp.MustCompile(`^/runs/[^/]+/files/.*`), "/file"},
	{regexp.MustCompile(`^/rules/[^/]+/.+`), "/rules/-/-"},
	{regexp.MustCompile(`^/(sites|runs|queue|items|rules|clauses|users|tasks|try)/[^/.]+`), "/$1/-"},
}

func kindOfPage(path string) string {
	for _, k := range pageKinds {
		path = k.pattern.ReplaceAllString(path, k.kind)
	}
	return path
}

// lookAround goes from the first page of a person to one page of each kind that links
// lead to. Each must answer, fit a phone, and have no fault that keeps people out by
// axe-core, the file that GOVAUDIT_TEST_AXE names, in light and, for one of the people,
// in dark. Where
// GOVAUDIT_TEST_SHOTS names a folder, pictures of all pages are left there.
func lookAround(t *testing.T, who string, w *window) {
	axe, err := os.ReadFile(os.Getenv("GOVAUDIT_TEST_AXE"))
	if os.Getenv("GOVAUDIT_TEST_AXE") == "" {
		t.Log("GOVAUDIT_TEST_AXE names no axe-core: pages are opened, not checked by it")
	} else if err != nil {
		t.Fatal(err)
	}
	w.t = t
	w.do("Emulation.setScriptExecutionDisabled", args{"value": false}, nil)
	seen, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		kind := kindOfPage(path)
		if seen[kind] {
			continue
		}
		seen[kind] = true
		if kind == "/file" || kind == "/stored/body" || kind == "/stored/photo" || strings.Contains(kind, ".") || strings.HasPrefix(kind, "/api/") || kind == "/items/workbook" || kind == "/metrics" {
			if status := value[int](w, "fetch("+literal(path)+").then(r => r.status)"); status != 200 {
				t.Errorf("%s: status %d", path, status)
			}
			continue
		}
		w.open(path)
		queue = append(queue, value[[]string](w, "[...document.querySelectorAll('a[href],iframe[src]')].map(a => a.href || a.src).filter(a => a.startsWith(location.origin)).map(a => a.slice(location.origin.length).split('#')[0])")...)
		if !value[bool](w, "!!document.querySelector('nav[aria-label=主菜单] a') || !document.querySelector('main')") {
			t.Errorf("%s: no way leads on", path)
		}
		look(t, who+kind, w, string(axe))
	}
	if len(seen) < 12 {
		t.Errorf("links lead to few pages: %v", seen)
	}
}

// look examines the page as it is shown.
func look(t *testing.T, name string, w *window, axe string) {
	schemes := []string{"light", "dark"}
	if !strings.HasPrefix(name, "administrator") {
		schemes = schemes[:1] // colours do not depend on who looks
	}
	for _, scheme := range schemes {
		w.do("Emulation.setEmulatedMedia", args{"features": []args{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
		for _, width := range []int{1366, 390} {
			w.do("Emulation.setDeviceMetricsOverride", args{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
			if over := value[int](w, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
				t.Errorf("%s: %d px do not fit a screen of %d: %s", name, over, width,
					value[string](w, "[...document.querySelectorAll('main *')].filter(e => !e.children.length && e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.parentElement.outerHTML.slice(0, 300)).join('\\n')"))
			}
			picture(t, w, fmt.Sprintf("%s_%d_%s", name, width, scheme))
		}
		if axe == "" || strings.HasSuffix(name, "/stored/view") { // there no script may run, and the page is another's
			continue
		}
		only := "undefined"
		if scheme == "dark" {
			only = "['color-contrast']"
		}
		value[any](w, axe+";0")
		for _, fault := range value[[]string](w, `axe.run(document, {resultTypes: ['violations'], runOnly: `+only+`}).then(r => r.violations
			.filter(v => v.impact == 'serious' || v.impact == 'critical')
			.map(v => v.impact + ' ' + v.id + ': ' + v.help + v.nodes.slice(0, 3).map(n => '\n' + n.html.slice(0, 200) + '\n' + n.failureSummary).join('')))`) {
			t.Errorf("%s (%s): %s", name, scheme, fault)
		}
	}
	w.do("Emulation.setEmulatedMedia", args{"features": []args{}}, nil)
	w.do("Emulation.clearDeviceMetricsOverride", nil, nil)
}

func picture(t *testing.T, w *window, name string) {
	dir := os.Getenv("GOVAUDIT_TEST_SHOTS")
	if dir == "" {
		return
	}
	var shot struct{ Data string }
	size := value[[2]int](w, "[innerWidth, Math.min(2400, document.documentElement.scrollHeight)]")
	w.do("Page.captureScreenshot", args{"format": "png", "captureBeyondViewport": true, "clip": args{"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}}, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.NewReplacer("/", "-").Replace(name)+".png"), data, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}
