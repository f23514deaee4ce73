package browser

// tellingOnly is the part of the tools that writes into the document what came of
// pressing: where things lead, and that it did not come to light where.
const tellingOnly = `
  // branch reports what was pressed and holds others of its look below it, as the branch
  // of a tree does: it leads to those.
  const branch = w => w.pressed && !!w.e.parentElement && [...w.e.parentElement.children].some(s => s !== w.e && ways.some(x => x !== w && x.look === w.look && x.e !== s && s.contains(x.e)));
  // lost are the words of a row like others that lead somewhere, of which it did not
  // come to light where it leads.
  const lost = () => {
    const good = new Set(ways.filter(w => w.soft && goes.has(w.k)).map(w => w.look));
    const w = ways.find(w => w.soft && !w.icon && !goes.has(w.k) && (w.e.isConnected || w.missed && !w.pressed) && row(w) && good.has(w.look) && !branch(w));
    if (w) return w.says.slice(0, 40);
    const led = new Set(ways.filter(w => goes.has(w.k)).map(w => w.look));
    const gone = ways.find(w => w.missed && !w.pressed && !w.icon && w.id && !goes.has(w.k) && led.has(w.look));
    if (gone) return gone.words.slice(0, 40);
    const unread = ways.find(w => w.missed && !w.pressed && w.soft && row(w) && (readers.get(w.look) || askers.has(w.look)) && !goes.has(w.k));
    if (unread) return unread.says.slice(0, 40);
    const there = new Set([...all(path), ...listening()].map(key));
    for (const [k, x] of seen) { // not kept, and something else in its place
      if (!x && !there.has(k) && !goes.has(k)) return k.split('\n').pop().slice(0, 40) || '…';
    }
    for (const [k, x] of seen) { // came and went again before it could be pressed
      if (x && k.startsWith('\n\n') && !goes.has(k) && !listed.has(k) && [...x.words].length >= 9 && good.has(x.look)) return x.words.slice(0, 40);
    }
    const does = new Set([...led, ...ways.filter(w => w.does).map(w => w.look)]);
    for (const [like, x] of passed) if ((does.has(like) || like === anyLook) && !goes.has(x.k)) return x.words.slice(0, 40) || '…';
    return pagers.size && ways.some(w => w.icon && w.missed && !w.pressed) ? '翻页' : '';
  };
  // What was worked out is told as what a script does, not as a link that stands there.
  const concluded = new Map();
  const know = list => { for (const x of list) { goes.set(x.key, x.to); concluded.set(x.key, x.to); } };
  // tell writes into the document where what was pressed leads.
  const tell = () => {
    // What shows another part of the page when it is pressed, as a tab does, is named as
    // an entry that is there and has no address.
    const hear = listening();
    for (const w of ways) {
      if (!w.soft || w.icon || !w.does || goes.has(w.k) || [...w.words].length > 24) continue;
      // What it opened may stand within it by now.
      const e = w.e.isConnected && caption(w.e) === w.words ? w.e : hear.find(e => key(e) === w.k);
      if (!e || e.querySelector('a')) continue;
      if (e.localName === 'a') {
        e.setAttribute('href', 'javascript:;');
        continue;
      }
      const a = document.createElement('a');
      a.setAttribute('href', 'javascript:;');
      a.textContent = w.words;
      e.replaceChildren(a);
    }
    if (!goes.size) return;
    const told = new Set();
    for (const w of ways) {
      if (!w.choice || !goes.has(w.k) || !w.e.isConnected) continue;
      const a = document.createElement('a');
      a.setAttribute('href', goes.get(w.k));
      a.textContent = labelOf(w.e);
      w.e.after(a);
      told.add(w.k);
    }
    for (const w of ways) {
      if (w.option === undefined || !goes.has(w.k)) continue;
      if (w.entry.isConnected || w.e.isConnected) told.add(w.k);
      if (w.entry.isConnected && !w.beside) w.entry.setAttribute('value', goes.get(w.k));
      else if (w.e.isConnected) { // another choice took it away, or is part of it
        const a = document.createElement('a');
        a.setAttribute('href', goes.get(w.k));
        a.textContent = trim(w.entry.textContent);
        w.e.after(a);
      }
    }
    const deaf = [...goes.keys()].some(k => k.startsWith('\n\n')) ? [...all(speakers), ...all('*').filter(e => e.localName.includes('-'))].filter(e => e.textContent.length < 600) : [];
    for (const e of [...all(coded), ...deaf]) {
      const k = key(e), to = goes.get(k);
      if (to) told.add(k);
      if (!to || !e.localName.match(/^(a|area)$/) && deaf.includes(e.parentElement) && key(e.parentElement) === k) continue;
      for (const n of ['data-href', 'data-url', 'data-link', 'data-path']) if (e.getAttribute(n) !== to) e.removeAttribute(n); // what a script made of it is better
      if (concluded.get(k) !== to && (e.localName === 'a' || e.localName === 'area')) e.setAttribute('href', to);
      else e.setAttribute('onclick', 'location.href=' + JSON.stringify(to));
    }
    untold(told);
  };
  const labelOf = e => trim(e.labels && e.labels[0] ? e.labels[0].textContent : e.value);
  // untold puts at the end of the page what was found out of entries that it does not show
  // any more: the branch they stand in is closed, or drawn anew when its reader comes back.
  const untold = told => {
    const names = new Map(ways.map(w => [w.k, w.option !== undefined ? trim(w.entry.textContent) : w.choice ? labelOf(w.e) : w.says]));
    for (const w of hovers.values()) names.set(w.k, w.says);
    const list = document.createElement('ul');
    for (const [k, to] of goes) {
      if (told.has(k)) continue;
      const li = document.createElement('li'), a = document.createElement('a');
      a.textContent = names.has(k) ? names.get(k) : k.slice(k.lastIndexOf('\n') + 1);
      if (concluded.get(k) === to) a.setAttribute('onclick', 'location.href=' + JSON.stringify(to));
      else a.setAttribute('href', to);
      li.append(a);
      list.append(li);
    }
    if (list.firstChild && document.body) document.body.append(list);
  };`
