package browser

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// document is what is read of a page.
type document struct {
	HTML   string   `json:"html"`
	Cut    bool     `json:"cut"`
	URL    string   `json:"url"`
	Broke  bool     `json:"broke"`
	Met    []Way    `json:"met"`
	Frames []string `json:"frames"`
}

// tools are what is run in a page beside its own scripts: they see the page as a
// reader does, parts that stand in shadow trees and in frames without an address
// included. They are kept in the page from one use to the next.
const tools = `globalThis.govaudit ??= (() => {
  const mostNodes = 200000, mostRows = 4000, mostRow = 20000, mostKept = 4e6; // of rows: characters of one, and of all
  let hears = false; // what its frames tell it
  // A frame without an address of its own is written by the page and part of it; so is one
  // that tells the page where to go.
  const within = e => {
    if (e.localName !== 'iframe') return null;
    const src = (e.getAttribute('src') || '').trim().toLowerCase();
    if (!e.hasAttribute('srcdoc') && src && !src.startsWith('about:') && !src.startsWith('javascript:') && !src.startsWith('blob:') && !hears) return null;
    try { return e.contentDocument && e.contentDocument.body; } catch (x) { return null; }
  };
  const roots = () => {
    const found = [document];
    for (let i = 0; i < found.length && found.length < 300; i++) {
      for (const e of found[i].querySelectorAll('*')) {
        const inner = e.shadowRoot || within(e);
        if (inner) found.push(inner);
      }
    }
    return found;
  };
  const all = selector => roots().flatMap(r => [...r.querySelectorAll(selector)]);

  // flat copies a page with what stands in shadow trees and such frames in place.
  const flat = () => {
    const inert = document.implementation.createHTMLDocument('');
    let left = mostNodes;
    const copy = (n, inFrame) => {
      if (left-- < 0) return null;
      const frame = n.nodeType === 1 && within(n);
      const to = frame ? inert.createElement('div') : inert.importNode(n, false);
      if (inFrame && n.nodeType === 1 && n.hasAttribute('href') && typeof n.href === 'string') to.setAttribute('href', n.href);
      const parts = frame ? frame.childNodes : n.shadowRoot ? n.shadowRoot.childNodes
        : n.localName === 'slot' && n.assignedNodes && n.assignedNodes().length ? n.assignedNodes() : n.childNodes;
      for (const c of parts) { const k = copy(c, inFrame || !!frame); if (k) to.appendChild(k); }
      return to;
    };
    return copy(document.documentElement, false);
  };

  const trim = s => (s || '').replace(/\s+/g, ' ').trim();
  const path = 'a[href],area[href],[onclick]';
  const spot = e => {
    let s = '@';
    for (let n = e, i = 0; n && i < 60; i++) {
      const in_ = n.parentNode;
      s += (in_ && in_.children ? [...in_.children].indexOf(n) : 0) + '.';
      n = n.parentElement || in_ && in_.host || null;
    }
    return s;
  };
  // A way to a document is known by where it leads, a way by script by its words too, and
  // those of its row where others are called the same; one called 更多 of which nothing else is known, by where it stands: each box has its own.
  const common = /更多|更早|详[情细]|查看|全文|阅读|点击|[上下]一|more|detail/i;
  const key = w => {
    const h = trim(w.getAttribute('href')), click = w.getAttribute('onclick') || '', to = h + '\n' + click;
    if (h !== '' && !/^(javascript:|#(?![!/]))/i.test(h)) return to;
    const words = trim(said(w)).slice(0, 200);
    const own = click || /^javascript:.*\w\s*\(/i.test(h) || onwards.test(words) ? '' : beside(w, words);
    return to + '\n' + own + words + (!own && words.length <= 12 && !click && !/^javascript:.*\w\s*\(/i.test(h) && common.test(words) && !onwards.test(words) ? spot(w) : '');
  };
  const rowOf = w => {
    const near = w.closest('li,tr,dd,article');
    if (near && near.querySelectorAll(path).length <= 4) return near;
    let e = w;
    while (e.parentElement && e.parentElement.localName !== 'body' && e.parentElement.querySelectorAll(path).length === 1) e = e.parentElement;
    return e;
  };
  const seen = new Map(); // of ways to documents: where their rows stood
  let size = 0, broke = false;
` + viewsOnly + formsOnly + besideOnly + listeningOnly + slidingOnly + calmOnly + `
  // collect remembers the rows that are there and tells how many are new.
  const collect = () => {
    let fresh = 0;
    for (const w of [...all(path), ...listening()]) {
      const k = key(w);
      if (seen.has(k)) continue;
      if (seen.size >= mostRows) {
        pass(anyLook, k, caption(w));
        continue;
      }
      fresh++;
      let row = rowOf(w), html = row.outerHTML;
      if (html.length > mostRow) html = (row = w).outerHTML;
      const keep = html.length <= mostRow && size + html.length < mostKept;
      if (keep) size += html.length;
      seen.set(k, keep ? {html, parent: row.parentNode, words: caption(w), look: look(w)} : null);
    }
    return fresh;
  };
  const restored = new WeakSet();
  const ours = e => { for (let n = 0; e && n < 8; e = e.parentElement, n++) if (restored.has(e)) return true; return false; };
  // What is put back does not bear a name that something else has by now: the page's own
  // scripts look for that.
  const unname = e => {
    for (const x of [e, ...e.querySelectorAll('[id]')]) if (x.id && document.querySelectorAll('#' + CSS.escape(x.id)).length > 1) x.removeAttribute('id');
  };
  // restore puts back the rows that later ones took the place of; where they are to be
  // pressed, only such as say themselves what that does.
  const restore = pressed => {
    const there = new Set([...all(path), ...listening()].map(key));
    for (const [k, row] of seen) {
      if (!row || there.has(k) || pressed && k.startsWith('\n\n')) continue;
      let at = row.parent;
      if (!at || !at.isConnected) at = document.body;
      if (!at) continue;
      const html = /^<t[rdh]\b/i.test(row.html) && !/^(table|t\w+)$/.test(at.localName) ? '<table>' + row.html + '</table>' : row.html; // else only its words stay
      const had = at.children ? at.children.length : 0;
      if (at.insertAdjacentHTML) {
        at.insertAdjacentHTML('beforeend', html);
        for (const e of [...at.children].slice(had)) { restored.add(e); unname(e); }
      } else { const t = document.createElement('template'); t.innerHTML = html; at.appendChild(t.content); }
      for (const w of at.querySelectorAll(path)) there.add(key(w));
    }
  };

  const onwards = /^[\s<>«»‹›→▼↓+…．.\[\]()（）【】]*((点击|上拉|下拉|滑动|点此)?(加载|查看|显示|展开|浏览)更多.{0,6}|点击更多|下一?页|后一?页|下一頁|load more|show more|next( page)?)[\s<>«»‹›→▼↓+…．.\[\]()（）【】]*$/i;
  const marked = /(^|[\s_-])(btn-next|pagination-next|page-next|next-page|nextpage|load-?more|laypage-next|flow-more)([\s_-]|$)/i;
  const off = '[disabled],[aria-disabled="true"],.disabled,.is-disabled,.layui-disabled,.layui-laypage-disabled,.ant-pagination-disabled,.no-more,.nomore';
  const plain = e => { // a link the caller can follow by itself
    const a = e.closest('a[href]');
    if (!a) return false;
    const h = a.getAttribute('href').trim();
    if (/^#[^!\/]/.test(h)) return !opensPart(a);
    return h !== '' && h !== '#' && !/^(javascript:|#+$)/i.test(h);
  };
  // opensPart reports a link to a place of its own page that does more than lead there, as
  // the heads of folding parts and of tabs do.
  const opensPart = a => listens.has(a) || turnsTo(a) || a.hasAttribute('onclick') || whole(a) && a.matches('[role=tab],[role=button],[aria-controls],[aria-expanded],[data-toggle],[data-bs-toggle]');
  const visible = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
  const usable = e => visible(e) && !plain(e) && !e.closest(off) && !e.disabled;
  const named = e => {
    const t = trim(e.textContent) || trim(e.value);
    return t.length <= 24 && (/[\p{L}\p{N}]/u.test(t) ? onwards.test(t) : onwards.test(trim(e.title || e.alt)) || onwards.test(trim(e.getAttribute('aria-label'))) || marked.test(String(e.className && e.className.baseVal !== undefined ? e.className.baseVal : e.className)));
  };
  // backwards reports the button of a pager that leads to rows which were seen before.
  const backwards = e => /^(上一?页|前一页|prev(ious)?( page)?)$/i.test(trim(e.title || e.getAttribute('aria-label'))) || /(^|[\s_-])(btn-prev|pagination-prev|page-prev|prev-page|laypage-prev)([\s_-]|$)/i.test(e.getAttribute('class') || '');
  // What came to its end is left alone, where it stands: another list of the page has a
  // pager of its own.
  const spent = new Set(), unrolled = new WeakSet();
  let turner = '', atFirst = '', pagerRow = null, covered = [];
  const shown = () => all(path).map(key).join('\n');
  const next = () => {
    let best = null;
    for (const e of all('a,button,span,div,li,input,p,td,em,i,b,strong,font,section,img')) {
      if (e.childElementCount > 3 || e.localName === 'input' && !/^(button|submit|image)$/i.test(e.type) || !named(e) || !usable(e) || linked(e) || chosen(e) || ours(e) || spent.has(spot(e))) continue;
      if (!best || best.contains(e)) best = e; // the innermost of the first
    }
    return best;
  };
  // chosen reports an entry of a pager that has a list of its pages beside it, each of
  // which is led to by its number.
  const chosen = e => {
    for (let i = 0, up = e.parentElement; i < 2 && up; i++, up = up.parentElement) {
      const list = [...up.querySelectorAll('select[onchange*="location"]')].some(s => s.options.length > 1 && [...s.options].every((o, i) => o.value === String(i + 1)));
      if (list) return true;
    }
    return false;
  };
  const linked = e => plain(e) || [...e.querySelectorAll('a[href]')].some(plain);
  const waits = e => e.localName === 'a' || !!e.querySelector('a') || !!e.closest('[onclick]') || !!e.querySelector('[onclick]') || listens.has(e);
  const numbers = e => [...e.children].filter(c => /^\d{1,4}$/.test(trim(c.textContent)));
  // number finds the entry of a pager of mere numbers that is called n. In a pager whose
  // others lead somewhere the one that does not is that of the page itself.
  const number = n => {
    for (const e of all('a,button,span,li,em,b,i,strong,font,label,p,div,td')) {
      if (trim(e.textContent) !== String(n) || e.childElementCount > 1 || !usable(e) || ours(e)) continue;
      let row = e;
      while (row.parentElement && trim(row.parentElement.textContent) === String(n)) row = row.parentElement;
      row = row.parentElement;
      if (!row || row.childElementCount > 40 || row.closest('table.calendar,.calendar')) continue;
      if (linked(e) || chosen(e) || !waits(e) && numbers(row).some(waits) || spent.has(spot(row))) continue;
      const names = [...row.children].map(c => trim(c.textContent));
      if (!names.includes('1') || !names.includes(String(n - 1)) || names.some(x => /^(日|一|二|三|四|五|六)$/.test(x))) continue;
      let inner = e; // what is pressed inside is heard outside, too
      while (inner.childElementCount === 1 && trim(inner.firstElementChild.textContent) === String(n)) inner = inner.firstElementChild;
      return {e: inner, row};
    }
    return null;
  };
` + choosingOnly + waysOnly + tellingOnly + `
  const pulls = () => /(上拉|下拉|滑动|滚动|拉到底部).{0,8}(加载|更多|查看)/.test(document.body ? document.body.textContent.slice(-20000) : '');
  // alone reports the button of a pager that listens, and has one number only or stands at
  // the last of them.
  const current = e => /(^|[\s_-])(cur|curr|current|active|on|selected|this|now)([\s_-]|$)/i.test(e.getAttribute('class') || '') || !!e.getAttribute('aria-current');
  const alone = e => {
    let heard = false;
    for (let up = e; up && !heard; up = up.parentElement) heard = listens.has(up) || up.hasAttribute('onclick');
    if (!heard) return false;
    for (let i = 0; i < 2 && e && e.parentElement; e = e.parentElement) {
      const list = numbers(e.parentElement), last = list[list.length - 1], others = list.slice(0, -1);
      if (list.length === 1 && trim(last.textContent) === '1') return true;
      if (list.length === 1 && trim(e.parentElement.textContent) === trim(last.textContent)) continue; // one number and what holds it
      if (list.length) return others.length > 0 && current(last) && !others.some(current);
      i++;
    }
    return false;
  };
  // final reports the button of a pager that says beside it that its last page is shown:
  // 4/4, 共4页 第4页.
  const final = e => {
    for (let i = 0; i < 3 && e && e !== document.body; i++, e = e.parentElement) {
      let words = '';
      for (const next of ['previousSibling', 'nextSibling']) {
        for (let n = e[next], k = 0; n && k < 8; n = n[next], k++) {
          if (n.localName === 'script' || n.nodeType === 10 || n.textContent.length > 60) continue;
          words = next === 'nextSibling' ? words + ' ' + n.textContent : n.textContent + ' ' + words;
        }
      }
      const m = /(?:^|[^\d\/.-])(\d{1,5})\s*\/\s*(\d{1,5})(?![\d\/.-])/.exec(words) || /第\s*(\d+)\s*页\D{0,6}共\s*(\d+)\s*页/.exec(words) || /共\s*(\d+)\s*页\D{0,6}第\s*(\d+)\s*页/.exec(words);
      if (m) return m[1] === m[2];
    }
    return false;
  };
  // complete reports a list that says how many rows it has, and shows as many.
  const complete = () => {
    const told = /共\s*[有计]?\s*(\d{1,6})\s*[条项篇件个]/.exec(document.body ? document.body.textContent.slice(0, 200000) : '');
    if (!told || told[1] === '0') return false;
    const rows = new Set([...all(path), ...listening()].filter(e => [...caption(e)].length >= 2).map(e => e.closest('li,tr,dd')));
    rows.delete(null);
    return rows.size >= +told[1];
  };
  const single = () => /共\s*1\s*页|第?\s*1\s*\/\s*1\s*页?/.test(document.body ? document.body.textContent.slice(0, 200000) : '');
  return {
    collect, restore, list, press, went, later, forth, come, returned, revert, astray: () => astray() ? goes.get(mover.k) : '', unknown, lost, know, remember, touch, calm, asleep,
    // turn presses what a list goes on by. Code written into a link is told, not run:
    // it belongs among the page's own scripts.
    turn(n) {
      covered = [];
      hold();
      const button = next(), numbered = button ? null : number(n + 2), e = button || numbered && numbered.e;
      if (!e || n === 0 && single()) return {found: false};
      turner = spot(pagerRow = numbered ? numbered.row : e);
      covered = all(path).filter(w => w.getClientRects().length === 0).slice(0, mostRows);
      if (n === 0) atFirst = shown();
      const words = trim(e.textContent || e.value || e.title).slice(0, 24);
      const stands = final(e);
      const a = e.closest('a[href]'), h = a ? a.getAttribute('href').trim() : '';
      if (/^javascript:/i.test(h)) {
        const stop = x => x.preventDefault();
        window.addEventListener('click', stop);
        e.click();
        window.removeEventListener('click', stop);
        return {found: true, words, code: h.slice(11, 4000), pager: true, number: !!numbered, alone: stands || alone(e)};
      }
      e.click();
      return {found: true, words, pager: !/更多|more/i.test(words), number: !!numbered, alone: stands || alone(e) || n === 0 && complete()};
    },
    // uncovers reports a pager that only shows other rows of a list which is there: 1, and 2
    // where the list has rows for all the numbers of the pager.
    uncovers() {
      const w = covered.find(w => w.isConnected && w.getClientRects().length > 0);
      if (!w) return 0;
      const row = rowOf(w), list = row.parentElement ? [...row.parentElement.children].filter(e => e.localName === row.localName) : [];
      let last = 0;
      for (let i = 0, up = pagerRow; i < 3 && up && !last; i++, up = up.parentElement) last = Math.max(0, ...numbers(up).map(e => +trim(e.textContent)));
      return last > 0 && list.length > list.filter(e => e.getClientRects().length > 0).length * (last - 1) ? 2 : 1;
    },
    // spend leaves the pager that was turned, and tells whether there is another one.
    spend() {
      spent.add(turner);
      return next() || number(2) ? 1 : 0;
    },
    // renew has pagers tried again: the list they belong to is another one now.
    renew() {
      const n = spent.size;
      spent.clear();
      return n;
    },
    // anew reports that the page shows what it did before its pager was turned.
    anew: () => shown() === atFirst ? 1 : 0,
    // scroll goes to the end of the page and tells whether there was any way to go. From
    // its end it goes up and down again: what waits there for its reader is seen anew.
    async scroll() {
      const from = window.scrollY;
      if (from > 0) {
        window.scrollTo(0, 0);
        await new Promise(r => { requestAnimationFrame(() => setTimeout(r, 0)); setTimeout(r, 300); });
        window.scrollTo(0, document.documentElement.scrollHeight);
        window.dispatchEvent(new Event('scroll'));
        return 1;
      }
      window.scrollTo(0, document.documentElement.scrollHeight);
      if (window.scrollY === from && !pulls()) return 0; // a short page may wait for the try
      window.dispatchEvent(new Event('scroll'));
      return 1;
    },
    // parsed are the data that the page took apart since it was asked last.
    parsed() {
      const out = [], take = e => { if (typeof e.detail === 'string') out.push(e.detail); };
      document.addEventListener('govaudit-data', take);
      document.dispatchEvent(new Event('govaudit-parsed'));
      document.removeEventListener('govaudit-data', take);
      return out;
    },
    // unroll scrolls on what has a bar of its own and holds rows, and tells how many came: a
    // list may draw those only that can be seen.
    async unroll() {
      const scrolls = e => e.scrollHeight > e.clientHeight + 40 && e.clientHeight > 60 && /auto|scroll/.test(getComputedStyle(e).overflowY);
      const kind = e => /^(div|ul|section|main|tbody|article)$|-/.test(e.localName), rows = e => [...e.querySelectorAll('*')].filter(x => x.matches('a[href],li,tr,[onclick]') || listens.has(x));
      gather();
      const box = all('*').find(e => kind(e) && scrolls(e) && !unrolled.has(e) && rows(e).length > 2);
      if (!box) return {found: false};
      const root = document.documentElement, from = box.scrollTop;
      root.setAttribute('data-pressed', '');
      box.scrollTop = from + Math.max(box.clientHeight * 0.8, 40);
      await new Promise(r => { requestAnimationFrame(() => setTimeout(r, 30)); setTimeout(r, 300); });
      const asked = root.hasAttribute('data-asked');
      ['data-opened', 'data-pressed', 'data-asked', 'data-unframed'].forEach(n => root.removeAttribute(n));
      if (box.scrollTop <= from) unrolled.add(box);
      return {found: true, asked, fresh: collect()};
    },
    where: () => here().slice(0, 4096),
    release,
    part: () => ({met: met(), to: [...new Set(goes.values())], waits: queue.filter(w => !goes.has(w.k) && !named(w.e)).length}),
    read(most, turned) {
      gather();
      const frames = hears ? all('iframe[src]').filter(within).map(e => e.src).slice(0, 20) : [];
      if (turned) restore(); else collect();
      tell();
      let root = document.documentElement;
      if (root && root.hasAttribute('data-script-failed')) {
        broke = true;
        root.removeAttribute('data-script-failed');
      }
      if (root && roots().length > 1) root = flat() || root;
      const html = (document.doctype ? '<!DOCTYPE html>' : '') + (root ? root.outerHTML : '');
      return {html: html.slice(0, most), cut: html.length > most, url: location.href.slice(0, 4096), broke, met: met(), frames};
    },
  };
})();`

// read reads the document as it stands. What a page that was turned showed before is
// put back first.
func (t *tab) read(ctx context.Context, turned bool) (*View, error) {
	d, err := use[document](ctx, t, fmt.Sprintf("read(%d, %t)", t.page.Max, turned))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	if low := strings.ToLower(d.URL); !strings.HasPrefix(low, "http://") && !strings.HasPrefix(low, "https://") {
		return nil, errElsewhere
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return &View{HTML: d.HTML, Cut: d.Cut, URL: d.URL, Posts: slices.Clone(t.posts), Refused: slices.Clone(t.refused), Leads: slices.Clone(t.leads), More: t.overflow, Broke: d.Broke, Met: d.Met, Frames: d.Frames}, nil
}
