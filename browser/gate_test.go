package browser

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// trap counts who comes to an address where nobody may come: by TCP and by UDP.
type trap struct {
	port string
	came atomic.Int64
}

func newTrap(t *testing.T) *trap {
	t.Helper()
	x := &trap{}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, x.port, _ = net.SplitHostPort(l.Addr().String())
	listeners := []net.Listener{l}
	if six, err := net.Listen("tcp6", "[::1]:"+x.port); err == nil {
		listeners = append(listeners, six)
	}
	for _, l := range listeners {
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				x.came.Add(1)
				c.Close()
			}
		}()
	}
	u, err := net.ListenPacket("udp4", "127.0.0.1:"+x.port)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.Close() })
	go func() {
		for buf := make([]byte, 2048); ; {
			if _, _, err := u.ReadFrom(buf); err != nil {
				return
			}
			x.came.Add(1)
		}
	}()
	return x
}

// No page gets anywhere by itself: what it asks for is handed over or dies. TRAP
// stands for the address of a listener that must never be reached.
func TestNothingGetsOut(t *testing.T) {
	p := pool(t)
	x := newTrap(t)
	for _, c := range []struct{ name, html string }{
		{"requests of scripts", `<script>for(const h of HOSTS){fetch('http://'+h+'/',{mode:'no-cors'}).catch(()=>0);fetch('http://'+h+'/',{method:'POST',mode:'no-cors',keepalive:true}).catch(()=>0);
			const r=new XMLHttpRequest();r.open('GET','http://'+h+'/');r.send();navigator.sendBeacon('http://'+h+'/','x')}</script>`},
		{"sockets and streams", `<script>for(const h of HOSTS){try{new WebSocket('ws://'+h+'/')}catch(e){}try{new EventSource('http://'+h+'/')}catch(e){}try{new WebTransport('https://'+h+'/')}catch(e){}}</script>`},
		{"sockets of an empty frame that no script was put into", `<body><script>for(const h of HOSTS){const f=document.createElement('iframe');document.body.append(f);const w=f.contentWindow;
			try{new w.WebSocket('ws://'+h+'/')}catch(e){}try{new w.EventSource('http://'+h+'/')}catch(e){}try{w.fetch('http://'+h+'/').catch(()=>0)}catch(e){}
			try{const c=new w.RTCPeerConnection({iceServers:[{urls:'stun:'+h},{urls:'turn:'+h+'?transport=tcp',username:'a',credential:'b'}]});c.createDataChannel('x');c.createOffer().then(o=>c.setLocalDescription(o))}catch(e){}
			try{new w.Worker(URL.createObjectURL(new Blob(["fetch('http://"+h+"/');new WebSocket('ws://"+h+"/')"])))}catch(e){}}</script>`},
		{"peer connections", `<script>for(const h of HOSTS){try{const c=new RTCPeerConnection({iceServers:[{urls:'stun:'+h},{urls:'turn:'+h+'?transport=tcp',username:'a',credential:'b'}]});c.createDataChannel('x');c.createOffer().then(o=>c.setLocalDescription(o))}catch(e){}}</script>`},
		{"workers", `<script>for(const h of HOSTS){const u=URL.createObjectURL(new Blob(["fetch('http://"+h+"/');importScripts('http://"+h+"/a.js')"],{type:'text/javascript'}));
			try{new Worker(u)}catch(e){}try{new SharedWorker(u)}catch(e){}try{navigator.serviceWorker.register('/sw.js')}catch(e){}try{CSS.paintWorklet.addModule('http://'+h+'/')}catch(e){}import('http://'+h+'/m.js').catch(()=>0)}</script>`},
		{"pictures, styles, fonts, media and objects", `<link rel=stylesheet href=http://TRAP/a.css><style>@import url(http://TRAP/b.css);@font-face{font-family:x;src:url(http://TRAP/f.woff2)}body{font-family:x;background:url(http://TRAP/bg.png)}</style>
			<img src=http://TRAP/i.png><img srcset="http://TRAP/i2.png 2x"><video src=http://TRAP/v.mp4 autoplay poster=http://TRAP/p.png></video><audio src=http://TRAP/a.mp3 autoplay></audio>
			<object data=http://TRAP/o></object><embed src=http://TRAP/e><iframe src=http://TRAP/f></iframe><iframe srcdoc="<img src=http://TRAP/x><script>fetch('http://TRAP/')</script>"></iframe>文字`},
		{"hints", `<link rel=preconnect href=http://TRAP><link rel=dns-prefetch href=http://TRAP><link rel=prefetch href=http://TRAP/p><link rel=preload as=script href=http://TRAP/s><link rel=modulepreload href=http://TRAP/m>
			<link rel=prerender href=http://TRAP/r><link rel=manifest href=http://TRAP/w><link rel=icon href=http://TRAP/i.ico><script type=speculationrules>{"prerender":[{"source":"list","urls":["http://TRAP/sr"]}],"prefetch":[{"source":"list","urls":["http://TRAP/sp"]}]}</script>`},
		{"a window that is opened", `<body><script>for(const h of HOSTS){window.open('http://'+h+'/');const a=document.createElement('a');a.href='http://'+h+'/';a.target='_blank';a.ping='http://'+h+'/p';document.body.append(a);a.click();
			const d=document.createElement('a');d.href='http://'+h+'/x.zip';d.download='x';document.body.append(d);d.click()}</script>`},
		{"a refresh", `<meta http-equiv=refresh content="0;url=http://TRAP/">`},
		{"a form that sends itself", `<form id=f method=post action=http://TRAP/ target=_blank><input name=a></form><form id=g action=http://TRAP/></form><script>f.submit();g.submit()</script>`},
		{"a script that goes away", `<script>setTimeout(()=>location.replace('http://TRAP/'),50)</script>`},
		{"other schemes", `<iframe src=file:///etc/passwd></iframe><iframe src=ftp://TRAP/></iframe><iframe src=view-source:http://TRAP/></iframe><script>fetch('file:///etc/passwd').catch(()=>0);location.href='ftp://TRAP/'</script>`},
		{"a report of broken rules", `<meta http-equiv=Content-Security-Policy content="img-src 'none'; report-uri http://TRAP/csp"><img src=http://TRAP/i>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			trap := "127.0.0.1:" + x.port
			hosts := fmt.Sprintf(`["%s","localhost:%s","[::1]:%s","[::ffff:127.0.0.1]:%s","2130706433:%s","intern.test.invalid:%s"]`, trap, x.port, x.port, x.port, x.port, x.port)
			body := "<!DOCTYPE html><meta charset=utf-8>" + strings.ReplaceAll(strings.ReplaceAll(c.html, "HOSTS", hosts), "TRAP", trap)
			v, err := p.Render(t.Context(), Page{URL: home, Fetch: func(_ context.Context, r Request) Response {
				if r.Kind == Document {
					return Response{Status: 200, Type: "text/html", Body: []byte(body)}
				}
				return Response{}
			}})
			if err == nil && strings.Contains(v.HTML, "root:") {
				t.Error("a file of this machine was read")
			}
			time.Sleep(200 * time.Millisecond) // what is under way arrives
			if n := x.came.Swap(0); n != 0 {
				t.Errorf("%d connections or packets came", n)
			}
		})
	}
	// A listener that hears nothing proves nothing unless it can hear.
	c, err := net.Dial("tcp4", "127.0.0.1:"+x.port)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	for i := 0; x.came.Load() == 0; i++ {
		if i == 100 {
			t.Fatal("the listener does not hear")
		}
		time.Sleep(10 * time.Millisecond)
	}
}
