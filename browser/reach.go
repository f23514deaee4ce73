package browser

import (
	"context"
	"fmt"
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
  let pressing = false, destination = '';
  // list finds further things to press and tells how many are known.
  const list = turned => {
    const add = (k, way) => { if (!listed.has(k) && ways.length < mostWays) { listed.add(k); ways.push(way); } };
    for (const e of all('a,area,[onclick],select[onchange]')) {
      if (e.localName === 'select') {
        if (e.form && /post/i.test(e.form.getAttribute('method') || '')) continue;
        for (let i = 0; i < e.options.length && i < 60; i++) {
          const k = key(e) + '\n' + e.options[i].value;
          if (i !== e.selectedIndex && e.options[i].value !== '') add(k, {e, k, option: i, was: e.selectedIndex});
        }
        continue;
      }
      if (plain(e)) continue;
      const href = (e.getAttribute('href') || '').trim(), click = (e.getAttribute('onclick') || '').trim();
      const code = /^javascript:/i.test(href) && !nothing.test(href) ? href.slice(11, 4000) : '', words = caption(e);
      if (!code && !click && !(e.localName === 'a' && words && visible(e))) continue;
      if (words.length > 200 || words.length <= 16 && errands.test(words) || gadgets.test(code + ' ' + click)) continue;
      if (turned && (/^\d*$/.test(words) || named(e))) continue;
      if (!e.localName.match(/^(a|area)$/) && e.querySelectorAll(path).length > 3) continue;
      add(key(e), {e, k: key(e), code});
    }
    return ways.length;
  };
  const press = i => {
    const w = ways[i], root = document.documentElement;
    if (!pressing) {
      navigation.addEventListener('navigate', e => {
        if (!pressing || e.destination.sameDocument || !e.cancelable) return;
        destination = e.destination.url;
        e.preventDefault();
      });
      pressing = true;
    }
    destination = '';
    root.removeAttribute('data-opened');
    if (!w || !w.e.isConnected) return {found: false};
    root.setAttribute('data-pressed', '');
    if (w.option !== undefined) {
      w.e.selectedIndex = w.option;
      w.e.dispatchEvent(new Event('change', {bubbles: true}));
      return {found: true};
    }
    let off = false;
    const stop = x => { off = x.defaultPrevented; x.preventDefault(); };
    if (w.code) window.addEventListener('click', stop);
    w.e.click();
    window.removeEventListener('click', stop);
    return {found: true, code: off ? '' : w.code};
  };
  // went tells where the last thing pressed would have led.
  const went = async i => {
    for (let k = 0; k < 3; k++) await new Promise(r => setTimeout(r, 0));
    const root = document.documentElement, w = ways[i];
    const to = destination || root.getAttribute('data-opened') || '';
    root.removeAttribute('data-opened');
    root.removeAttribute('data-pressed');
    if (w.option !== undefined && w.e.isConnected && to) w.e.selectedIndex = w.was;
    if (/^https?:/i.test(to) && to.length < 4096 && to !== document.URL) goes.set(w.k, to);
    return document.URL.slice(0, 4096);
  };
  // tell writes into the document where what was pressed leads.
  const tell = () => {
    if (!goes.size) return;
    for (const w of ways) {
      if (w.option !== undefined && goes.has(w.k) && w.e.options[w.option]) w.e.options[w.option].setAttribute('value', goes.get(w.k));
    }
    for (const e of all('a,area,[onclick]')) {
      const to = goes.get(key(e));
      if (!to) continue;
      if (e.localName === 'a' || e.localName === 'area') e.setAttribute('href', to);
      else e.setAttribute('onclick', 'location.href=' + JSON.stringify(to));
    }
  };`

// reach presses what only a script leads anywhere, and has the document tell where
// to; rows that come instead are collected.
func (t *tab) reach(ctx context.Context, g *progress) error {
	end := time.Now().Add(reaching)
	home, err := t.where(ctx)
	if err != nil {
		return err
	}
	listed := func() (int, error) {
		return evaluate[int](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.list(%t)", tools, g.turned))
	}
	n, err := listed()
	loads := 0
	for i := 0; i < n && err == nil; i++ {
		if loads >= maxLoads || time.Now().After(end) {
			g.rest = "…"
			return nil
		}
		asked, _ := t.counts()
		e, err := evaluate[pressed](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.press(%d)", tools, i))
		if err != nil {
			return err
		}
		if !e.Found {
			continue
		}
		if e.Code != "" {
			cdp.Call(ctx, t.s, runtime.Evaluate, runtime.EvaluateParams{Expression: e.Code, UserGesture: new(true), Timeout: runtime.TimeDelta(patience.Milliseconds())})
		}
		at, err := evaluate[string](ctx, t, t.frame, fmt.Sprintf("%s\ngovaudit.went(%d)", tools, i))
		if err != nil {
			return err
		}
		if at != home { // another view of a script application took the place of this one
			g.left = at
			return nil
		}
		if now, _ := t.counts(); now == asked {
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
		if n, err = listed(); err != nil {
			return err
		}
	}
	return err
}
