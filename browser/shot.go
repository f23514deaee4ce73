package browser

import (
	"context"
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	jsonv2 "github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// Shot is a page to be photographed as it was stored: its scripts do not run.
type Shot struct {
	URL string
	// Fetch answers what the page shows, itself included as Document.
	Fetch     func(ctx context.Context, r Request) Response
	Marks     []string // words of the page that get a box around them, or addresses it links to
	Caption   []string // lines above the page
	MaxHeight int      // pixels; 0: 12,000
}

// Picture of a page.
type Photo struct {
	PNG           []byte
	Width, Height int
	Marked        int // of Shot.Marks, how many were found
}

// frameHost is the address of the page that the photographed one stands in. It does
// not exist anywhere.
const frameHost = "http://shot.invalid/"

// Shoot photographs a page from top to bottom, with a caption above it and boxes
// around what is quoted of it.
func (p *Pool) Shoot(ctx context.Context, s Shot) (photo *Photo, err error) {
	err = p.use(ctx, func(ctx context.Context, b *process) error {
		photo, err = b.shoot(ctx, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("photograph %s: %w", s.URL, err)
	}
	return photo, nil
}

func (p *process) shoot(ctx context.Context, s Shot) (*Photo, error) {
	if s.MaxHeight <= 0 {
		s.MaxHeight = 12_000
	}
	inner := false // the page itself was asked for
	pg := &Page{URL: frameHost, Looks: true}
	pg.Fetch = func(ctx context.Context, r Request) Response {
		switch {
		case r.Kind == Document:
			return Response{Status: 200, Type: "text/html; charset=utf-8", Body: []byte(mount(s))}
		case r.Kind == Frame && !inner:
			inner = true
			r.Kind = Document
		case r.Kind == Script, r.Kind == Data:
			return Response{}
		}
		return s.Fetch(ctx, r)
	}
	t, err := p.open(ctx, pg)
	if err != nil {
		return nil, err
	}
	defer t.close()
	if _, err := cdp.Call(ctx, t.s, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		return nil, err
	}
	if _, err := cdp.Call(ctx, t.s, page.Navigate, page.NavigateParams{URL: pg.URL}); err != nil {
		return nil, err
	}
	if _, err := t.settle(ctx, quiet); err != nil {
		return nil, err
	}
	return t.capture(ctx, s)
}

// mount is the page that the photographed one stands in, below its caption.
func mount(s Shot) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><style>*{margin:0;padding:0;box-sizing:border-box}body{width:1280px;overflow:hidden;background:#fff}
#c{background:#1f2937;color:#fff;font:15px/22px "Noto Sans CJK SC","WenQuanYi Micro Hei","Microsoft YaHei",sans-serif;padding:8px 14px;overflow-wrap:anywhere;position:relative;z-index:2}
#v{overflow:hidden;position:relative}#p{display:block;width:1280px;height:900px;border:0;position:relative}</style><div id="c">`)
	for i, line := range s.Caption {
		if i > 0 {
			b.WriteString("<br>")
		}
		b.WriteString(html.EscapeString(line))
	}
	fmt.Fprintf(&b, `</div><div id="v"><iframe id="p" sandbox="allow-same-origin" scrolling="no" src="%s"></iframe></div>`, html.EscapeString(s.URL))
	return b.String()
}

var errNoFrame = errors.New("the page did not come up")

func (t *tab) capture(ctx context.Context, s Shot) (*Photo, error) {
	tree, err := cdp.Call(ctx, t.s, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	if len(tree.FrameTree.ChildFrames) == 0 {
		return nil, errNoFrame
	}
	inner := tree.FrameTree.ChildFrames[0].Frame.ID
	tall, err := evaluate[int](ctx, t, inner, `Math.ceil(Math.max(document.documentElement ? document.documentElement.scrollHeight : 0, document.body ? document.body.scrollHeight : 0))`)
	if err != nil {
		return nil, err
	}
	tall = min(max(tall, 200), 100_000)
	if _, err := evaluate[bool](ctx, t, t.frame, fmt.Sprintf(`(() => { document.getElementById('p').style.height = '%dpx'; return true; })()`, tall)); err != nil {
		return nil, err
	}
	marks, err := jsonv2.Marshal(s.Marks, lenient)
	if err != nil {
		return nil, err
	}
	m, err := evaluate[marked](ctx, t, inner, fmt.Sprintf("(%s)(%s)", mark, marks))
	if err != nil {
		return nil, err
	}
	// What lies too far down is brought up: the beginning of the page is left out.
	skip := 0
	if m.Found > 0 && m.Top > s.MaxHeight-400 {
		skip = m.Top - min(2000, s.MaxHeight/2)
	}
	whole, err := evaluate[int](ctx, t, t.frame, fmt.Sprintf(`(() => {
  const skip = %d, tall = %d, v = document.getElementById('v');
  document.getElementById('p').style.top = -skip + 'px';
  v.style.height = (tall - skip) + 'px';
  return document.getElementById('c').offsetHeight + tall - skip;
})()`, skip, tall))
	if err != nil {
		return nil, err
	}
	height := min(whole, s.MaxHeight)
	shot, err := cdp.Call(ctx, t.s, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: new(true),
		Clip: &page.Viewport{Width: width, Height: float64(height), Scale: 1},
	})
	if err != nil {
		return nil, err
	}
	return &Photo{PNG: shot.Data, Width: width, Height: height, Marked: m.Found}, nil
}

type marked struct {
	Found int `json:"found"`
	Top   int `json:"top"` // of the first box
}

// mark puts a box around each of the given words, or around the link that leads to
// an address. Words are compared without white space: lines break anywhere. A number
// whose middle is hidden in the quote, because it is somebody's own, is covered.
const mark = `quotes => {
  const squeeze = s => s.replace(/\s+/g, '');
  const nodes = [], walk = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let n; (n = walk.nextNode()) && text.length < 2e6;) {
    const name = n.parentNode.nodeName;
    if (name === 'SCRIPT' || name === 'STYLE' || name === 'NOSCRIPT') continue;
    const s = squeeze(n.data);
    if (s) { nodes.push([text.length, n]); text += s; }
  }
  const at = (i, end) => {
    let lo = 0, hi = nodes.length - 1;
    while (lo < hi) { const mid = (lo + hi + 1) >> 1; if (nodes[mid][0] <= i) lo = mid; else hi = mid - 1; }
    let left = i - nodes[lo][0], k = 0;
    const d = nodes[lo][1].data;
    for (; k < d.length; k++) if (!/\s/.test(d[k]) && left-- === 0) break;
    return [nodes[lo][1], Math.min(k + (end ? 1 : 0), d.length)];
  };
  const boxes = [];
  const big = r => r.width > 0 && r.height > 0;
  const boxOf = (i, n) => {
    const r = document.createRange(), a = at(i, false), b = at(i + n - 1, true);
    r.setStart(a[0], a[1]); r.setEnd(b[0], b[1]);
    const box = r.getBoundingClientRect();
    return big(box) ? box : null;
  };
  // around finds squeezed words from a place in the text on: [box, the place after it].
  const around = (s, start) => {
    if (!s || !nodes.length) return null;
    for (let from = start, tries = 0; tries < 20; tries++) {
      let i, n = s.length;
      if (s.includes('**')) { // a number that is quoted with its middle hidden
        const m = text.slice(from).match(new RegExp(s.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, x => '.{' + x.length + '}')));
        i = m ? from + m.index : -1;
      } else {
        i = text.indexOf(s, from);
      }
      if (i < 0) break;
      const box = boxOf(i, n);
      if (box) return [box, i + n];
      from = i + 1;
    }
    return null;
  };
  const bare = s => s.replace(/[：:|]/g, '');
  const link = q => {
    if (!/^https?:/.test(q)) return null;
    for (const e of document.querySelectorAll('a[href],area[href],img[src],iframe[src]')) {
      if ((e.href || e.src) === q || (e.href || e.src) + '/' === q || (e.href || e.src) === q + '/') {
        const box = (e.nodeName === 'A' && e.querySelector('img') && !big(e.getBoundingClientRect()) ? e.querySelector('img') : e).getBoundingClientRect();
        if (big(box)) return box;
      }
    }
    return null;
  };
  let found = 0, top = -1;
  const keep = (box, hide) => {
    boxes.push([box.left + scrollX, box.top + scrollY, box.width, box.height, hide]);
    const y = Math.round(box.top + scrollY);
    if (top < 0 || y < top) top = y;
  };
  for (const q of quotes) {
    const whole = around(squeeze(q), 0), to = whole ? null : link(q);
    if (whole || to) {
      found++;
      keep(whole ? whole[0] : to, q.includes('**'));
      continue;
    }
    // Words from several places: each by itself, in their order where they keep one.
    let from = 0, some = false;
    for (const piece of q.split(/[\s|]+/).filter(x => x.length > 1).slice(0, 8)) {
      const s = squeeze(piece), hit = around(s, from) || around(s, 0) || around(bare(s), from) || around(s.slice(0, 40), 0);
      const box = hit ? hit[0] : link(piece);
      if (!box) continue;
      if (hit) from = hit[1];
      keep(box, piece.includes('**'));
      some = true;
    }
    if (some) found++;
  }
  for (const [x, y, w, h, hide] of boxes) {
    const d = document.createElement('div');
    d.style.cssText = 'all:initial;position:absolute;left:' + (x - 5) + 'px;top:' + (y - 5) + 'px;width:' + (w + 10) + 'px;height:' + (h + 10) +
      'px;border:3px solid #e11d48;border-radius:4px;box-sizing:border-box;z-index:2147483647;pointer-events:none;background:' + (hide ? '#111' : 'rgba(225,29,72,.08)');
    document.documentElement.append(d);
  }
  return {found, top};
}`
