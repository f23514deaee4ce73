package browser

// besideOnly is the part of the tools that tells apart buttons of one name that stand in a
// row each: 查看 says nothing by itself, the words of its row before it say what it is for.
const besideOnly = `
  const mostBefore = 200, mostShort = 8;
  const han = /[\u4e00-\u9fff]/g;
  // twin reports that e has one like it beside it, with a button like w in it.
  const twin = (e, w, words) => [e.previousElementSibling, e.nextElementSibling].some(s => s && s.localName === e.localName && s.className === e.className &&
    [...s.querySelectorAll(w.localName)].slice(0, 20).some(x => x.className === w.className && trim(said(x)) === words));
  const beside = (w, words) => {
    if (!words || [...words].length > mostShort || /^\d+$/.test(words)) return '';
    for (let up = w.parentElement, n = 0; up && n < 5 && up !== document.body; up = up.parentElement, n++) {
      const row = up.matches('tr,[role=row]') || up.matches('li,dd,[role=listitem]') && w.matches('a,button,[class*=btn],[class*=button]');
      if (!(row || twin(up, w, words))) continue;
      if (up.querySelector('li,tr,select')) return '';
      const range = up.ownerDocument.createRange();
      range.setStart(up, 0);
      range.setEndBefore(w);
      const before = trim(range.toString());
      if (before.length <= mostBefore && (before.match(han) || []).length >= 4) return before + ' ';
      if (row) return '';
    }
    return '';
  };`
