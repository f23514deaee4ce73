package browser

import (
	"context"
	"time"
)

const (
	soon    = 30 * time.Millisecond // without requests, after which a page is asked whether anything is under way in it
	running = time.Second           // that a script which came may take to begin
)

// countingOnly is the part of what is put into a page first that counts what is under way
// in it: timers, frames that are to be drawn, answers that are waited for. A page without
// any of it does nothing more by itself.
const countingOnly = `
  const under = {soon: 0, late: 0}, timed = new Map();
  const dueIn = ms => ms <= 600 ? 'soon' : ms <= 6000 ? 'late' : '';
  const over = id => { const kind = timed.get(id); if (kind) { timed.delete(id); under[kind]--; } };
  const begin = (id, kind) => { if (kind) { timed.set(id, kind); under[kind]++; } return id; };
  const after = window.setTimeout, every = window.setInterval, frame = window.requestAnimationFrame, idle = window.requestIdleCallback;
  window.setTimeout = function (f, ms, ...a) {
    const id = begin(after.call(window, f, ms, ...a), dueIn(+ms || 0));
    if (timed.has(id)) after.call(window, over, +ms || 0, id);
    return id;
  };
  window.setInterval = function (f, ms, ...a) { return begin(every.call(window, f, ms, ...a), dueIn(+ms || 0)); };
  for (const n of ['clearTimeout', 'clearInterval']) {
    const clear = window[n];
    window[n] = function (id) { over(id); return clear.call(window, id); };
  }
  window.requestAnimationFrame = function (f) {
    const id = frame.call(window, f);
    under.soon++;
    frame.call(window, () => { under.soon--; });
    return id;
  };
  if (idle) window.requestIdleCallback = function (f, o) {
    const id = idle.call(window, f, o);
    under.soon++;
    idle.call(window, () => { under.soon--; }, o);
    return id;
  };
  const until = p => { // an answer, and what it holds
    under.soon++;
    return p.then(v => { under.soon--; return v; }, e => { under.soon--; throw e; });
  };
  for (const n of ['json', 'text', 'blob', 'arrayBuffer', 'formData']) {
    const read = Response.prototype[n];
    Response.prototype[n] = function () { return until(read.call(this)); };
  }
  document.addEventListener('govaudit-stirs', () => document.dispatchEvent(new CustomEvent('govaudit-under', {detail: under.soon + ' ' + under.late})));`

// calmOnly is the part of the tools that asks what is under way in the page.
const calmOnly = `
  const most = 500; // milliseconds that a page is looked at for
  // stirs tells how much is to come soon, and how much later. What goes on in frames is not known.
  const stirs = () => {
    let said = '1 1';
    if (roots().some(r => r.querySelector('iframe,frame,object,embed'))) return said.split(' ');
    const hear = e => { said = String(e.detail); };
    document.addEventListener('govaudit-under', hear);
    document.dispatchEvent(new Event('govaudit-stirs'));
    document.removeEventListener('govaudit-under', hear);
    return said.split(' ');
  };
  // coming tells how much of the page itself is to come soon.
  const coming = () => {
    let n = 0;
    const hear = e => { n = parseInt(e.detail, 10); };
    document.addEventListener('govaudit-under', hear);
    document.dispatchEvent(new Event('govaudit-stirs'));
    document.removeEventListener('govaudit-under', hear);
    return n;
  };
  const runs = () => document.getAnimations().some(a => a.playState === 'running' && isFinite(a.effect && a.effect.getComputedTiming().endTime));
  // calm waits until the page was drawn a few times without anything under way or changed.
  const calm = () => new Promise(done => {
    const end = performance.now() + most;
    let still = 0, moved = false;
    const eye = new MutationObserver(() => { moved = true; });
    for (const r of roots()) eye.observe(r, {childList: true, subtree: true, characterData: true});
    const look = () => {
      still = moved || stirs()[0] !== '0' || runs() ? 0 : still + 1;
      moved = false;
      if (still < 3 && performance.now() < end) return beat();
      eye.disconnect();
      done(still >= 3);
    };
    const beat = () => {
      let came = false;
      const once = () => { if (!came) { came = true; look(); } };
      requestAnimationFrame(() => setTimeout(once, 0));
      setTimeout(once, 200);
    };
    beat();
  });
  const asleep = () => stirs().every(n => n === '0');`

// lull waits, after something was done to a page that had come to rest, until it rests
// again: it says that nothing is under way in it, or nothing was asked for for a while.
func (t *tab) lull(ctx context.Context, quiet time.Duration) (busy bool, err error) {
	if busy, err = t.rest(ctx, soon); busy || err != nil {
		return busy, err
	}
	t.mu.Lock()
	before, starts := t.asked, time.Since(t.script) < running
	t.mu.Unlock()
	if starts { // nobody counts what it has not begun
		return t.settle(ctx, quiet)
	}
	calm, err := use[bool](ctx, t, "calm()")
	if err != nil {
		return false, err
	}
	if after, _ := t.counts(); calm && after == before {
		return false, nil
	}
	return t.settle(ctx, quiet)
}
