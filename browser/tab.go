package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	jsonv2 "github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
)

const (
	width, height = 1280, 900
	maxRequests   = 400 // that one page may make
	atOnce        = 6   // requests of one page under way
)

// tab is one page being shown, with cookies and storage of its own.
type tab struct {
	s       session
	p       *process
	context cdp.BrowserContextID
	frame   cdp.FrameID // the main one
	page    *Page
	ctx     context.Context // of its requests
	cancel  context.CancelFunc
	room    chan struct{} // places for requests under way
	wake    chan struct{} // rings at every change of what follows

	mu       sync.Mutex
	begun    bool // the document itself was asked for
	loaded   bool
	xml      bool // the document is XML, which a style sheet makes a page of
	crashed  bool
	pending  int             // requests not answered yet
	asked    int             // requests in all
	anew     int             // of them, those that were not made before
	known    map[string]bool // their addresses
	last     time.Time
	script   time.Time // when a script was asked for last
	posts    []string
	leads    []string
	refused  []string
	data     [][]byte // JSON that its scripts got
	dataSize int
	overflow bool // more requests than maxRequests
	presses  int  // things pressed
	met      []arrival
	lore     lore // where rows lead by their words
	quiet    bool // what was pressed last did nothing
	patient  bool // the view that something led to is waited for: its answers come into this one otherwise
	wg       sync.WaitGroup
}

// open makes a tab whose requests pg answers.
func (p *process) open(ctx context.Context, pg *Page) (*tab, error) {
	root := session{p.wire, ""}
	bc, err := cdp.Call(ctx, root, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		return nil, fmt.Errorf("open tab: %w", err)
	}
	t := &tab{p: p, context: bc.BrowserContextID, page: pg, known: map[string]bool{}, room: make(chan struct{}, atOnce), wake: make(chan struct{}, 1), last: time.Now()}
	t.ctx, t.cancel = context.WithCancel(ctx)
	if err := t.attach(ctx, root); err != nil {
		t.close()
		return nil, fmt.Errorf("open tab: %w", err)
	}
	return t, nil
}

func (t *tab) attach(ctx context.Context, root session) error {
	if _, err := cdp.Call(ctx, root, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: t.context}); err != nil {
		return err
	}
	made, err := cdp.Call(ctx, root, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", BrowserContextID: t.context, Width: width, Height: height})
	if err != nil {
		return err
	}
	att, err := cdp.Call(ctx, root, target.AttachToTarget, target.AttachToTargetParams{TargetID: made.TargetID, Flatten: new(true)})
	if err != nil {
		return err
	}
	t.s = session{t.p.wire, att.SessionID}
	t.p.wire.listen(t.s.id, t.event)
	// The gate comes first: nothing may be asked for past it.
	if _, err := cdp.Call(ctx, t.s, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*"}}}); err != nil {
		return err
	}
	// Workers and frames in processes of their own would make requests past the
	// gate: they are held before their first step and stay so.
	if _, err := cdp.Call(ctx, t.s, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: new(true)}); err != nil {
		return err
	}
	if _, err := cdp.Call(ctx, t.s, page.Enable, page.EnableParams{}); err != nil {
		return err
	}
	if _, err := cdp.Call(ctx, t.s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tame}); err != nil {
		return err
	}
	if !t.page.Looks {
		if _, err := cdp.Call(ctx, t.s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: small}); err != nil {
			return err
		}
	}
	if _, err := cdp.Call(ctx, t.s, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}); err != nil {
		return err
	}
	tree, err := cdp.Call(ctx, t.s, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return err
	}
	t.frame = tree.FrameTree.Frame.ID
	return nil
}

// small keeps drawings the size of a letter where the style sheets that say how large they
// are do not come: a mark that turns while rows are fetched is wider than the page without,
// and what it takes the place of is then out of sight of a list that goes on when it is seen.
const small = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('svg { max-width: 2em; max-height: 2em }');
  document.adoptedStyleSheets = [sheet];
})()`

// close shuts the tab and forgets what it stored.
func (t *tab) close() {
	t.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if _, err := cdp.Call(ctx, session{t.p.wire, ""}, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: t.context}); err != nil {
		t.p.wedged = true
	}
	t.p.wire.listen(t.s.id, nil)
	t.wg.Wait()
}

// tame takes from pages what could connect past the gate, run beside it, or stop
// and ask a person. Pages that look for a name find something that does nothing.
const tame = `(() => {` + countingOnly + `
  const dead = name => {
    const f = function () {
      const o = document.createElement('i');
      o.readyState = 3; o.close = o.send = o.postMessage = o.terminate = () => {};
      return o;
    };
    f.CONNECTING = 0; f.OPEN = 1; f.CLOSING = 2; f.CLOSED = 3;
    try { Object.defineProperty(window, name, {value: f, configurable: true, writable: true}); } catch (e) {}
  };
  ['WebSocket', 'WebSocketStream', 'EventSource'].forEach(dead);
  // Who can do without workers asks whether there are any; nobody waits for one that is not.
  ['Worker', 'SharedWorker'].forEach(n => { try { Object.defineProperty(window, n, {value: undefined, configurable: true, writable: true}); } catch (e) {} });
  ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'BackgroundFetchManager', 'PushManager', 'Notification', 'showOpenFilePicker'].forEach(n => { try { delete window[n]; } catch (e) {} });
  ['serviceWorker', 'bluetooth', 'usb', 'serial', 'hid', 'geolocation', 'mediaDevices', 'clipboard', 'locks'].forEach(n => { try { delete Navigator.prototype[n]; } catch (e) {} });
  // Pages that break their own tools do not break ours.
  const rootOf = Object.getOwnPropertyDescriptor(Document.prototype, 'documentElement').get, has = Element.prototype.hasAttribute, put = Element.prototype.setAttribute;
  // What stands in a closed shadow tree is shown to readers like everything else.
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { return attach.call(this, {...init, mode: 'open'}); };
  try { Navigator.prototype.sendBeacon = () => false; } catch (e) {}
  // Where a window or a form would lead is told, not followed.
  // An element resolves addresses in the encoding of the page; URL() does not.
  const resolve = u => { const a = document.createElement('a'); a.href = u; return a.href; };
  const told = u => { try { document.documentElement.setAttribute('data-opened', resolve(u)); } catch (e) {} };
  // A window may be opened empty, and then sent somewhere.
  const place = {get href() { return 'about:blank'; }, set href(u) { told(u); }, replace: told, assign: told, reload() {}, toString: () => 'about:blank'};
  const opened = () => {
    const w = {closed: false, opener: window, get location() { return place; }, set location(u) { told(u); }, document: {write() {}, writeln() {}, open() {}, close() {}}};
    for (const n of ['focus', 'blur', 'close', 'print', 'postMessage', 'moveTo', 'resizeTo', 'addEventListener']) w[n] = () => {};
    return w;
  };
  window.open = u => { if (u && !/^about:/i.test(u)) told(u); return opened(); };
  // Old pages show their rows in windows of a kind that browsers had.
  for (const n of ['showModalDialog', 'showModelessDialog']) if (!window[n]) window[n] = u => { if (u) told(u); };
  if (!window.navigate) window.navigate = u => { location.href = u; };
  // So is what another page is to be shown in.
  const pressed = () => document.documentElement && document.documentElement.hasAttribute('data-pressed');
  for (const kind of [HTMLIFrameElement, HTMLFrameElement]) {
    const src = Object.getOwnPropertyDescriptor(kind.prototype, 'src'), put = Element.prototype.setAttribute;
    const page = v => /^(?!(javascript|about|data|blob):)./i.test(String(v).trim());
    Object.defineProperty(kind.prototype, 'src', {...src, set(v) { if (pressed() && this.isConnected && page(v)) told(v); else src.set.call(this, v); }});
    kind.prototype.setAttribute = function (n, v) { if (/^src$/i.test(n) && pressed() && this.isConnected && page(v)) told(v); else put.call(this, n, v); };
  }
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = function () {
    if (this.getAttribute('method') && !/^get$/i.test(this.getAttribute('method').trim())) return submit.call(this);
    if (!document.documentElement.hasAttribute('data-pressed')) return submit.call(this);
    try {
      const part = s => [...String(s)].map(c => c < '\x80' ? encodeURIComponent(c) : c).join('');
      const query = [...new FormData(this)].map(([k, v]) => part(k) + '=' + part(v)).join('&');
      told(resolve(this.getAttribute('action') || document.URL).replace(/[?#].*$/, '') + '?' + query);
    } catch (e) {}
  };
  // That something pressed asks for data is told at once: the request itself comes to
  // light a little later.
  const asks = () => { try { const e = rootOf.call(document); if (e && has.call(e, 'data-pressed')) put.call(e, 'data-asked', ''); } catch (x) {} };
  const get = window.fetch, send = XMLHttpRequest.prototype.send;
  window.fetch = function (...a) { asks(); return until(get.apply(this, a)); };
  XMLHttpRequest.prototype.send = function (...a) {
    asks();
    let waits = true;
    const got = () => { if (waits) { waits = false; under.soon--; } };
    under.soon++;
    listen.call(this, 'loadend', got);
    try { return send.apply(this, a); } catch (e) { got(); throw e; }
  };
  const script = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src');
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {...script, set(v) { asks(); script.set.call(this, v); }});
  // What a page makes of the data it got is known once it takes it apart, however that
  // was wrapped on its way.
  const parse = JSON.parse, parsed = [];
  let parsedSize = 0;
  JSON.parse = function (text, ...more) {
    const v = parse.call(this, text, ...more);
    if (v && typeof v === 'object' && typeof text === 'string' && text.length > 40 && parsedSize + text.length < 2e6) { parsed.push(text); parsedSize += text.length; }
    return v;
  };
  document.addEventListener('govaudit-parsed', () => {
    for (const text of parsed.splice(0)) document.dispatchEvent(new CustomEvent('govaudit-data', {detail: text}));
  });
  // What listens for its reader is marked until this program has taken note of it: for
  // clicks (of whatever kind), for another choice, for the pointer that comes near.
  const clicks = /^(click|dblclick|(pointer|mouse)(down|up)|touch(start|end))$/, nears = /^(mouse|pointer)(enter|over)$/;
  const set = (e, kind) => { if (kind || !e.hasAttribute('data-listens')) e.setAttribute('data-listens', kind || ''); };
` + nearingOnly + `
  const outer = new Set(), changers = new Set(); // what listens for what stands within it: for clicks, for choices
  let tops = 0; // how often something listens for whatever is clicked
  const mark = (e, type, f) => {
    try {
      hovered(e, type, f);
      const top = !(e instanceof Element) || e === document.body || e === document.documentElement;
      if (nears.test(type)) { if (!top) e.setAttribute('data-nears', ''); return; }
      if (type === 'change') { if (e.localName === 'select') set(e); else if (changers.size < 200) changers.add(e); return; }
      if (!clicks.test(type)) return;
      if (outer.size < 2000) outer.add(e);
      if (top) tops++;
      else set(e, type === 'dblclick' ? 'twice' : type.startsWith('touch') ? 'touch' : '');
    } catch (x) {}
  };
  // Whoever listens at the top of a page, as $(document).on('click', '.x li', …) does,
  // means parts of it: those that jQuery was told, or else such as carry data of their own.
  let byName = 0; // of them, what jQuery listens for
  const inner = e => {
    const from = e instanceof Element ? e : document;
    if (Object.keys(e).some(k => /^(_reactListening|__reactContainer\$)/.test(k))) { // all of an application stands in it
      if (from !== document) set(e, 'root');
      return;
    }
    const events = window.jQuery && window.jQuery._data && window.jQuery._data(e, 'events') || {};
    const on = Object.keys(events).filter(n => clicks.test(n)).flatMap(n => { if (events[n].length && (from === document || e === document.body || e === document.documentElement)) byName++; return events[n]; });
    if (on.length) {
      if (from !== document && on.every(h => h && typeof h.selector === 'string' && h.selector)) set(e, 'outer'); // not for itself
      for (const h of on) if (h && typeof h.selector === 'string') [...from.querySelectorAll(h.selector)].slice(0, 1000).forEach(c => set(c));
      return;
    }
    if (e instanceof Element && e !== document.body && e !== document.documentElement) return;
    for (const c of [...from.querySelectorAll('li,span,dd,dt,td,p,button,div')].slice(0, 5000)) {
      if (c.childElementCount <= 2 && Object.keys(c.dataset).some(k => !/^(v[A-Z\d]|listens|nears|reactid)/.test(k)) && c.parentElement && c.parentElement.childElementCount > 1) set(c);
    }
  };
  const chosen = e => {
    const from = e instanceof Element ? e : document;
    const told = (window.jQuery && window.jQuery._data && window.jQuery._data(e, 'events') || {}).change || [];
    const named = told.flatMap(h => h && typeof h.selector === 'string' ? [...from.querySelectorAll(h.selector)] : []);
    for (const s of (told.length ? named : [...from.querySelectorAll('select')]).slice(0, 100)) if (s.localName === 'select') set(s, 'within');
  };
  document.addEventListener('govaudit-gather', () => {
    for (const e of changers) { try { chosen(e); } catch (x) {} }
    byName = 0;
    for (const e of outer) { try { inner(e); } catch (x) {} }
    if (tops > byName) document.documentElement.setAttribute('data-listens-whole', '');
  });
  // What a page is told by its frames may lead its reader elsewhere: they are part of it then.
  let hears = false;
  const hear = f => {
    hears = true;
    try { if (window.parent === window && /location|open\s*\(|pushState|replaceState|navigate|\.push\(|\.href|\.hash|\.src\b|[\x22\x27]src[\x22\x27]/.test(Function.prototype.toString.call(f))) put.call(rootOf.call(document), 'data-hears', ''); } catch (e) {}
  };
  // What stands behind # may be another part of the page then.
  const views = () => { try { put.call(rootOf.call(document), 'data-views', ''); } catch (e) {} };
  // Shown by itself, a page that is made for a frame tells nobody.
  const post = window.postMessage;
  if (window.parent === window) window.postMessage = function (...a) {
    if (!hears && pressed()) put.call(rootOf.call(document), 'data-unframed', '');
    return post.apply(this, a);
  };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (String(type) === 'hashchange' && (this || window) === window) views();
    if (String(type) === 'message' && (this || window) === window) hear(rest[0]);
    mark(this || window, String(type), rest[0]);
    return listen.call(this, type, ...rest);
  };
  for (const at of [HTMLElement.prototype, Document.prototype, window]) {
    for (const type of ['click', 'dblclick', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'change', 'mouseenter', 'mouseover']) {
      const d = Object.getOwnPropertyDescriptor(at, 'on' + type);
      if (d && d.set && d.configurable) Object.defineProperty(at, 'on' + type, {...d, set(f) { if (f) mark(this || window, type, f); d.set.call(this, f); }});
    }
  }
  const change = Object.getOwnPropertyDescriptor(window, 'onhashchange');
  if (change && change.set && change.configurable) Object.defineProperty(window, 'onhashchange', {...change, set(f) { if (f) views(); change.set.call(this, f); }});
  const message = Object.getOwnPropertyDescriptor(window, 'onmessage');
  if (message && message.set && message.configurable) Object.defineProperty(window, 'onmessage', {...message, set(f) { if (f) hear(f); message.set.call(this, f); }});
  window.print = () => {};
  window.alert = () => {};
  window.confirm = () => false;
  window.prompt = () => null;
  window.close = () => {};
  // Failures are seen among the page's own scripts only; the mark is taken away again.
  const broke = () => { try { put.call(rootOf.call(document), 'data-script-failed', ''); } catch (e) {} };
  addEventListener('error', e => {
    if (!(e instanceof ErrorEvent)) return;
    broke();
    const root = document.documentElement;
    if (root && root.hasAttribute('data-pressed') && /\((setting|reading) '(location|document|src|frames)'\)|\b(parent|top|opener)\.[\w.]+ is not a function/.test(e.message)) root.setAttribute('data-unframed', '');
  }, true);
  addEventListener('unhandledrejection', broke);
})();`

// world is where this program's own scripts run: they see the page, and it does not
// see them.
const world = "govaudit"

// ring tells the one that waits that something changed.
func (t *tab) ring() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// event takes the tab's events. It is called in the loop that reads them.
func (t *tab) event(m message) {
	switch m.Method {
	case fetch.RequestPaused.Method:
		t.paused(m)
	case page.LoadEventFired.Method:
		t.mu.Lock()
		t.loaded = t.begun
		t.last = time.Now()
		t.mu.Unlock()
		t.ring()
	case inspector.TargetCrashed.Method, target.DetachedFromTarget.Method:
		if m.Method == inspector.TargetCrashed.Method {
			t.mu.Lock()
			t.crashed = true
			t.mu.Unlock()
			t.ring()
		}
	case page.JavascriptDialogOpening.Method:
		t.spawn(func(ctx context.Context) {
			cdp.Call(ctx, t.s, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // "leave the page?" too
		})
	}
}

// spawn runs fn beside the loop that reads events.
func (t *tab) spawn(fn func(ctx context.Context)) {
	t.wg.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		fn(ctx)
	})
}

// evaluate runs an expression in a frame, beside the page's own scripts and out of
// their reach, and decodes its value. A script that does not let go of the page is
// broken off.
func evaluate[T any](ctx context.Context, t *tab, frame cdp.FrameID, expression string) (v T, err error) {
	for try := range 3 {
		if try > 0 {
			cdp.Call(ctx, t.s, runtime.TerminateExecution, cdp.Empty{})
		}
		once, cancel := context.WithTimeout(ctx, patience)
		v, err = evaluateOnce[T](once, t, frame, expression)
		cancel()
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			break
		}
	}
	return v, err
}

// errNoTools says that a page has not been handed the tools yet.
var errNoTools = errors.New("the tools are not in the page")

// use calls one of the tools in the page. They are handed to it with the first call: a
// browser keeps the source of all that it is given for a while.
func use[T any](ctx context.Context, t *tab, call string) (v T, err error) {
	if v, err = evaluate[T](ctx, t, t.frame, "govaudit."+call); errors.Is(err, errNoTools) {
		v, err = evaluate[T](ctx, t, t.frame, tools+"\ngovaudit."+call)
	}
	return v, err
}

func evaluateOnce[T any](ctx context.Context, t *tab, frame cdp.FrameID, expression string) (v T, err error) {
	w, err := cdp.Call(ctx, t.s, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: world})
	if err != nil {
		return v, err
	}
	r, err := cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: w.ExecutionContextID, ReturnByValue: new(true), AwaitPromise: new(true)})
	if err != nil {
		return v, err
	}
	if r.ExceptionDetails != nil || r.Result == nil {
		what := exception(r.ExceptionDetails)
		if strings.Contains(what, "govaudit is not defined") {
			return v, errNoTools
		}
		return v, fmt.Errorf("evaluate: %.200s", what)
	}
	return v, jsonv2.Unmarshal(r.Result.Value, &v, lenient)
}

func exception(d *runtime.ExceptionDetails) string {
	switch {
	case d == nil:
		return "no result"
	case d.Exception != nil:
		return d.Text + " " + d.Exception.Description
	}
	return d.Text
}

func decode(m message, into any) error { return jsonv2.Unmarshal(m.Params, into, lenient) }
