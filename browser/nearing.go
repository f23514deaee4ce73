package browser

// nearingOnly is the part of what is put into a page first that finds what waits for the
// pointer where something around it listens in its place: what an application draws by
// React says so among its own marks, what jQuery was told stands in its lists, and other
// scripts name it in their code.
const nearingOnly = `
  const hoverers = new Map(); // what listens for the pointer over what stands within it, and by which functions
  const comesOver = /^(mouse|pointer)over$/, mostOver = 5000;
  const hovered = (e, type, f) => {
    if (!comesOver.test(type)) return;
    if (!hoverers.has(e) && hoverers.size < 50) hoverers.set(e, new Set());
    if (hoverers.has(e) && typeof f === 'function') hoverers.get(e).add(f);
  };
  const near = (e, functions) => {
    const from = e instanceof Element ? e : document, told = window.jQuery && window.jQuery._data && window.jQuery._data(e, 'events') || {};
    const found = new Set(), find = selector => { try { for (const x of [...from.querySelectorAll(selector)].slice(0, 1000)) found.add(x); } catch (x) {} };
    for (const h of [...told.mouseover || [], ...told.mouseenter || []]) if (h && h.selector) find(h.selector);
    const parts = [...from.querySelectorAll('*')].slice(0, mostOver), marks = x => Object.keys(x).find(k => /^__react(Props|EventHandlers)\$/.test(k));
    if (parts.slice(0, 20).some(marks)) {
      for (const x of parts) {
        const m = marks(x);
        if (m && Object.keys(x[m] || {}).some(k => /^on(Mouse|Pointer)(Enter|Over)$/.test(k) && typeof x[m][k] === 'function')) found.add(x);
      }
    } else {
      for (const f of functions) {
        const code = Function.prototype.toString.call(f);
        if (code.length < 5000) for (const m of code.matchAll(/\.(?:closest|matches)\(\s*(['"\x60])([^'"\x60]{1,80})\1/g)) find(m[2]);
      }
    }
    if (found.size && from !== document) put.call(from, 'data-nears', 'outer'); // not for itself
    for (const x of found) put.call(x, 'data-nears', '');
  };
  document.addEventListener('govaudit-near', () => {
    for (const [e, functions] of hoverers) { try { near(e, functions); } catch (x) {} }
  });`
