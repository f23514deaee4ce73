package browser

// listeningOnly is the part of the tools that finds what listens for clicks without
// saying so: rows of script applications, entries of trees, marks of pagers.
const listeningOnly = `
  const speakers = 'a:not([href]),li,tr,td,dd,dt,span,div,p,h2,h3,h4,h5,em,strong,b,section,article,button,i,font,label,input[type=button],input[type=submit],input[type=image]';
  const busy = 'a[href],[onclick]', fields = 'textarea,select,input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=image])', holds = 'a[href],[onclick],input,select,ul,table';
  const mostHeard = 300, mostIcons = 200, mostNear = 200;
  const listens = new WeakMap(), nears = new WeakSet();
  // filled reports what stands in a form that is there to be filled in. Some servers wrap
  // a form around all of a page: it holds most of the words.
  let forms = new WeakMap();
  const filled = e => {
    const form = e.closest('form');
    if (!form) return false;
    if (!forms.has(form)) {
      const part = form.innerText.length * 2 < document.body.innerText.length;
      forms.set(form, !!form.querySelector('textarea,input[type=password]') || part && !!form.querySelector(fields));
    }
    return forms.get(form);
  };
  const wholes = new Set(); // the documents in which something listens for whatever is clicked
  const whole = e => wholes.has(e.ownerDocument);
  const gather = () => {
    forms = new WeakMap();
    const top = document.documentElement;
    if (top && (top.hasAttribute('data-views') || document.body && document.body.hasAttribute('onhashchange'))) { views = true; top.removeAttribute('data-views'); }
    if (top && top.hasAttribute('data-hears')) { hears = true; top.removeAttribute('data-hears'); }
    const documents = new Set(roots().map(r => r.ownerDocument || r));
    for (const d of documents) d.dispatchEvent(new Event('govaudit-gather'));
    for (const e of all('[data-listens]')) {
      const kind = e.getAttribute('data-listens');
      if (kind === 'outer') listens.delete(e);
      else if (kind !== 'within' || !listens.has(e)) listens.set(e, kind || listens.get(e) || '');
      e.removeAttribute('data-listens');
    }
    for (const e of all('[data-nears]')) {
      if (e.getAttribute('data-nears') === 'outer') nears.delete(e); else nears.add(e);
      e.removeAttribute('data-nears');
    }
    for (const d of documents) {
      const root = d.documentElement;
      if (root && root.hasAttribute('data-listens-whole')) { wholes.add(d); root.removeAttribute('data-listens-whole'); }
    }
  };
  const gatherNear = () => {
    for (const d of new Set(roots().map(r => r.ownerDocument || r))) d.dispatchEvent(new Event('govaudit-near'));
    gather();
  };
  // twice reports what is opened by a second click, as the branches of trees are.
  const twice = e => heard(e, 'twice');
  const heard = (e, kind) => {
    for (let n = 0; e && n < 30; e = e.parentElement, n++) if (listens.get(e) === kind) return true;
    return false;
  };
  // spoken are the elements that may say what they lead to; those of a page's own making if
  // they listen.
  const spoken = () => [...all(speakers), ...all('*').filter(e => e.localName.includes('-') && listens.has(e))];
  const speaks = e => [...e.childNodes].some(c => c.nodeType === 3 && /[\u4e00-\u9fff].*[\u4e00-\u9fff]/.test(c.data));
  // sends reports a button that by itself sends a form by GET, of which its reader chooses
  // and fills in nothing, or shows another part of the page: it does so without any script.
  const sends = e => {
    if (e.localName !== 'button' && e.localName !== 'input') return false;
    if (e.hasAttribute('popovertarget') || e.hasAttribute('commandfor')) return true;
    if (!/^(submit|image)$/.test(e.type) || !e.form || e.form.matches('[action^="javascript:" i]')) return false;
    return !/post|dialog/i.test(e.getAttribute('formmethod') || e.form.getAttribute('method')) && ![...e.form.elements].some(x => x.matches(fields));
  };
  // text is what a reader reads in an element, in its shadow tree where it has one.
  const text = e => {
    if (!e.shadowRoot) return e.textContent;
    return [...e.shadowRoot.children].filter(c => !/^(style|script|link)$/.test(c.localName)).map(text).join(' ') || e.textContent;
  };
  const said = e => e.localName === 'input' ? trim(e.value) : text(e);
  const year = /^(19[89]|20[0-4])\d$/; // what lists of years are called
  const listening = () => {
    gather();
    const out = [];
    for (const e of spoken()) {
      const text = said(e);
      if (text.length < 2 || text.length > 400 || !/[\u4e00-\u9fff]/.test(text) && !year.test(trim(text))) continue;
      if (e.closest(busy) || e.querySelector(holds) || filled(e)) continue;
      let of = listens.has(e) && listens.get(e) !== 'root' || sends(e) ? e : null, above = of;
      if (!of && e.childElementCount === 0) { // one of those that something above listens for
        for (let up = e.parentElement, n = 0; up && n < 30 && !of; up = up.parentElement, n++) if (listens.has(up)) of = up;
        above = of; // it is pressed itself
        if (of && listens.get(of) !== 'root' && !of.querySelector('li,tr,dd') && of.querySelectorAll('span,p,div').length < 3) of = null;
      }
      if (!above && whole(e) && text.length <= 120 && speaks(e)) of = e;
      if (!of || e.getClientRects().length === 0) continue;
      // What says the same within something that listens, and listens too, is what is meant:
      // a press on it reaches both.
      const outer = out[out.length - 1];
      if (outer && listens.has(e) && outer.contains(e) && key(outer) === key(e)) {
        out[out.length - 1] = e;
        continue;
      }
      if (out.length >= mostHeard) {
        pass(look(e), key(e), caption(e));
        break;
      }
      out.push(e);
    }
    return out;
  };
  // opener reports the mark before the words of a row that alone can be pressed: it opens
  // a branch of a tree.
  const opener = (e, row) => listens.has(e) && ![row, ...row.querySelectorAll('*')].some(x => x !== e && !e.contains(x) && (listens.has(x) || x.matches(path)));
  // shut reports a mark that says by its name, or to those who cannot see it, that it opens
  // a branch: the words beside it may listen for something else.
  const shut = e => {
    if (e.getAttribute('aria-expanded') === 'false' || /^\s*([+＋▶►▸⊞]|\[\+\])\s*$/.test(e.textContent)) return true;
    const of = e.closest('[role=treeitem]'), name = e.getAttribute('class') || '';
    if (!/(^|[\s_-])(switch(er)?|hit(area)?|expand(er)?|unfold|fold|toggle|caret|twist(y|ie)?|ocl|(tree|expand|folder)-?(icon|arrow))([\s_-]|$)/i.test(name)) return false;
    if (of && of.hasAttribute('aria-expanded')) return of.getAttribute('aria-expanded') === 'false';
    return !/(^|[\s_-])(open(ed)?|expanded|active|noop|leaf|docu)([\s_-]|$)/i.test(name);
  };
  // icons are what listens and says nothing: arrows, dots, crosses.
  const icons = () => {
    const out = [];
    for (const e of all('li,span,div,i,em,b,button,svg,img,td,p,label')) {
      const text = (e.textContent || '').trim();
      if (text.length > 2 || /[\u4e00-\u9fff\d]/.test(text) || e.getClientRects().length === 0) continue;
      if (!listens.has(e) && !(hearing(e) && slides(e)) && !(whole(e) && text && e.childElementCount === 0 && e.parentElement && e.parentElement.childElementCount < 40)) continue;
      if (e.closest(busy + ',[disabled],.disabled') || e.querySelector(holds + ',iframe,video,canvas') || filled(e)) continue;
      const of = e.closest('li,tr,dd,dt') || e.parentElement; // beside words it is part of a row: what opens a branch
      if (of && /[\u4e00-\u9fff]/.test(of.textContent) && (of !== e.parentElement || of.localName === 'li' || of.textContent.length < 60) && !shut(e) && !opener(e, of) && !slides(e)) continue;
      if (!shut(e) && parts(e.getAttribute('class') || '').some(w => /^(close|share|search|login|(go|back|to)?top|qr|qrcode|play|mute|zoom|weixin|wechat|weibo|print)$/i.test(w))) continue;
      if (out.length >= mostIcons) {
        pass(look(e), '', '');
        break;
      }
      out.push(e);
    }
    return out;
  };
  // touch lets the pointer come near the n-th of what waits for it, and tells what that
  // did. Of parts that take each other's place each is seen by itself; what only opens
  // when the pointer has stayed a while is seen in the end.
  let near = null, stayed = false, rowsNear = false, early = null; // what was there before it came near anything
  // known reports what holds an entry that was met in the same place of other pages.
  const known = e => alike.size > 0 && [e, ...e.querySelectorAll(speakers)].slice(0, 60).some(x => alike.has(key(x) + '\n' + spot(x)));
  // nearing are the elements that wait for the pointer. Those whose code says the same do
  // the same to themselves, as rows do that change their colour.
  const nearing = () => {
    const same = new Map();
    return all('*').filter(e => {
      if (e.getClientRects().length === 0) return false;
      if (nears.has(e)) return true;
      const code = e.getAttribute('onmouseover') || e.getAttribute('onmouseenter') || '';
      if (!/[\w$]\s*\(/.test(code) || /^\s*(MM_swapImage|window\.status|this\.(style|className|bgColor))\b/.test(code)) return false;
      same.set(code, (same.get(code) || 0) + 1);
      return same.get(code) <= 3;
    });
  };
  const point = e => {
    for (const type of ['pointerover', 'pointerenter']) e.dispatchEvent(new PointerEvent(type, {bubbles: type.endsWith('over')}));
    for (const type of ['mouseover', 'mouseenter']) e.dispatchEvent(new MouseEvent(type, {bubbles: type.endsWith('over')}));
  };
  const hovers = new Map(); // what showed further entries when the pointer came near it, as something that can be pressed
  const hover = e => {
    const k = '\n\n~' + spot(e);
    if (!hovers.has(k)) hovers.set(k, {k, e, hover: true, soft: true, words: '', says: caption(e).slice(0, 60), look: '~'});
    return hovers.get(k);
  };
  const touch = async n => {
    last = null;
    if (!near) { gatherNear(); early = new Set(seen.keys()); near = nearing(); }
    if (n === mostNear && near[n] && rowsNear) pass(anyLook, '', caption(near[n]));
    const e = n < mostNear ? near[n] : null, root = document.documentElement;
    if (!e && (stayed || n === 0 || near.every(known))) return {found: false};
    root.setAttribute('data-pressed', '');
    if (e) {
      point(e);
      for (let k = 0; k < 2; k++) await new Promise(r => setTimeout(r, 0));
    } else {
      stayed = true;
      if (stirs()[0] !== '0') await new Promise(r => setTimeout(r, 350));
    }
    const asked = root.hasAttribute('data-asked'), to = root.getAttribute('data-opened');
    if (e && to && good(to)) goes.set(e.matches(path) || e.querySelector(path) ? hover(e).k : key(e), to);
    ['data-opened', 'data-pressed', 'data-asked', 'data-unframed'].forEach(n => root.removeAttribute(n));
    const fresh = collect();
    rowsNear = rowsNear || fresh > 0;
    if (e && fresh > 0) last = hover(e); // they may be gone once the pointer is elsewhere
    return {found: true, asked, fresh};
  };`
