package browser

// choosingOnly is the part of the tools that opens choices which are drawn by a script:
// a box that shows what was chosen, and elsewhere on the page, once it is pressed, what
// there is to choose from.
const choosingOnly = `
  const mostBoxes = 8;
  const boxy = '[role=combobox],[aria-haspopup=listbox],input[readonly]';
  const hearing = e => {
    for (let n = 0; e && n < 30; e = e.parentElement, n++) if (listens.has(e)) return true;
    return false;
  };
  const boxes = () => {
    const out = [];
    for (const e of all(boxy)) {
      if (e.disabled || e.closest(off) || e.getClientRects().length === 0 || out.some(o => o.contains(e))) continue;
      if (e.localName !== 'input' && e.querySelector(fields) && !e.querySelector(boxy)) continue;
      if (e.form && ![...e.form.querySelectorAll(fields)].every(x => x.matches(boxy))) continue; // of what is filled in
      if (/date|time|picker/i.test([e, e.parentElement, e.parentElement && e.parentElement.parentElement].map(x => x ? x.getAttribute('class') : '').join(' '))) continue;
      if (!hearing(e) && !whole(e)) continue;
      if (out.length >= mostBoxes) {
        pass(look(e), '', caption(e));
        break;
      }
      out.push(e);
    }
    return out;
  };
  // choices are what can be chosen now; one that is chosen already brings nothing.
  let offered = new Set(); // before a box was pressed
  const choices = () => all('[role=option],li,[class*=option]').filter(e => {
    const words = trim(e.textContent);
    return words && words.length <= 40 && e.offsetWidth > 0 && e.offsetHeight > 0 && !e.querySelector('[role=option],li,[class*=option],' + holds) && !e.closest(busy + ',' + off) && hearing(e);
  });
  // seal is the button by which what was chosen among others comes to count.
  const sure = /^(确认|确定|完成)$/, mostBeside = 400;
  const seal = e => {
    if (!e.matches('li,[role=option],[role=radio],[class*=option],[class*=item]')) return null;
    for (let i = 0, up = e.parentElement; i < 6 && up && up !== document.body; i++, up = up.parentElement) {
      const near = up.querySelectorAll('*');
      if (near.length > mostBeside) return null;
      const b = [...near].find(x => sure.test(trim(x.textContent)) && listens.has(x) && !filled(x));
      if (b) return b.contains(e) ? null : b;
    }
    return null;
  };
  const opened = () => choices().filter(e => !offered.has(e));
  const taken = e => e.getAttribute('aria-selected') === 'true' || /(^|[\s_-])selected([\s_-]|$)/.test(e.getAttribute('class') || '');`
