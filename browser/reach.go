package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
)

const (
	maxLoads = 24               // things pressed that ask for something
	reaching = 20 * time.Second // in all
)

// waysOnly is the part of the tools that finds where a script would take a reader who
// presses something: javascript:showList('12'), onclick="openInfo(7)", a list of years.
// What is pressed does not leave the page: where it would have gone is written into
// the document in its place.
const waysOnly = `
  const mostWays = 400;
  const nothing = /^(javascript:[\s;]*(void\s*\(?\s*['"]?\d*['"]?\s*\)?)?[\s;]*|#*)$/i;
  const errands = /打印|关闭|收藏|设为首页|字号|字体|返回|后退|登录|登陆|注册|退出|提交|发送|搜索|检索|查询|重置|播放|暂停|分享|转发|刷新|验证码|无障碍|适老|长者|关怀|繁體|繁体|简体|english|点赞|收起|顶部|微信|微博|二维码|复制|朗读|投票|评论|留言|举报|上传|删除/i;
  const gadgets = /print\s*\(|\.close\s*\(|history\.|favorite|external\.|homepage|zoom|fontsize|setfont|share|login|logout|captcha|scrollto|gotop/i;
  const ways = [], listed = new Set(), goes = new Map();
  const caption = e => trim(e.textContent) || trim(e.value) || trim(e.title) || trim(e.getAttribute('alt'));
  let pressing = false, destination = '', home = '', last = null;
  const vain = new Map(); // by the look of what listens: how often in a row pressing it did nothing
  const look = e => e.localName + '.' + e.className + '<' + (e.parentElement ? e.parentElement.className : '');
  // list finds further things to press and tells how many are known.
  const list = turned => {
    if (turned) restore(); // rows of other pages lead where their code says, too
    const add = (k, way) => { if (!listed.has(k) && ways.length < mostWays) { listed.add(k); ways.push(way); } };
    for (const e of all('a,area,[onclick],[onmousedown],[onmouseup],[ondblclick],select[onchange]')) {
      if (e.localName === 'select') {
        const sends = /submit|postback/i.test(e.getAttribute('onchange'));
        if (sends && e.form && /post/i.test(e.form.getAttribute('method') || '')) continue;
        for (let i = 0; i < e.options.length && i < 60; i++) {
          const k = key(e) + '\n' + e.options[i].value;
          if (i !== e.selectedIndex && e.options[i].value !== '') add(k, {e, k, option: i, was: e.selectedIndex});
        }
        continue;
      }
      if (plain(e)) continue;
      const href = (e.getAttribute('href') || '').trim(), click = ['onclick', 'onmousedown', 'onmouseup', 'ondblclick'].map(n => e.getAttribute(n) || '').join(' ').trim();
      const code = /^javascript:/i.test(href) && !nothing.test(href) ? href.slice(11, 4000) : '', words = caption(e);
      if (!code && !click && !(e.localName === 'a' && words && visible(e))) continue;
      if (words.length > 200 || words.length <= 16 && errands.test(words) || gadgets.test(code + ' ' + click)) continue;
      if (turned && (/^\d*$/.test(words) || named(e))) continue;
      if (!e.localName.match(/^(a|area)$/) && e.querySelectorAll(path).length > 3) continue;
      add(key(e), {e, k: key(e), code});
    }
    for (const e of listening()) {
      const words = caption(e);
      if (words.length <= 16 && errands.test(words) || turned && (/^\d*$/.test(words) || named(e))) continue;
      add(key(e), {e, k: key(e), soft: true});
    }
    return ways.length;
  };
  // press presses one thing; quiet tells that the one before did nothing.
  const press = (i, quiet) => {
    const w = ways[i], root = document.documentElement;
    if (last && last.soft) vain.set(look(last.e), quiet ? (vain.get(look(last.e)) || 0) + 1 : -1e6);
    last = null;
    if (!pressing) {
      navigation.addEventListener('navigate', e => {
        if (!pressing || e.destination.sameDocument || !e.cancelable) return;
        if (!e.formData) destination = e.destination.url; // what is sent by POST is no address
        e.preventDefault();
      });
      pressing = true;
    }
    destination = '';
    root.removeAttribute('data-opened');
    if (!w || goes.has(w.k) || w.soft && vain.get(look(w.e)) >= 3) return {found: false};
    if (!w.e.isConnected && w.soft) w.e = listening().find(e => key(e) === w.k) || w.e;
    if (!w.e.isConnected) return {found: false};
    last = w;
    home = document.URL;
    root.setAttribute('data-pressed', '');
    if (w.option !== undefined) {
      w.e.selectedIndex = w.option;
      w.e.dispatchEvent(new Event('change', {bubbles: true}));
      return {found: true};
    }
    let off = false;
    const stop = x => { off = x.defaultPrevented; x.preventDefault(); };
    window.addEventListener('click', stop);
    for (const type of ['mousedown', 'mouseup']) if (w.e.hasAttribute('on' + type)) w.e.dispatchEvent(new MouseEvent(type, {bubbles: true, cancelable: true}));
    w.e.click();
    if (w.e.hasAttribute('ondblclick')) w.e.dispatchEvent(new MouseEvent('dblclick', {bubbles: true, cancelable: true}));
    window.removeEventListener('click', stop);
    return {found: true, code: off ? '' : w.code};
  };
  // went tells where the last thing pressed would have led.
  const went = async i => {
    for (let k = 0; k < 3; k++) await new Promise(r => setTimeout(r, 0));
    const root = document.documentElement, w = ways[i];
    const filled = w.option === undefined && w.e.isConnected && w.e.localName === 'a' && plain(w.e); // it got its address when it was pressed
    const to = destination || root.getAttribute('data-opened') || (filled ? w.e.href : '');
    const unframed = root.hasAttribute('data-unframed');
    const asked = root.hasAttribute('data-asked');
    ['data-opened', 'data-pressed', 'data-asked', 'data-unframed'].forEach(n => root.removeAttribute(n));
    if (w.option !== undefined && w.e.isConnected && to) w.e.selectedIndex = w.was;
    // What a script makes of nothing is no place: ?id=undefined.
    const good = u => /^https?:/i.test(u) && u.length < 4096 && !/[=\/](undefined|null|NaN|%5Bobject|\[object)/.test(u);
    if (good(to) && to !== document.URL) goes.set(w.k, to);
    else if (document.URL !== home && good(document.URL)) {
      goes.set(w.k, document.URL); // known even if the way back takes long
      await back(w);
    }
    return {at: document.URL.slice(0, 4096), to: goes.get(w.k) || '', words: caption(w.e), asked, unframed};
  };
  // back returns from another view of a script application to the one with w in it.
  const back = async w => {
    history.back();
    for (let k = 0; k < 60; k++) {
      await new Promise(r => setTimeout(r, 25));
      if (document.URL !== home) continue;
      const e = w.e.isConnected ? w.e : [...all(path), ...listening()].find(e => key(e) === w.k);
      if (!e) continue;
      w.e = e;
      return;
    }
  };
  // unknown are the words of what can be pressed and is not known to lead anywhere.
  const unknown = () => [...new Set([...ways.map(w => w.k), ...seen.keys()])]
    .filter(k => !goes.has(k) && nothing.test(k.slice(0, k.indexOf('\n'))))
    .map(k => ({key: k, words: k.slice(k.indexOf('\n', k.indexOf('\n') + 1) + 1)})).slice(0, 2000);
  // lost are the words of a row like others that lead somewhere, of which it did not
  // come to light where it leads.
  const lost = () => {
    const good = new Set(ways.filter(w => w.soft && goes.has(w.k)).map(w => look(w.e)));
    const w = ways.find(w => w.soft && !goes.has(w.k) && w.e.isConnected && [...caption(w.e)].length >= 8 && good.has(look(w.e)));
    return w ? caption(w.e).slice(0, 40) : '';
  };
  const know = list => { for (const x of list) goes.set(x.key, x.to); };
  // tell writes into the document where what was pressed leads.
  const tell = () => {
    if (!goes.size) return;
    for (const w of ways) {
      if (w.option !== undefined && goes.has(w.k) && w.e.options[w.option]) w.e.options[w.option].setAttribute('value', goes.get(w.k));
    }
    const deaf = [...goes.keys()].some(k => k.startsWith('\n\n')) ? all(speakers).filter(e => e.textContent.length < 600) : [];
    for (const e of [...all('a,area,[onclick],[onmousedown],[onmouseup],[ondblclick]'), ...deaf]) {
      const k = key(e), to = goes.get(k);
      if (!to || !e.localName.match(/^(a|area)$/) && deaf.includes(e.parentElement) && key(e.parentElement) === k) continue;
      if (e.localName === 'a' || e.localName === 'area') e.setAttribute('href', to);
      else e.setAttribute('onclick', 'location.href=' + JSON.stringify(to));
    }
  };`

// listeningOnly is the part of the tools that finds what listens for clicks without
// saying so: rows of script applications, entries of trees.
const listeningOnly = `
  const speakers = 'li,tr,td,dd,dt,span,div,p,h2,h3,h4,h5,em,strong,b,section,article,button';
  const listens = new WeakSet();
  const gather = () => { document.dispatchEvent(new Event('govaudit-gather')); for (const e of all('[data-listens]')) { e.removeAttribute('data-listens'); listens.add(e); } };
  const listening = () => {
    gather();
    const out = [];
    for (const e of all(speakers)) {
      if (out.length >= 200) break;
      const text = e.textContent;
      if (text.length < 2 || text.length > 400 || !/[\u4e00-\u9fff]/.test(text)) continue;
      if (e.closest('a[href],form,[onclick]') || e.querySelector('a[href],[onclick],input,select,ul,table')) continue;
      let of = listens.has(e) ? e : null;
      if (!of && e.childElementCount === 0) { // one of those that something above listens for
        for (let up = e.parentElement, n = 0; up && n < 30 && !of; up = up.parentElement, n++) if (listens.has(up)) of = up;
        if (of && !of.querySelector('li,tr,dd') && of.querySelectorAll('span,p,div').length < 3) of = null;
      }
      if (of && e.getClientRects().length > 0) out.push(e);
    }
    return out;
  };`

// reach presses what only a script leads anywhere, and has the document tell where
// to; rows that come instead are collected.
func (t *tab) reach(ctx context.Context, g *progress) error {
	end := time.Now().Add(reaching)
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	t.standIn(ctx)
	listed := func() (int, error) {
		return evaluate[int](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.list(%t)", tools, g.turned))
	}
	n, err := listed()
	loads, quiet := 0, false
	var met []arrival
	for i := 0; i < n && err == nil; i++ {
		if loads >= maxLoads || time.Now().After(end) {
			g.rest = "…"
			return nil
		}
		asked, _ := t.counts()
		e, err := evaluate[pressed](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.press(%d, %t)", tools, i, quiet))
		if err != nil {
			return err
		}
		quiet = false
		if !e.Found {
			continue
		}
		unframed := false
		if e.Code != "" {
			r, err := cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: e.Code, UserGesture: new(true), Timeout: runtime.TimeDelta(patience.Milliseconds())})
			unframed = err == nil && needsFrame(r.ExceptionDetails)
		}
		w, err := evaluate[arrival](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.went(%d)", tools, i))
		if err != nil {
			return err
		}
		if w.At != home { // another view of a script application took the place of this one
			g.left = w.At
			return nil
		}
		if w.To == "" && (unframed || w.Unframed) && g.lost == "" {
			g.lost = w.Words
		}
		if w.To != "" {
			if err := t.conclude(ctx, &met, w); err != nil {
				return err
			}
		}
		if w.Asked {
			t.awaitRequest(ctx, asked)
		}
		if now, _ := t.counts(); now == asked {
			quiet = w.To == ""
			continue
		}
		loads++
		fresh, busy, err := t.after(ctx, func() (bool, error) { return true, nil })
		if err != nil {
			return err
		}
		g.turned = g.turned || fresh > 0
		if busy {
			g.rest = "…"
			return nil
		}
		if fresh > 0 { // the list of another column may have further pages of its own
			var own progress
			if err := t.onward(ctx, &own, end); err != nil {
				return err
			}
			if own.left != "" || own.turned && own.rest != "" {
				g.left, g.rest = own.left, own.rest
				return nil
			}
		}
		if n, err = listed(); err != nil {
			return err
		}
	}
	return err
}

// arrival is where the reader would come who presses something.
type arrival struct {
	At    string `json:"at"` // where the page itself now is
	To    string `json:"to"` // "": nowhere
	Words string `json:"words"`
	// Unframed: its script failed because the page stands in no frame.
	Unframed bool `json:"unframed"`
	Asked    bool `json:"asked"` // a script asks for something; that may not have come to light
}

// awaitRequest waits for a request that was begun to come to light.
func (t *tab) awaitRequest(ctx context.Context, before int) {
	end := time.NewTimer(time.Second)
	defer end.Stop()
	for {
		if now, _ := t.counts(); now != before {
			return
		}
		select {
		case <-t.wake:
		case <-time.After(5 * time.Millisecond):
		case <-end.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// conclude works out from what was pressed, and from the data that the page got,
// where the entries lead that were not pressed.
func (t *tab) conclude(ctx context.Context, met *[]arrival, w arrival) error {
	*met = append(*met, w)
	t.mu.Lock()
	data := slices.Clone(t.data)
	t.mu.Unlock()
	if len(*met) < 2 || len(data) == 0 {
		return nil
	}
	rule := learn((*met)[len(*met)-2:], data)
	if rule == nil {
		return nil
	}
	type entry struct {
		Key   string `json:"key"`
		Words string `json:"words"`
	}
	list, err := evaluate[[]entry](ctx, t, t.frame, tools+"\ngovaudit.unknown()")
	if err != nil {
		return err
	}
	type answer struct {
		Key string `json:"key"`
		To  string `json:"to"`
	}
	var known []answer
	for _, e := range list {
		if to := rule(e.Words); to != "" {
			known = append(known, answer{e.Key, to})
		}
	}
	if len(known) == 0 {
		return nil
	}
	text, err := json.Marshal(known)
	if err != nil {
		return err
	}
	_, err = evaluate[int](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.know(%s), 0", tools, text))
	return err
}
