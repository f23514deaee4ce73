package fleet

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/govaudit/govaudit/audit"
)

// class is the first half of the keys of this program's advisory locks on sites.
const class = 0x676f7661

// lockName is what is locked while a site is in work for a run: the site, or its
// judgement alone where it is not visited.
func lockName(run audit.Run, siteID string) string {
	if run.Of != "" {
		return siteID + " of " + run.ID
	}
	return siteID
}

// errLocked says that another process, or another run in this one, has the site in work.
var errLocked = errors.New("site is in work elsewhere")

// locks holds the sites that this process has in work, as advisory locks of one
// connection: PostgreSQL lets go of them when the process dies.
type locks struct {
	config *pgx.ConnConfig

	mu   sync.Mutex
	conn *pgx.Conn
	held map[string]context.CancelFunc // by name: ends the work on it
	stop chan struct{}
	once sync.Once
}

const (
	watchEvery = 5 * time.Second
	watchTime  = 10 * time.Second
)

func newLocks(config *pgx.ConnConfig) *locks {
	config = config.Copy()
	// A machine that vanished is noticed within a minute, not within hours.
	for name, value := range map[string]string{"tcp_keepalives_idle": "20", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"} {
		config.RuntimeParams[name] = value
	}
	l := &locks{config: config, held: map[string]context.CancelFunc{}, stop: make(chan struct{})}
	go l.watch()
	return l
}

// take locks a name until release is called. The context it returns ends with ctx, and
// when the lock is lost with its connection.
func (l *locks) take(ctx context.Context, name string) (locked context.Context, release func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[name] != nil {
		return nil, nil, errLocked
	}
	if l.conn == nil {
		if l.conn, err = pgx.ConnectConfig(ctx, l.config); err != nil {
			return nil, nil, fmt.Errorf("connect for locks: %w", err)
		}
	}
	// Were the question broken off, the connection would be lost, and all locks with it.
	ask, done := context.WithTimeout(context.WithoutCancel(ctx), watchTime)
	defer done()
	var got bool
	if err := l.conn.QueryRow(ask, "SELECT pg_try_advisory_lock($1, hashtext($2 || ' ' || current_schema()))", class, name).Scan(&got); err != nil {
		l.drop()
		return nil, nil, fmt.Errorf("lock site: %w", err)
	}
	if !got {
		return nil, nil, errLocked
	}
	locked, cancel := context.WithCancel(ctx)
	conn := l.conn
	l.held[name] = cancel
	return locked, func() {
		cancel()
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.conn != conn {
			return // lost, and another may hold it by now
		}
		delete(l.held, name)
		ctx, cancel := context.WithTimeout(context.Background(), watchTime)
		defer cancel()
		if _, err := l.conn.Exec(ctx, "SELECT pg_advisory_unlock($1, hashtext($2 || ' ' || current_schema()))", class, name); err != nil {
			l.drop()
		}
	}, nil
}

// drop gives up the connection and with it all locks: all work on their sites ends. The
// caller holds mu.
func (l *locks) drop() {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	l.conn.Close(ctx) // an error only says that it is closed already
	l.conn = nil
	for _, cancel := range l.held {
		cancel()
	}
	l.held = map[string]context.CancelFunc{}
}

// watch notices when the connection is lost.
func (l *locks) watch() {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-tick.C:
			l.check()
		}
	}
}

func (l *locks) check() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), watchTime)
	defer cancel()
	if err := l.conn.Ping(ctx); err != nil {
		l.drop()
	}
}

func (l *locks) close() {
	l.once.Do(func() { close(l.stop) })
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop()
}

// unlocked returns those of the names that no process has locked.
func (f *Fleet) unlocked(ctx context.Context, names []string) ([]string, error) {
	rows, err := f.pool.Query(ctx, `SELECT s FROM unnest($1::text[]) AS s WHERE NOT EXISTS (SELECT 1 FROM pg_locks l
		WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid::bigint = $2
		AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.objid::bigint = (hashtext(s || ' ' || current_schema())::bigint & 4294967295))`, names, int64(class))
	if err != nil {
		return nil, fmt.Errorf("look for lost sites: %w", err)
	}
	free, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("look for lost sites: %w", err)
	}
	return free, nil
}
