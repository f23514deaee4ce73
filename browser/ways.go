package browser

import "github.com/govaudit/govaudit/internal/errand"

// waysOnly is the part of the tools that finds where a script would take a reader who
// presses something: javascript:showList('12'), onclick="openInfo(7)", a list of years.
// What is pressed does not leave the page: where it would have gone is written into
// the document in its place.
const waysOnly = `
  const mostWays = 400, mostOptions = 120, mostPairs = 100, mostRadios = 200;
  const nothing = /^(javascript:[\s;]*(void\s*\(?\s*['"]?\d*['"]?\s*\)?)?[\s;]*|#*)$/i;
  const errandWords = /` + errand.Words + `/g, errandFillers = /` + errand.Fillers + `/g;
  const errand = words => {
    const all = words.slice(0, 200).toLowerCase(), left = all.replace(errandWords, ' ');
    return left !== all && !/[\u4e00-\u9fffa-z]/.test(left.replace(errandFillers, ' '));
  };
  const parts = name => name.match(/[A-Z]?[a-z]+|[A-Z]{2,}/g) || []; // goTop: go, Top
  // gadget reports code that calls what leads nowhere: words of it, not parts of them, as
  // catalogInfo has login in it.
  const gadget = code => /\bprint\s*\(|\.close\s*\(|history\.|external\.|scroll_?to\b|go_?top|home_?page|font_?size|set_?font|favorite/i.test(code) ||
    parts(code).some(w => /^(zoom|share|(do|to|go|user|sys)?log(in|out)|captcha)$/i.test(w));
  const ways = [], listed = new Set(), goes = new Map();
  // What is not pressed, as there is too much of it, by its look: one of each, as long as
  // it is not known where it leads.
  const passed = new Map(), anyLook = '*';
  const pass = (look, k, words) => { if (!passed.has(look) || goes.has(passed.get(look).k)) passed.set(look, {k, words}); };
  const coded = 'a,area,[onclick],[onmousedown],[onmouseup],[ondblclick]';
  const caption = e => trim(text(e)) || trim(e.value) || trim(e.title) || trim(e.getAttribute('alt'));
  // How many rows a page of a list has is chosen there: it brings no others.
  const sizes = e => {
    const n = [...e.options].map(o => trim(o.textContent).match(/^(?:每页)?\s*(\d+)\s*[条行项]?\s*(?:\/\s*页|每页|\/\s*page)?$/i));
    return n.length > 1 && n.every(m => m && m[1] > 0 && m[1] % 5 === 0) && new Set(n.map(m => m[1])).size === n.length;
  };
  const going = /^(进入|查看|跳转|转到|前往|浏览|打开|确定|go)[\s>»›！!]*$/i;
  // goer is the button beside a choice that leads to what was chosen; of several choices
  // in a row it stands with the last. Within a form that is sent by POST it is one that
  // does not send it.
  const goer = s => {
    const posts = !!s.form && /post/i.test(s.form.getAttribute('method') || '');
    if (s.form && (posts || s.form.querySelector('textarea,input[type=text],input[type=search],input[type=password],input:not([type])')) && filled(s)) return null;
    for (let i = 0, up = s.parentElement; i < 2 && up; i++, up = up.parentElement) {
      if (up.childElementCount > 40) return null;
      const b = [...up.querySelectorAll('button,input[type=button],input[type=submit],input[type=image],a,img,span')].find(e => going.test(caption(e)) && !plain(e) && visible(e) && !(posts && /^(submit|image)$/.test(e.type)) && s.compareDocumentPosition(e) & 4);
      if (b) return [...up.querySelectorAll('select')].some(o => s.compareDocumentPosition(o) & 4 && o.compareDocumentPosition(b) & 4) ? null : b;
    }
    return null;
  };
  let heeding = false, pressing = false, turning = true, destination = '', home = '', last = null;
  let queue = []; // of ways, the next first
  let around = [], steady = null, stood = null, mover = null; // what there was to press, and the page, when the last one was pressed; it, if it led to another view
  let aways = 0; // how often something led to another view
  const pagers = new Set(); // icons that brought rows
  const doers = new Set(); // looks of what does something to the page
  const askers = new Set(); // looks of what asks for something and leads nowhere
  const readers = new Map(); // of rows among them: whether they show something beside their list, which stays
  const vain = new Map(); // by the look of what listens: how often in a row pressing it did nothing
  const look = e => e.localName + '.' + e.className + '<' + (e.parentElement ? e.parentElement.className : '');
  // heading reports the head of a branch of a tree whose entries are shown: pressed, it
  // may take them away, so they come before it.
  const heading = e => {
    const of = e.closest('li,[role=treeitem]');
    return !!of && [...of.querySelectorAll('li,[role=treeitem]')].slice(0, 40).some(visible);
  };
  const row = w => [...w.says].length >= 9;
  // What stood in the same place of other pages of the site, and where it led there: the
  // menus of a site are pressed once. What is called 更多 leads elsewhere on each page.
  const alike = new Map();
  const met = () => ways.filter(w => w.pressed && w.id && goes.has(w.k)).slice(0, 300).map(w => ({key: w.id, to: goes.get(w.k)}));
  // What a script makes of the page when something is pressed, seen at once.
  let changed = false, grown = false, dirty = true; // dirty: since it was copied last
  const saw = list => { dirty = dirty || list.length > 0; changed = changed || list.length > 0; grown = grown || list.some(m => m.addedNodes.length > 0); };
  const watcher = new MutationObserver(saw), watched = new WeakSet();
  const watch = () => {
    for (const r of roots()) {
      if (watched.has(r)) continue;
      watched.add(r);
      watcher.observe(r, {childList: true, subtree: true, attributes: true, attributeFilter: ['class', 'style', 'hidden']});
    }
  };
  // Two choices side by side, of a column and of a year, show what both say: neither tells
  // of all rows. With 全部 chosen in one, the other is enough.
  const every = /^[\s\-—=<>【】]*$|全部|所有|不限|请?选择|年份$|^-+/;
  const both = (a, b, i, add, then) => {
    const said = e => trim(e.options[e.selectedIndex] ? e.options[e.selectedIndex].textContent : '');
    if (!then && (every.test(said(a)) || every.test(said(b)))) return;
    if (a.options.length * b.options.length > mostPairs) return pass(look(b), '', said(b));
    for (let j = 0; j < a.options.length; j++) {
      if (j === a.selectedIndex || (then ? a.options[j].value === '' : every.test(trim(a.options[j].textContent)))) continue;
      add(key(a) + '\n' + a.options[j].value + '\n' + key(b) + '\n' + b.options[i].value, {e: b, option: i, entry: b.options[i], was: b.selectedIndex, beside: a, at: j, began: a.selectedIndex, alone: then ? '' : key(a) + '\n' + a.options[j].value, then});
    }
  };
  const steps = /^[\s>»›]*(下一步|继续|next( step)?)[\s>»›]*$/i, mostSteps = 12; // of something told in parts
  const spans = /^[\s<>«»‹›◀▶]*[上下前后][一1]?[个個]?[年月周期季][\s<>«»‹›◀▶]*$/; // of a calendar, each in the place of the one before
  // list finds further things to press and tells how many wait. What came with the last
  // one is pressed before what was there before, as it may be gone after that: its rows
  // first, which only lead on, then what brought them once more, as long as more come,
  // and marks of pagers before the words of menus.
  const list = (turned, fresh) => {
    if (turned) restore(true); // rows of other pages lead where their code says, too
    watch();
    const added = [];
    const add = (k, way) => {
      if (listed.has(k)) return;
      if (ways.length >= mostWays) return pass(look(way.e), k, caption(way.entry || way.e));
      listed.add(k);
      Object.assign(way, {k, words: way.option === undefined && !way.opens && !way.choice ? caption(way.e) : '', look: look(way.e), among: way.e.parentElement});
      way.says = way.words && !way.icon && !way.pick ? beside(way.e, way.words) + way.words : way.words;
      if (way.option === undefined && !way.icon && way.words.length > 1 && way.words.length <= 60 && !common.test(way.words)) {
        way.id = k + '\n' + spot(way.e);
        if (alike.has(way.id)) goes.set(k, alike.get(way.id));
      }
      if (last && last !== way && (!last.icon || last.branch) && !goes.has(last.k)) way.under = last.hover ? nearer(way.e) : last;
      else if (!last && early && !early.has(k)) way.under = nearer(way.e);
      ways.push(way);
      added.push(way);
    };
    gather();
    const filters = [], silent = []; // choices: those that do something, and those that a button heeds
    for (const e of all(coded + ',select')) {
      if (e.localName === 'select') {
        const twofold = e.size > 1 && (e.hasAttribute('ondblclick') || twice(e)); // a box of entries that open
        const then = goer(e);
        const heeds = listens.get(e) === 'within' ? !filled(e) : listens.has(e);
        const mute = !e.hasAttribute('onchange') && !heeds && !twofold;
        if (mute && e.options.length > 1 && !sizes(e)) silent.push(e);
        if (mute && !then) continue;
        const sends = /submit|postback/i.test(e.getAttribute('onchange'));
        if (sends && e.form && /post/i.test(e.form.getAttribute('method') || '')) continue;
        if (sizes(e)) continue;
        const first = mute ? silent.find(x => x !== e && then.parentElement && (x.parentElement === e.parentElement || then.parentElement.contains(x))) : null;
        const other = twofold ? null : mute ? first : filters.find(x => x !== e && x.parentElement === e.parentElement);
        if (!twofold && !mute) filters.push(e);
        if (e.options.length > mostOptions) pass(look(e), '', caption(e.options[mostOptions]));
        for (let i = 0; i < e.options.length && i < mostOptions; i++) {
          const k = key(e) + '\n' + e.options[i].value;
          if (mute && /^(https?:|\.*\/)/i.test(e.options[i].value)) continue; // the caller follows it by itself
          if ((i !== e.selectedIndex || then) && e.options[i].value !== '') add(k, {e, option: i, entry: e.options[i], was: e.selectedIndex, twofold, then});
          if (other && (i !== e.selectedIndex || then) && e.options[i].value !== '') both(other, e, i, add, then);
        }
        continue;
      }
      if (plain(e)) continue;
      const href = (e.getAttribute('href') || '').trim(), click = ['onclick', 'onmousedown', 'onmouseup', 'ondblclick'].map(n => e.getAttribute(n) || '').join(' ').trim();
      const code = /^javascript:/i.test(href) && !nothing.test(href) ? href.slice(11, 4000) : '', words = caption(e);
      if (!code && !click && !(e.localName === 'a' && words && visible(e))) continue;
      if (!href && !click && listens.has(e) && !e.hasAttribute('href')) continue; // see below
      if (words.length > 200 || errand(words) || gadget(code + ' ' + click)) continue;
      if (turned && (/^\d*$/.test(words) || named(e))) continue;
      if (!e.localName.match(/^(a|area)$/) && e.querySelectorAll(path).length > 3) continue;
      add(key(e), {e, code, ears: !code && !click});
    }
    for (const e of boxes()) add('\n\n' + spot(e), {e, soft: true, box: true});
    const picks = last && (last.box || last.pick) ? opened() : [];
    // What is shown of a row has a 查看全文 of its own, where that of the row before it stood.
    const brought = new Map(last && last.soft && !last.icon && !goes.has(last.k) ? ways.filter(w => w.under && /@[\d.]+$/.test(w.k)).map(w => [w.k, w]) : []);
    for (const e of picks) if (!taken(e)) add('\n\n' + spot(last.e) + trim(e.textContent), {e, soft: true, pick: true});
    for (const e of listening()) {
      if (picks.some(x => x === e || x.contains(e))) continue;
      const words = caption(e);
      if (errand(words) || turned && (/^\d*$/.test(words) && !year.test(words) || named(e))) continue;
      if (ways.some(w => w.pick && w.words === words && w.look === look(e))) continue;
      const k = key(e), like = brought.get(k);
      if (like && like !== last && like.under !== last && like.under.look === last.look) add(k + '\n' + last.k, {e, soft: true, of: k});
      else add(k, {e, soft: true});
    }
    for (const e of all('details:not([open])')) if (visible(e)) add('\n\n' + spot(e), {e, opens: true});
    const radios = all('input[type=radio]');
    if (radios.length > mostRadios) pass(look(radios[mostRadios]), '', labelOf(radios[mostRadios]));
    for (const e of radios.slice(0, mostRadios)) {
      if (!e.checked && !e.disabled && !(e.form && e.form.querySelector('textarea,input[type=text],input:not([type])'))) add('\n\n' + spot(e), {e, choice: true});
    }
    const had = new Map(ways.filter(w => w.icon && w.e.isConnected).map(w => [w.e, w]));
    for (const e of icons()) {
      if (had.has(e) || backwards(e) || turned && named(e)) continue;
      let k = '\n\n' + spot(e);
      while (listed.has(k) && ways.some(w => w.k === k && w.e.isConnected)) k += '+'; // what stood there has moved on
      const of = e.closest('li,tr,dd,dt') || e.parentElement;
      add(k, {e, soft: true, icon: true, slides: slides(e), branch: !!of && (shut(e) || opener(e, of)) && /[\u4e00-\u9fff]/.test(of.textContent)});
    }
    const again = [];
    if (fresh > 0 && last) {
      const more = last.icon || spans.test(last.words) || /更多|继续|再|往|后|下/.test(last.words) && last.before.length > 0 && last.before.every(e => e.isConnected);
      last.turns = (last.turns || 0) + 1;
      if (last.option === undefined && last.before && more && !last.branch && !last.slides && last.turns < 20) again.push(last);
      if (last.branch || last.slides) {} // it would close again
      else if (last.icon) pagers.add(last);
      else for (const w of pagers) { w.turns = 0; again.push(w); }
    } else if (last && last.does && steps.test(last.words)) {
      last.turns = (last.turns || 0) + 1;
      if (last.turns < mostSteps) again.push(last);
    }
    if (last && last.slides && slid(last)) added.push(last);
    const heads = new Set(added.filter(w => heading(w.e)));
    const rest = list => [...list.filter(row), ...again, ...list.filter(w => w.icon && !w.slides), ...list.filter(w => !row(w) && !w.icon && !heads.has(w)), ...list.filter(w => heads.has(w) && !row(w) && !w.icon), ...list.filter(w => w.slides)];
    const ordered = list => [...list.filter(w => w.pick), ...rest(list.filter(w => !w.pick))]; // a choice is shut by whatever else is pressed
    queue = last ? [...ordered(added), ...queue] : ordered([...queue, ...added]);
    return queue.length;
  };
  // find looks for what is to be pressed where the page drew it anew.
  const find = w => {
    if (w.hover) {
      if (!w.e.isConnected) gatherNear();
      w.e = w.e.isConnected ? w.e : all('*').find(e => nears.has(e) && '\n\n~' + spot(e) === w.k) || w.e;
      return w.e.isConnected;
    }
    if (w.pick) {
      if (!(w.e.isConnected && w.e.offsetHeight > 0)) w.e = choices().find(e => trim(e.textContent) === w.words) || w.e;
      return w.e.isConnected && w.e.offsetHeight > 0;
    }
    const same = w.option !== undefined ? w.e.options[w.option] === w.entry : !w.soft || w.icon || w.box || key(w.e) === (w.of || w.k); // an application may show another entry in its place
    if (w.e.isConnected && same) return true;
    if (w.beside) return false;
    if (w.option !== undefined) {
      for (const e of all('select')) {
        const i = [...e.options].findIndex(o => key(e) + '\n' + o.value === w.k);
        if (i >= 0) return Object.assign(w, {e, option: i, entry: e.options[i], was: e.selectedIndex}), true;
      }
      return false;
    }
    const e = w.icon || w.box ? (w.box ? boxes() : icons()).find(e => '\n\n' + spot(e) === w.k) : (w.soft ? listening() : all(coded)).find(e => key(e) === (w.of || w.k));
    if (e) w.e = e;
    return !!e;
  };
  // first is the tab under which w stood from the beginning, if another one took its place:
  // pressed, it did nothing then.
  const first = w => ways.find(x => x !== w && x.pressed && x.soft && !x.icon && !x.does && !goes.has(x.k) && x.words.length <= 16 &&
    ways.some(y => y !== x && y.does && y.soft && !y.icon && y.among === x.among) && find(x) && visible(x.e));
  // opens is what has to be pressed anew for w to be there again: the branch it stands in
  // was shut, or another year chosen, when its reader came back from elsewhere.
  const opens = w => {
    let above = w.under;
    for (let n = 0; above && n < 5 && !find(above); n++) above = above.under;
    if (!w.under && w.soft && !row(w)) above = first(w);
    if (!above || (w.reopened = (w.reopened || 0) + 1) > 3) return null;
    return above;
  };
  // nearer is what the pointer came near for e to be shown: a menu is drawn within its head,
  // or elsewhere by the one that was last.
  const nearer = e => {
    for (let up = e, n = 0; up && n < 8; up = up.parentElement, n++) if (nears.has(up)) return hover(up);
    return last;
  };
  // fleets reports what came with a row that shows something aside: the next one takes it away.
  const fleets = w => !w.icon && !!w.under && row(w.under) && readers.get(w.under.look) === true;
  // kept reports that the rows which were there when w was pressed are there still, what
  // another one like it had shown aside.
  const kept = w => {
    const rows = around.filter(x => x.row), aside = new Set(ways.filter(o => o.under && o.under.look === w.look).map(o => o.k));
    const heads = new Set(ways.filter(o => o.look === w.look).map(o => o.k)); // what is shown aside bears the words of its row
    return rows.length > 1 && rows.every(x => x.e.isConnected || aside.has(x.k) || heads.has(x.k) && look(x.e) !== w.look);
  };
  const heeded = new WeakSet(); // the frames in which it is heeded where they are led
  const heed = e => {
    if (!pressing || e.destination.sameDocument || !e.cancelable) return;
    if (!e.formData) destination = e.destination.url; // what is sent by POST is no address
    e.preventDefault();
  };
  // press presses the next thing, or the next row only; quiet tells that the one before
  // did nothing.
  const press = (quiet, rows) => {
    const root = document.documentElement;
    if (astray()) return {found: false, astray: goes.get(mover.k)};
    if (last && last.does && last.soft && !last.icon && row(last) && !goes.has(last.k)) readers.set(last.look, readers.get(last.look) !== false && kept(last));
    if (last && last.soft) vain.set(last.look, quiet ? (vain.get(last.look) || 0) + 1 : -1e6);
    last = null;
    for (const r of roots()) {
      const of = r.ownerDocument && r.ownerDocument !== document && r.ownerDocument.defaultView;
      if (of && !heeded.has(of)) { heeded.add(of); of.navigation.addEventListener('navigate', heed); }
    }
    if (!heeding) {
      navigation.addEventListener('navigate', heed);
      // A form that is sent to another window sends nobody away from this one.
      window.addEventListener('submit', e => {
        const by = e.submitter, from = n => by && by.getAttribute('form' + n) || e.target.getAttribute(n) || '';
        if (!pressing || e.defaultPrevented || /post|dialog/i.test(from('method'))) return;
        const to = document.createElement('a'), part = s => [...String(s)].map(c => c < '\x80' ? encodeURIComponent(c) : c).join('');
        to.href = (from('action') || document.URL).replace(/[?#].*$/, '') + '?' + [...new FormData(e.target, by)].map(([k, v]) => part(k) + '=' + part(v)).join('&');
        destination = to.href.replace(/\?$/, '');
        e.preventDefault();
      });
      heeding = true;
    }
    pressing = true;
    turning = turning && rows;
    destination = '';
    root.removeAttribute('data-opened');
    let w = null;
    while (!w) {
      const at = rows ? queue.findIndex(w => (w.soft || w.ears) && (row(w) && (!doers.has(w.look) || readers.get(w.look)) || fleets(w))) : 0;
      if (!queue.length || at < 0) {
        pressing = !turning; // what a list goes on by may lead to another page
        return {found: false};
      }
      w = queue.splice(at, 1)[0];
      if (goes.has(w.k) || w.beside && (goes.has(w.alone) || !w.beside.isConnected) || w.soft && vain.get(w.look) >= 3) w = null;
      else if (!find(w)) {
        const above = opens(w);
        if (above) queue.unshift(w);
        else w.missed = true;
        w = above;
      }
      else if ((w.icon || onwards.test(w.words)) && !visible(w.e)) w = null;
    }
    if (w.box || w.pick) offered = new Set(choices());
    last = w;
    mover = null;
    w.pressed = true;
    home = here();
    root.setAttribute('data-pressed', '');
    saw(watcher.takeRecords());
    changed = grown = false;
    if (w.option !== undefined) {
      if (w.beside && w.beside.selectedIndex !== w.at) {
        w.beside.selectedIndex = w.at;
        w.beside.dispatchEvent(new Event('change', {bubbles: true}));
      }
      w.e.selectedIndex = w.option;
      w.e.dispatchEvent(new Event('change', {bubbles: true}));
      if (w.twofold) w.e.dispatchEvent(new MouseEvent('dblclick', {bubbles: true, cancelable: true}));
      if (w.then && w.then.isConnected && !destination) w.then.click();
      return {found: true};
    }
    if (w.hover) {
      point(w.e);
      return {found: true};
    }
    if (w.opens) {
      w.e.open = true;
      return {found: true};
    }
    if (w.choice) {
      w.e.click();
      return {found: true};
    }
    hold();
    around = standing();
    if (!steady) steady = new Set(around.map(x => x.k));
    if (dirty || !stood) stood = document.body && document.getElementsByTagName('*').length < 20000 ? {title: document.title, body: document.body.cloneNode(true)} : null;
    dirty = false;
    w.before = ways.filter(o => o !== w && o.soft && row(o) && o.e.isConnected).slice(-5).map(o => o.e);
    if (!w.before.length) w.before = all(path).filter(e => [...caption(e)].length >= 9).slice(-5);
    w.coming = coming();
    let off = false;
    const stop = x => { off = x.defaultPrevented; x.preventDefault(); };
    const own = sends(w.e); // does what it does without a script
    if (!own) window.addEventListener('click', stop);
    const at = {bubbles: true, cancelable: true, composed: true};
    const down = type => { if (w.soft || w.e.hasAttribute('on' + type)) w.e.dispatchEvent(type.startsWith('pointer') ? new PointerEvent(type, at) : new MouseEvent(type, at)); };
    if (heard(w.e, 'touch')) {
      const finger = [new Touch({identifier: 1, target: w.e, clientX: 5, clientY: 5})];
      w.e.dispatchEvent(new TouchEvent('touchstart', {...at, touches: finger, targetTouches: finger, changedTouches: finger}));
      w.e.dispatchEvent(new TouchEvent('touchend', {...at, changedTouches: finger}));
    }
    ['pointerdown', 'mousedown', 'pointerup', 'mouseup'].forEach(down);
    if (w.e.click) w.e.click(); else w.e.dispatchEvent(new MouseEvent('click', at));
    const then = w.soft && !w.icon && !w.box && [...w.words].length <= 40 ? seal(w.e) : null;
    if (!off && turnsTo(w.e)) location.hash = w.e.hash;
    if (then && !destination && here() === home) then.click();
    if (w.e.hasAttribute('ondblclick') || twice(w.e) && !heading(w.e)) w.e.dispatchEvent(new MouseEvent('dblclick', at));
    window.removeEventListener('click', stop);
    return {found: true, code: off ? '' : w.code};
  };
  const mostIdle = 4; // times in a row that a moment was waited for in vain
  let idle = 0;
  // What a script makes of nothing is no place: ?id=undefined.
  const good = u => /^https?:/i.test(u) && u.length < 4096 && !/[=\/](undefined|null|NaN|%5Bobject|\[object)/.test(u);
  // went tells where the last thing pressed would have led. Of another view it comes back
  // at once, or stays there until later is asked.
  const went = async stays => {
    for (let k = 0; k < 3; k++) await new Promise(r => setTimeout(r, 0));
    const root = document.documentElement, w = last;
    // Some go where they lead only after a moment.
    const still = () => !destination && !root.hasAttribute('data-opened') && here() === home;
    if (w.coming !== undefined && !changed && idle < mostIdle && still() && coming() > w.coming) {
      for (let k = 0; k < 32 && still() && coming() > w.coming; k++) await new Promise(r => setTimeout(r, 20));
      idle = still() ? idle + 1 : 0;
    }
    const filled = w.option === undefined && !w.hover && w.e.isConnected && w.e.localName === 'a' && plain(w.e); // it got its address when it was pressed
    const to = destination || root.getAttribute('data-opened') || (filled ? w.e.href : '');
    const unframed = root.hasAttribute('data-unframed');
    const asked = root.hasAttribute('data-asked');
    let moved = false;
    ['data-opened', 'data-pressed', 'data-asked', 'data-unframed'].forEach(n => root.removeAttribute(n));
    if (w.option !== undefined && w.e.isConnected && to) w.e.selectedIndex = w.was;
    if (w.beside && w.then && to) w.beside.selectedIndex = w.began;
    if (to) release();
    if (good(to) && to !== document.URL) goes.set(w.k, to);
    else if (here() !== home && good(document.URL)) {
      moved = true;
      aways++;
      mover = w;
      goes.set(w.k, document.URL); // known even if the way back takes long
      if (!stays) await back(w);
    }
    for (let k = 0; (w.box || w.pick) && k < 20 && !opened().length && (k < 4 || stirs()[0] !== '0'); k++) await new Promise(r => setTimeout(r, 20)); // what is drawn as it moves
    for (let k = 0; w.hover && queue.length && k < 25 && !find(queue[0]) && (k < 3 || stirs()[0] !== '0'); k++) await new Promise(r => setTimeout(r, 20));
    saw(watcher.takeRecords());
    grown = grown || !!(w.box || w.pick) && opened().length > 0;
    const found = goes.get(w.k) || '', fresh = !found && changed ? collect() : 0;
    if (!found && (asked || fresh || grown)) {
      doers.add(w.look);
      if (asked) askers.add(w.look);
      w.does = true;
    }
    return {at: here().slice(0, 4096), to: found, words: w.says || caption(w.e), asked, unframed, fresh, moved, grown, strayed: moved && !returned()};
  };
  // later tells where the last thing pressed has led by now: a view whose script had to
  // come first is gone to only then.
  const later = async () => {
    const w = last, to = document.URL;
    if (!w || here() === home || !good(to)) return {at: here()};
    goes.set(w.k, to);
    aways++;
    mover = w;
    const words = w.says || caption(w.e);
    await back(w);
    return {at: here().slice(0, 4096), to, words, moved: true, strayed: !returned()};
  };
  // forth goes where the last thing pressed led, of which the page has come back; come
  // comes back from there.
  const forth = async () => {
    if (!mover || here() !== home) return false;
    history.forward();
    for (let k = 0; k < 40 && here() === home; k++) await new Promise(r => setTimeout(r, 25));
    return here() !== home;
  };
  const come = async () => {
    await back(mover);
    return here() === home;
  };
  // returned reports that the page shows again what it did before something led to another
  // view: an application may change its address back and leave the view as it is.
  const returned = () => {
    if (here() !== home) return false;
    const now = standing(), there = new Set(now.map(x => x.k)), had = new Set(around.map(x => x.k));
    const known = x => had.has(x.k) || seen.has(x.k) || listed.has(x.k);
    const fleeting = new Set(ways.filter(w => w.under && w.under.hover).map(w => w.k));
    const strange = now.filter(x => !known(x)).length, marks = around.filter(x => !x.row && steady.has(x.k) && !fleeting.has(x.k));
    if (strange > Math.max(2, now.length / 2)) return false;
    const gone = marks.filter(x => !there.has(x.k) && !(x.e.isConnected && !visible(x.e) && key(x.e) === x.k)); // a menu shut is not gone
    if (gone.length * 10 > marks.length) return false;
    const rows = around.filter(x => x.row), kept = rows.filter(x => there.has(x.k)).length, lost = rows.length - kept;
    return strange === 0 || strange < 3 && lost < 3 || kept >= 3 && kept > lost || now.some(x => x.row && !had.has(x.k) && known(x)); // another page of its list
  };
  // astray reports that what was pressed last led to another view, and that is still shown.
  const astray = () => !!mover && !returned();
  // What holds other things to press is not looked at: it says what they say.
  const standing = () => {
    const list = [...all(path), ...listening()].filter(e => !ours(e)), outer = new Set();
    for (const e of list) for (let up = e.parentElement, n = 0; up && n < 30 && !outer.has(up); up = up.parentElement, n++) outer.add(up);
    return list.filter(e => !outer.has(e)).slice(0, 600).map(e => ({e, k: key(e), row: [...caption(e)].length >= 9}));
  };
  // revert puts back, as a picture of itself, what stood before the last thing was pressed:
  // what an application has put there since belongs to another page.
  const revert = () => {
    if (!stood) return false;
    document.title = stood.title;
    document.body.replaceWith(stood.body);
    stood = null;
    return true;
  };
  // back returns from another view of a script application to the one with w in it.
  const back = async w => {
    history.back();
    for (let k = 0; k < 60; k++) {
      await new Promise(r => setTimeout(r, 25));
      if (here() !== home) continue;
      const e = w.e.isConnected ? w.e : w.icon ? null : [...all(path), ...listening()].find(e => key(e) === w.k);
      if (!e && w.under && returned()) return; // the menu it stood in is shut
      if (!e) continue;
      w.e = e;
      return;
    }
  };
  // unknown are the words of what can be pressed and is not known to lead anywhere.
  const unknown = () => [...new Set([...ways.map(w => w.k), ...seen.keys()])]
    .filter(k => !goes.has(k) && !k.startsWith('\n\n@') && nothing.test(k.slice(0, k.indexOf('\n'))))
    .map(k => ({key: k, words: k.slice(k.indexOf('\n', k.indexOf('\n') + 1) + 1)})).slice(0, 2000);
  const remember = list => { for (const x of list) alike.set(x.key, x.to); };`
