package browser

// viewsOnly is the part of the tools that knows pages whose scripts show another part of
// them by what stands behind #: a column called #gsgg. No server knows these, and nor does
// the caller: they are pressed as tabs are. What looks like a path or says what is to be
// shown (#/list, #ch=3) is an address the caller knows.
const viewsOnly = `
  let views = false; // the page heeds what stands behind #
  const viewed = /#(?![!\/])[^=\/]*$/;
  const here = () => views ? document.URL.replace(viewed, '') : document.URL;
  // turnsTo reports a link to such a part, as opposed to a place of the page.
  const turnsTo = a => {
    if (!views || a.localName !== 'a' || !viewed.test(a.getAttribute('href') || '') || a.hash.length < 2) return false;
    if (a.href.replace(/#.*/, '') !== document.URL.replace(/#.*/, '')) return false;
    let name = a.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (e) {}
    return !/^(top|gotop|back-?top)$/i.test(name) && !document.getElementById(name) && document.getElementsByName(name).length === 0;
  };`
