package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// patience is how long a page may take to do what was asked of it, on a busy machine.
const patience = 60 * time.Second

// chromium is a browser that a test works the console with.
type chromium struct {
	t     *testing.T
	out   io.Writer
	last  atomic.Int64
	mu    sync.Mutex
	waits map[int64]chan answered
}

type answered struct {
	ID     int64           `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// startChromium starts the browser that GOVAUDIT_TEST_CHROMIUM names.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	path := os.Getenv("GOVAUDIT_TEST_CHROMIUM")
	if path == "" {
		t.Skip("GOVAUDIT_TEST_CHROMIUM names no browser")
	}
	in, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	theirIn, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--lang=zh-CN", "--user-data-dir="+t.TempDir())
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &chromium{t: t, out: out, waits: map[int64]chan answered{}}
	go b.read(in)
	t.Cleanup(func() {
		b.call("", "Browser.close", nil, nil)
		cmd.Wait()
		in.Close()
		out.Close()
	})
	return b
}

func (b *chromium) read(in io.Reader) {
	r := bufio.NewReader(in)
	for {
		text, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var a answered
		if json.Unmarshal(text[:len(text)-1], &a) != nil || a.ID == 0 {
			continue
		}
		b.mu.Lock()
		wait := b.waits[a.ID]
		delete(b.waits, a.ID)
		b.mu.Unlock()
		if wait != nil {
			wait <- a
		}
	}
}

// call sends a command of the DevTools protocol and reads its answer.
func (b *chromium) call(session, method string, params, result any) error {
	id, wait := b.last.Add(1), make(chan answered, 1)
	b.mu.Lock()
	b.waits[id] = wait
	b.mu.Unlock()
	text, err := json.Marshal(struct {
		ID      int64  `json:"id"`
		Session string `json:"sessionId,omitempty"`
		Method  string `json:"method"`
		Params  any    `json:"params,omitempty"`
	}{id, session, method, params})
	if err != nil {
		return err
	}
	b.mu.Lock()
	_, err = b.out.Write(append(text, 0))
	b.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case a := <-wait:
		if a.Error != nil {
			return fmt.Errorf("%s: %s", method, a.Error.Message)
		}
		if result != nil {
			return json.Unmarshal(a.Result, result)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%s: no answer", method)
	}
}

// args are what a command of the protocol is given.
type args map[string]any

// window is a browser window of one person, with cookies of its own.
type window struct {
	*chromium
	session string
	home    string
}

// window opens one at the console's address.
func (b *chromium) window(home string) *window {
	b.t.Helper()
	var context struct{ BrowserContextID string }
	var tab struct{ TargetID string }
	var session struct{ SessionID string }
	err := b.call("", "Target.createBrowserContext", nil, &context)
	if err == nil {
		err = b.call("", "Target.createTarget", args{"url": "about:blank", "browserContextId": context.BrowserContextID, "width": 1366, "height": 900}, &tab)
	}
	if err == nil {
		err = b.call("", "Target.attachToTarget", args{"targetId": tab.TargetID, "flatten": true}, &session)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	w := &window{b, session.SessionID, home}
	w.do("Page.enable", nil, nil)
	w.open("/")
	return w
}

func (w *window) do(method string, params, result any) {
	w.t.Helper()
	if err := w.call(w.session, method, params, result); err != nil {
		w.t.Fatal(err)
	}
}

// withoutScripts has no page run its scripts.
func (w *window) withoutScripts() {
	w.t.Helper()
	w.do("Emulation.setScriptExecutionDisabled", args{"value": true}, nil)
}

// evaluated is what an expression comes to in the page.
func evaluated[T any](w *window, expression string) (T, error) {
	var got struct {
		Result           struct{ Value T }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	err := w.call(w.session, "Runtime.evaluate", args{"expression": expression, "returnByValue": true, "awaitPromise": true}, &got)
	if e := got.ExceptionDetails; err == nil && e != nil {
		err = errors.New(e.Text + " " + e.Exception.Description)
	}
	return got.Result.Value, err
}

func value[T any](w *window, expression string) T {
	w.t.Helper()
	v, err := evaluated[T](w, expression)
	if err != nil {
		w.t.Fatalf("%s at %s: %v", expression, w.at(), err)
	}
	return v
}

// at is the address of the page, without the server's.
func (w *window) at() string {
	at, _ := evaluated[string](w, "location.href")
	return strings.TrimPrefix(at, w.home)
}

// literal writes a string for an expression.
func literal(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// leads does what leads to another page, waits for that, and sees that it is none that
// tells of an error.
func (w *window) leads(what func()) {
	w.t.Helper()
	w.moves(what)
	if status := value[int](w, "performance.getEntriesByType('navigation')[0].responseStatus"); status >= 400 {
		w.t.Fatalf("%s: status %d: %s", w.at(), status, w.text())
	}
}

// moves does what leads to another page, and waits for that.
func (w *window) moves(what func()) {
	w.t.Helper()
	value[int](w, "window.left = 1")
	what()
	for end := time.Now().Add(patience); ; {
		there, err := evaluated[bool](w, "!window.left && document.readyState === 'complete' && location.href !== 'about:blank'")
		if err == nil && there {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("nothing comes after %s (%v): %s", w.at(), err, w.text())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// open goes to an address as somebody does who types it.
func (w *window) open(path string) {
	w.t.Helper()
	w.leads(func() { w.do("Page.navigate", args{"url": w.home + path}, nil) })
}

// text is what the page says.
func (w *window) text() string {
	w.t.Helper()
	return value[string](w, "document.body ? document.body.innerText : ''")
}

// says sees that the page says all of these.
func (w *window) says(words ...string) {
	w.t.Helper()
	text := w.text()
	for _, word := range words {
		if !strings.Contains(text, word) {
			w.t.Fatalf("%s does not say %q:\n%s", w.at(), word, text)
		}
	}
}

// link is the first link or button in sight that says just this, else the first that
// says this too.
func link(words string) string {
	return "(l => l.find(e => e.innerText.trim() === " + literal(words) + ") || l.find(e => e.innerText.includes(" + literal(words) + ")))" +
		"([...document.querySelectorAll('a[href],button')].filter(e => e.checkVisibility()))"
}

// follow presses the link or button that says this.
func (w *window) follow(words string) {
	w.t.Helper()
	if !value[bool](w, "!!"+link(words)) {
		w.t.Fatalf("%s has no link or button %q:\n%s", w.at(), words, w.text())
	}
	w.leads(func() { w.press(link(words)) })
}

// press clicks an element where it is, as a mouse does.
func (w *window) press(element string) {
	w.t.Helper()
	spot := value[[2]float64](w, "(e => {e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]})("+element+")")
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		w.do("Input.dispatchMouseEvent", args{"type": kind, "x": spot[0], "y": spot[1], "button": "left", "clickCount": 1}, nil)
	}
}

// fill types into the field with this label.
func (w *window) fill(label, text string) {
	w.t.Helper()
	find := "(l => l && (l.control || document.getElementById(l.htmlFor)))([...document.querySelectorAll('main label')].find(e => e.innerText.trim().startsWith(" + literal(label) + ")))"
	if !value[bool](w, "(e => {if (!e) return false; e.focus(); if (e.select) e.select(); return true})("+find+")") {
		w.t.Fatalf("%s has no field %q:\n%s", w.at(), label, w.text())
	}
	if value[string](w, "document.activeElement.tagName") == "SELECT" {
		if !value[bool](w, "(e => {const o = [...e.options].find(o => o.text.includes("+literal(text)+")); if (o) o.selected = true; return !!o})(document.activeElement)") {
			w.t.Fatalf("%s: %q cannot be chosen for %q", w.at(), text, label)
		}
		return
	}
	if kind := value[string](w, "document.activeElement.type"); kind == "radio" || kind == "checkbox" {
		w.key(" ")
		return
	}
	w.typing(text)
}

// typing writes where the caret is.
func (w *window) typing(text string) {
	w.t.Helper()
	w.do("Input.insertText", args{"text": text}, nil)
}

// upload chooses a file for the field of the page that takes one.
func (w *window) upload(path string) {
	w.t.Helper()
	var got struct{ Result struct{ ObjectID string } }
	w.do("Runtime.evaluate", args{"expression": "document.querySelector('input[type=file]')"}, &got)
	w.do("DOM.setFileInputFiles", args{"files": []string{path}, "objectId": got.Result.ObjectID}, nil)
}

// keys are those that are not letters: their code and the text they make.
var keys = map[string]struct {
	name, text string
	code       int
}{"tab": {"Tab", "", 9}, "enter": {"Enter", "\r", 13}, " ": {" ", " ", 32}, "escape": {"Escape", "", 27}, "down": {"ArrowDown", "", 40}}

// key presses one, with Ctrl where it is said.
func (w *window) key(name string) {
	w.t.Helper()
	name, ctrl := strings.CutPrefix(name, "ctrl+")
	k, special := keys[name]
	if !special {
		k.name, k.text, k.code = name, name, int(strings.ToUpper(name)[0])
	}
	p := args{"type": "keyDown", "key": k.name, "windowsVirtualKeyCode": k.code}
	if ctrl {
		p["modifiers"] = 2
	} else if k.text != "" {
		p["text"] = k.text
	}
	w.do("Input.dispatchKeyEvent", p, nil)
	w.do("Input.dispatchKeyEvent", args{"type": "keyUp", "key": k.name, "windowsVirtualKeyCode": k.code}, nil)
}

// tabTo goes on with the Tab key until what has the focus says this.
func (w *window) tabTo(words string) {
	w.t.Helper()
	for range 400 {
		w.key("tab")
		if value[bool](w, "(e => e !== document.body && (e.innerText || '').includes("+literal(words)+") || [...(e.labels || [])].some(l => l.innerText.includes("+literal(words)+")))(document.activeElement)") {
			return
		}
	}
	w.t.Fatalf("%s: Tab never comes to %q", w.at(), words)
}
