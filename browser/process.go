package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
)

const (
	startTime  = 30 * time.Second      // for a browser to answer its first command
	watchEvery = 25 * time.Millisecond // how often its memory is looked at while it shows a page
	recount    = 8                     // looks after which it is found out anew which processes are its
)

// ErrMemory says that a page could not be shown within what a browser may hold.
var ErrMemory = errors.New("the browser used more memory than it may")

// process is one running browser with a profile of its own.
type process struct {
	log     *slog.Logger
	cmd     *exec.Cmd
	wire    *wire
	profile *profile
	said    *tail // the end of what it wrote to its log
	pipes   []io.Closer
	exited  chan struct{}
	memory  int64        // bytes it may hold
	holds   atomic.Int64 // bytes it held when it was looked at last
	big     atomic.Bool  // it was ended for its memory
	showing atomic.Bool  // a page is being shown
	once    sync.Once
	uses    int  // tabs it has shown
	wedged  bool // it did not do as told: not to be used again
}

// start runs the browser at path. It is ended, with all that it started, by stop,
// when it uses more than memory bytes (0: what its kind may), and by the system when
// this program dies.
func start(ctx context.Context, log *slog.Logger, path string, memory int64) (*process, error) {
	dir, err := newProfile()
	if err != nil {
		return nil, err
	}
	p := &process{log: log, profile: dir, said: new(tail), exited: make(chan struct{})}
	in, out, err := p.command(path)
	if err == nil {
		err = p.launch()
	}
	if err != nil {
		p.close()
		p.profile.remove()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	p.wire = newWire(in, out)
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	root := session{p.wire, ""}
	v, err := cdp.Call(ctx, root, browser.GetVersion, cdp.Empty{})
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("start %s: %w: %s", path, err, p.said)
	}
	p.memory = cmp.Or(memory, memoryFor(v.Product))
	go p.watch(p.memory)
	p.wire.listen("", p.rootEvent)
	if _, err := cdp.Call(ctx, root, target.SetDiscoverTargets, target.SetDiscoverTargetsParams{Discover: true}); err != nil {
		p.stop()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	log.Debug("browser started", "program", v.Product, "pid", p.cmd.Process.Pid, "sandbox", !isRoot())
	return p, nil
}

// memoryFor is what a browser may hold that calls itself product.
func memoryFor(product string) int64 {
	if strings.HasPrefix(product, "Headless") {
		return ShellMemory
	}
	return DefaultMemory
}

// command prepares the process with its two pipes, and returns our ends of them.
func (p *process) command(path string) (in io.Reader, out io.Writer, err error) {
	if !supported {
		return nil, nil, errors.New("a browser cannot be used on " + runtime.GOOS + " yet")
	}
	theirIn, ourOut, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	p.pipes = append(p.pipes, theirIn, ourOut)
	ourIn, theirOut, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	p.pipes = append(p.pipes, ourIn, theirOut)
	p.cmd = exec.Command(path, flags(p.profile.dir, isRoot())...)
	p.cmd.ExtraFiles = []*os.File{theirIn, theirOut} // its descriptors 3 and 4
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	p.cmd.Dir = p.profile.dir
	p.cmd.WaitDelay = time.Second
	p.cmd.Env = environment(p.profile.dir)
	ownGroup(p.cmd)
	return ourIn, ourOut, nil
}

// environment is what the browser sees of ours: where programs and words are, but
// no secrets and no proxies.
func environment(home string) []string {
	env := []string{"HOME=" + home, "TMPDIR=" + home, "XDG_CONFIG_HOME=" + home, "XDG_CACHE_HOME=" + home}
	for _, key := range []string{"PATH", "LANG", "LC_ALL", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "LD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(key); ok {
			env = append(env, key+"="+v)
		}
	}
	return append(env, "TZ=Asia/Shanghai")
}

// launch starts the process from a thread that stays while it runs: the system
// ends it when the thread that started it ends.
func (p *process) launch() error {
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with this function
		stayOrdinary()
		err := p.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.cmd.Wait()
		close(p.exited)
	}()
	err := <-started
	for _, i := range []int{0, 3} { // its ends are its own now
		p.pipes[i].Close()
	}
	return err
}

func (p *process) close() {
	for _, c := range p.pipes {
		c.Close()
	}
}

// stop ends the browser and everything it started, and removes its profile.
func (p *process) stop() {
	p.once.Do(func() {
		endGroup(p.cmd.Process.Pid)
		<-p.exited
		endUsers(p.profile.dir)
		p.close()
		<-p.wire.gone
		if err := p.profile.remove(); err != nil {
			p.log.Warn("browser profile not removed", "folder", p.profile.dir, "err", err)
		}
	})
}

// watch ends a browser that grows too large. A page can fill hundreds of megabytes
// in a tenth of a second, so it looks often.
func (p *process) watch(most int64) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var family []int
	for looks := 0; ; looks++ {
		select {
		case <-p.exited:
			return
		case <-tick.C:
		}
		if looks%recount == 0 {
			family = familyOf(p.cmd.Process.Pid)
		} else if !p.showing.Load() {
			continue
		}
		n := memoryOf(family)
		p.holds.Store(n)
		if n > most {
			p.big.Store(true)
			p.log.Warn("browser ended for its memory", "bytes", n, "bound", most)
			endGroup(p.cmd.Process.Pid)
			return
		}
	}
}

// crowded reports that it holds nearly all it may.
func (p *process) crowded() bool { return p.holds.Load() > p.memory*7/8 }

// explain names the reason behind an error of a browser that is no more.
func (p *process) explain(err error) error {
	if p.big.Load() {
		return fmt.Errorf("%w: %w", ErrMemory, err)
	}
	return err
}

// rootEvent closes every window a page opens.
func (p *process) rootEvent(m message) {
	if m.Method != target.TargetCreated.Method {
		return
	}
	var e target.EventTargetCreated
	if decode(m, &e) != nil || e.TargetInfo == nil || e.TargetInfo.OpenerID == "" {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		cdp.Call(ctx, session{p.wire, ""}, target.CloseTarget, target.CloseTargetParams{TargetID: e.TargetInfo.TargetID})
	}()
}

// tail keeps the last bytes written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write never fails.
func (t *tail) Write(b []byte) (int, error) {
	const most = 2 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b[max(0, len(b)-most):]...)
	t.buf = t.buf[max(0, len(t.buf)-most):]
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
