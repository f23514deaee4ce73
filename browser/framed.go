package browser

import (
	"context"
	"regexp"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

// standIns gives a page that is made for a frame, and is shown by itself, the frames
// beside it that its scripts send somewhere: parent.main.location = …,
// top.frames["right"].location.href = …, parent.document.getElementById("body").src = ….
// Where they are sent is told. Written functions only tell the names; a name that is
// taken already stays what it is.
const standIns = `(() => {
  if (window.parent !== window) return;
  const told = u => { try { document.documentElement.setAttribute('data-opened', new URL(u, document.baseURI).href); } catch (e) {} };
  const place = {get href() { return document.URL; }, set href(u) { told(u); }, replace: told, assign: told, reload() {}, toString: () => document.URL};
  const frame = () => {
    const w = {focus() {}, get location() { return place; }, set location(u) { told(u); }, get src() { return ''; }, set src(u) { told(u); }};
    w.document = w.window = w.contentWindow = w;
    return w;
  };
  const code = [];
  for (const name of Object.getOwnPropertyNames(window)) {
    if (code.length >= 400) break;
    const d = Object.getOwnPropertyDescriptor(window, name);
    if (d && d.enumerable && typeof d.value === 'function') {
      const text = Function.prototype.toString.call(d.value);
      if (text.length < 20000 && !text.includes('[native code]')) code.push(text);
    }
  }
  for (const e of [...document.querySelectorAll('[onclick],[onmousedown],[onchange],a[href^="javascript:" i]')].slice(0, 2000)) {
    for (const n of ['onclick', 'onmousedown', 'onchange', 'href']) if (e.hasAttribute(n)) code.push(e.getAttribute(n).slice(0, 1000));
  }
  const all = code.join('\n');
  const named = /\b(?:parent|top|opener|frames)\s*(?:\.\s*|\[\s*["'])([A-Za-z_$][\w$]*)["'\s\]]*\.\s*(?:location|document|window|src)\b/g;
  let n = 0;
  for (const m of all.matchAll(named)) {
    if (n++ < 40 && typeof window[m[1]] === 'undefined') Object.defineProperty(window, m[1], {value: frame(), configurable: true, writable: true});
  }
  const byID = /\b(?:parent|top|opener)\s*\.\s*document\s*\.\s*(?:getElementById\s*\(\s*["']|all\s*\.\s*|all\s*[(\[]\s*["'])([A-Za-z_$][\w$]*)/g, ids = new Map();
  for (const m of all.matchAll(byID)) if (ids.size < 40 && !document.getElementById(m[1])) ids.set(m[1], frame());
  if (ids.size) {
    const find = Document.prototype.getElementById;
    document.getElementById = id => find.call(document, id) || ids.get(String(id)) || null;
  }
})()`

// standIn runs standIns among the page's own scripts.
func (t *tab) standIn(ctx context.Context) {
	cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: standIns, Timeout: runtime.TimeDelta(patience.Milliseconds())})
}

// framed matches what a script says that fails because its page stands in no frame.
var framed = regexp.MustCompile(`\((?:setting|reading) '(?:location|document|src|frames)'\)|\b(?:parent|top|opener)\.[\w.]+ is not a function`)

// needsFrame reports a call that failed because the page is shown by itself.
func needsFrame(e *runtime.ExceptionDetails) bool {
	return e != nil && e.Exception != nil && framed.MatchString(e.Exception.Description)
}
