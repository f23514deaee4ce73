package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The departments of the two portals that people of different departments work on.
const (
	deptA = "甲县人民政府办公室"
	deptB = "乙县人民政府办公室"
)

// hostileWeb serves two small portals whose pages try to act where they are shown.
type hostileWeb struct{ reached chan string }

func (w *hostileWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/reached") {
		select {
		case w.reached <- r.URL.String():
		default:
		}
	}
	known := r.URL.Path == "/" || strings.HasPrefix(r.URL.Path, "/zwgk/")
	if !known {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(rw, hostilePage, r.Host)
}

// hostilePage does everything that a stored page must not do in a console.
const hostilePage = `<html><head><meta name="SiteName" content="=cmd|'/c calc'!A0"><title>quiet</title>
<base href="http://%[1]s/reached/base/"><meta http-equiv="refresh" content="0;url=http://%[1]s/reached/refresh">
<link rel="stylesheet" href="/reached/css"><link rel="prefetch" href="/reached/prefetch"><style>@import url(/reached/import);body{background:url(/reached/bg)}</style></head>
<body onload="document.title='ran'" background="/reached/body"><script>document.title='ran';fetch('/reached/fetch')</script>
<svg onload="document.title='ran'"><script>document.title='ran'</script><image href="/reached/svg"/></svg><math><mtext><style><img src=x onerror="document.title='ran'"></style></mtext></math>
<iframe src="/reached/frame" srcdoc="<script>parent.document.title='ran'</script>"></iframe><object data="/reached/object"></object><embed src="/reached/embed">
<form id="f" action="/reached/form"><input name="x" autofocus onfocus="this.form.submit()"></form><script>document.getElementById('f').submit()</script>
<img src="/reached/img" srcset="/reached/srcset 2x" onerror="document.title='ran'"><video poster="/reached/poster" src="/reached/video"></video>
<div style="background:url(/reached/style)">=HYPERLINK("http://%[1]s/reached/formula","公开指南")</div>
<a href="/zwgk/1.html">=1+1</a> <a href="/zwgk/2.html">@SUM(1)</a> <a href="javascript:document.title='ran'">+cmd</a> <a href="/zwgk/gone.html">政府信息公开指南</a>
<template><script>document.title='ran'</script></template><noscript><img src="/reached/noscript"></noscript><plaintext></body></html>`

// person is somebody at a browser: cookies are kept, redirects are not followed.
type person struct {
	t    *testing.T
	http *http.Client
	base string
	form string // token of the last page
}

func newPerson(t *testing.T, base string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, base: base, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

var formToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

func (p *person) do(r *http.Request) reply {
	p.t.Helper()
	res, err := p.http.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if m := formToken.FindSubmatch(body); m != nil {
		p.form = string(m[1])
	}
	return reply{res.StatusCode, res.Header, string(body)}
}

// ask sends a request with what the header lines say.
func (p *person) ask(method, path, body string, headers ...string) reply {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.base, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	// As it is typed: the client shall mend nothing.
	r.URL.Opaque, r.URL.RawQuery, _ = strings.Cut(path, "?")
	if strings.HasPrefix(path, "//") {
		r.URL.Opaque = "//" + r.URL.Host + r.URL.Opaque
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if name != "" {
			r.Header.Set(name, value)
		}
	}
	return p.do(r)
}

func (p *person) get(path string, headers ...string) reply {
	p.t.Helper()
	return p.ask("GET", path, "", headers...)
}

// post sends a form as a page of the console would.
func (p *person) post(path string, pairs ...string) reply {
	p.t.Helper()
	return p.ask("POST", path, "token="+url.QueryEscape(p.form)+"&"+pairsOf(pairs))
}

func pairsOf(pairs []string) string {
	var parts []string
	for i := 0; i < len(pairs); i += 2 {
		parts = append(parts, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(parts, "&")
}

// upload sends a file as a page of the console would.
func (p *person) upload(path, name string, data []byte, pairs ...string) reply {
	p.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.WriteField("token", p.form)
	for i := 0; i < len(pairs); i += 2 {
		w.WriteField(pairs[i], pairs[i+1])
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		p.t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	return p.ask("POST", path, body.String(), "Content-Type: "+w.FormDataContentType())
}

const somePassword = "Gongkai-2026-du"

// signIn signs in, and replaces a password that is told once by a chosen one.
func (p *person) signIn(name, password string) {
	p.t.Helper()
	if r := p.ask("POST", "/login", pairsOf([]string{"name", name, "password", password})); r.status != http.StatusSeeOther {
		p.t.Fatalf("%s cannot sign in: %d", name, r.status)
	}
	p.get("/account")
	if password == somePassword {
		return
	}
	if r := p.post("/account/password", "old", password, "chosen", somePassword, "again", somePassword); r.status != http.StatusSeeOther {
		p.t.Fatalf("%s cannot choose a password: %d %s", name, r.status, r.body)
	}
	p.get("/account")
}

var shownOnce = regexp.MustCompile(`([A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{5})`)

// attackedServe is a served console with people of every role signed in, and items of
// two departments.
type attackedServe struct {
	*served
	base   string
	db     string
	config string
	people map[string]*person
	web    *hostileWeb
	port   string // of the portals
	errors chan string
}

var signedUp = [][3]string{{"pinggu", "evaluator", ""}, {"fuhe", "reviewer", ""}, {"zhuguan", "supervisor", ""}, {"jiaxian", "department", deptA}, {"yixian", "department", deptB}}

func newAttackedServe(t *testing.T) *attackedServe {
	t.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	a := &attackedServe{people: map[string]*person{}, web: &hostileWeb{reached: make(chan string, 100)}, errors: make(chan string, 100)}
	portals := &httptest.Server{Listener: l, Config: &http.Server{Handler: a.web}}
	portals.Start()
	t.Cleanup(portals.Close)
	_, a.port, _ = net.SplitHostPort(l.Addr().String())
	dir := t.TempDir()
	a.db = filepath.Join(dir, "a.db")
	a.config = filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(a.config, fmt.Appendf(nil, `store: sqlite:a.db
sites:
  - {id: jia, name: '=HYPERLINK("http://e/")', url: 'http://127.0.0.1:%[1]s/', level: county, department: %[2]s}
  - {id: yi, name: '<script>alert(1)</script>', url: 'http://127.0.0.2:%[1]s/', level: county, department: %[3]s}
network: {allow: [127.0.0.0/8], ipv6: "off"}
crawl: {per_host: 4, backoff: 5ms, render: never}
serve: {listen: '127.0.0.1:0', out: out}
`, a.port, deptA, deptB), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "serve", "--config", a.config)
	cmd.Env = append(os.Environ(), childEnv+"=1")
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	said := make(chan [2]string, 1)
	go func() {
		lines, password := bufio.NewScanner(log), ""
		defer close(said)
		for lines.Scan() {
			if m := shownOnce.FindString(lines.Text()); m != "" {
				password = m
			}
			if m := saysAddress.FindStringSubmatch(lines.Text()); m != nil {
				said <- [2]string{m[1], password}
			}
			if strings.Contains(lines.Text(), "level=ERROR") {
				select {
				case a.errors <- lines.Text():
				default:
				}
			}
		}
	}()
	first, ok := <-said
	if !ok {
		t.Fatal("serve does not start")
	}
	a.served, a.base = &served{cmd, first[0]}, "http://"+first[0]
	admin := newPerson(t, a.base)
	admin.signIn("admin", first[1])
	a.people["admin"] = admin
	for _, u := range signedUp {
		r := admin.post("/users", "name", u[0], "display", u[0], "role", u[1], "departments", u[2])
		p := newPerson(t, a.base)
		p.signIn(u[0], shownOnce.FindString(r.body))
		a.people[u[0]] = p
	}
	a.run(t)
	return a
}

// run audits all sites and waits for the end.
func (a *attackedServe) run(t *testing.T) {
	t.Helper()
	r := a.people["admin"].post("/runs", "all", "1")
	at := r.header.Get("Location")
	if r.status != http.StatusSeeOther || at == "" {
		t.Fatalf("cannot run: %d %s", r.status, r.body)
	}
	for range 600 {
		if strings.Contains(a.people["admin"].get("/api/v1"+at).body, `"state":"done"`) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the audit does not end: ", a.people["admin"].get("/api/v1"+at).body)
}

// refusals lists what a user was refused.
func (a *attackedServe) refusals(t *testing.T, who string) (out []string) {
	t.Helper()
	st := openStore(t, a.db)
	defer st.Close()
	entries, err := st.Entries(t.Context(), who, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.What == "被拒绝的操作" {
			out = append(out, e.Object+" "+e.After)
		}
	}
	return out
}
