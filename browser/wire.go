package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	jsonv2 "github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/target"
)

// maxMessage bounds one message of a browser. A page decides how large some of
// them get (the text of an alert, an address), and must not decide how much memory
// this program uses: a longer one ends the browser.
const maxMessage = 48 << 20

var (
	errGone = errors.New("the browser is gone")
	errLong = fmt.Errorf("the browser sent a message of more than %d bytes", maxMessage)
)

// lenient reads what a page put into a message even where it is no proper text.
var lenient = jsonv2.JoinOptions(jsonv2.DefaultOptionsV2(), jsonv2.AllowInvalidUTF8(true))

// message is what goes over the wire of the DevTools protocol in both directions.
type message struct {
	ID      int64            `json:"id,omitempty"`
	Session target.SessionID `json:"sessionId,omitempty"`
	Method  string           `json:"method,omitempty"`
	Params  jsonv2.Value     `json:"params,omitempty"`
	Result  jsonv2.Value     `json:"result,omitempty"`
	Error   *wireError       `json:"error,omitempty"`
}

type wireError struct {
	Code    int64  `json:"code"`
	Message string `json:"message"`
}

func (e *wireError) Error() string { return fmt.Sprintf("browser: %s (%d)", e.Message, e.Code) }

// wire speaks the DevTools protocol over two pipes: messages end with a zero
// byte. It enables no domain by itself and buffers no event nobody asked for,
// because hostile pages make as many of them as they like.
type wire struct {
	in   *bufio.Reader
	out  io.Writer
	next atomic.Int64
	gone chan struct{} // closed when nothing more comes

	write sync.Mutex

	mu    sync.Mutex
	err   error                  // why it is gone
	calls map[int64]chan message // answers waited for

	ears     sync.Mutex // held while an event is told
	sessions map[target.SessionID]func(message)
}

func newWire(in io.Reader, out io.Writer) *wire {
	w := &wire{
		in: bufio.NewReaderSize(in, 64<<10), out: out, gone: make(chan struct{}),
		calls: map[int64]chan message{}, sessions: map[target.SessionID]func(message){},
	}
	go w.loop()
	return w
}

// listen has fn told of the events of a session, in their order; fn must neither
// wait nor listen. nil ends it: once listen returns, fn is not called any more.
func (w *wire) listen(s target.SessionID, fn func(message)) {
	w.ears.Lock()
	defer w.ears.Unlock()
	if fn == nil {
		delete(w.sessions, s)
		return
	}
	w.sessions[s] = fn
}

func (w *wire) loop() {
	err := w.read()
	w.mu.Lock()
	w.err = fmt.Errorf("%w: %v", errGone, err)
	w.mu.Unlock()
	close(w.gone)
}

func (w *wire) read() error {
	var buf []byte
	for {
		part, err := w.in.ReadSlice(0)
		if len(buf)+len(part) > maxMessage {
			return errLong
		}
		buf = append(buf, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return err
		}
		var m message
		if err := jsonv2.Unmarshal(buf[:len(buf)-1], &m, lenient); err != nil {
			return fmt.Errorf("read message: %w", err)
		}
		w.hand(m)
		if cap(buf) > 1<<20 {
			buf = nil
		}
		buf = buf[:0]
	}
}

func (w *wire) hand(m message) {
	if m.ID != 0 {
		w.mu.Lock()
		c := w.calls[m.ID]
		delete(w.calls, m.ID)
		w.mu.Unlock()
		if c != nil {
			c <- m
		}
		return
	}
	w.ears.Lock()
	defer w.ears.Unlock()
	if fn := w.sessions[m.Session]; fn != nil {
		fn(m)
	}
}

// call sends one command to a session ("": the browser itself) and waits for its
// answer.
func (w *wire) call(ctx context.Context, s target.SessionID, method string, params, result any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	raw, err := jsonv2.Marshal(params, lenient)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	id := w.next.Add(1)
	answer := make(chan message, 1)
	w.mu.Lock()
	w.calls[id] = answer
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		delete(w.calls, id)
		w.mu.Unlock()
	}()
	if err := w.send(message{ID: id, Session: s, Method: method, Params: raw}); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			return fmt.Errorf("%s: %w", method, m.Error)
		}
		if result == nil || len(m.Result) == 0 {
			return nil
		}
		return jsonv2.Unmarshal(m.Result, result, lenient)
	case <-ctx.Done():
		return ctx.Err()
	case <-w.gone:
		w.mu.Lock()
		defer w.mu.Unlock()
		return fmt.Errorf("%s: %w", method, w.err)
	}
}

func (w *wire) send(m message) error {
	b, err := jsonv2.Marshal(m, lenient)
	if err != nil {
		return err
	}
	w.write.Lock()
	defer w.write.Unlock()
	if _, err := w.out.Write(append(b, 0)); err != nil {
		return fmt.Errorf("%w: %v", errGone, err)
	}
	return nil
}

// session is one tab's end of the wire. It implements [cdp.Session] but for
// Subscribe, which nothing here uses.
type session struct {
	w  *wire
	id target.SessionID
}

// Call sends a command and decodes its answer.
func (s session) Call(ctx context.Context, method string, params, result any) error {
	return s.w.call(ctx, s.id, method, params, result)
}

// Subscribe is there for the interface: events come by [wire.listen], which
// buffers none.
func (s session) Subscribe(string) (<-chan jsonv2.Value, func()) {
	none := make(chan jsonv2.Value)
	close(none)
	return none, func() {}
}
