package browser

// slidingOnly is the part of the tools that finds the arrow by which what stands beside it
// gives way to the next of its kind: a card of a column, a picture with words.
const slidingOnly = `
  const mostSlides = 40;
  const ahead = /^[>›»→▶▷❯❭〉＞⟩]$/, behind = /^[<‹«←◀◁❮❬〈＜⟨]$/;
  const aheadName = /(^|[\s_-])(next|right|forward)([\s_-]|$)/i, behindName = /(^|[\s_-])(prev(ious)?|left|back(ward)?)([\s_-]|$)/i;
  const points = (e, glyph, name) => {
    const words = trim(e.textContent);
    return words ? glyph.test(words) : name.test(e.getAttribute('class') || '');
  };
  // slides reports the arrow ahead that has one behind beside it, with words between.
  const slides = e => {
    if (!points(e, ahead, aheadName)) return false;
    for (let i = 0, up = e.parentElement; i < 2 && up && up.childElementCount < 40; i++, up = up.parentElement) {
      if (/[\u4e00-\u9fff]/.test(up.textContent)) return [...up.children].flatMap(c => [c, ...c.children]).some(x => x !== e && hearing(x) && points(x, behind, behindName));
    }
    return false;
  };
  // slid reports that the arrow w brought what it has not shown since its reader was last
  // elsewhere: the row it turns begins anew then.
  const slid = w => {
    const words = trim(w.e.parentElement ? w.e.parentElement.textContent : '');
    if (!w.shown || w.away !== aways) Object.assign(w, {shown: new Set(), away: aways});
    if (w.shown.has(words) || w.shown.size >= mostSlides) return false;
    w.shown.add(words);
    return true;
  };`
