package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

// TestMain turns the test binary into the process that a test kills.
func TestMain(m *testing.M) {
	if address := os.Getenv("GOVAUDIT_STORE_CHILD"); address != "" {
		fmt.Fprintln(os.Stderr, crawlForever(address))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestSQLite(t *testing.T) {
	fresh := func(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "test.db") }
	testStore(t, fresh)
	t.Run("stores of earlier schemas are brought up to date with what they hold", func(t *testing.T) { testUpgrade(t, fresh) })
}

func TestPostgres(t *testing.T) {
	if os.Getenv("GOVAUDIT_TEST_POSTGRES") == "" {
		t.Skip("GOVAUDIT_TEST_POSTGRES is not set: run .ci/postgres run go test ./store/")
	}
	testStore(t, freshSchema)
	t.Run("stores of earlier schemas are brought up to date with what they hold", func(t *testing.T) { testUpgrade(t, freshSchema) })
}

// testStore is what every store must do; fresh gives the address of an empty one.
func testStore(t *testing.T, fresh func(testing.TB) string) {
	for _, tt := range []struct {
		name string
		test func(t *testing.T, address string)
	}{
		{"a page comes back as it was put", testRoundTrip},
		{"a page put twice is as it was the second time", testPutTwice},
		{"text that is not text is made storable", testHostileText},
		{"very large values are stored", testLargeValues},
		{"pages come in byte order of their addresses", testOrder},
		{"pages can be looked at while the store is used", testPagesHoldNothing},
		{"equal bodies are stored once", testDedupe},
		{"what is stored need not be packed again", testAgain},
		{"pages are packed in the words of an earlier one, whatever becomes of that", testPrimer},
		{"facts are packed in the words of those of an earlier page", testFactsPrimer},
		{"a body whose facts were asked for is there", testFactsAskedFor},
		{"words that are of no use are changed for better ones", testPoorPrimer},
		{"facts are kept with the body they were read from", testFacts},
		{"facts asked for at once are told apart", testFactsTogether},
		{"a page that is the same as before has its body and newer facts", testRevalidated},
		{"the crawl before tells what can be asked about", testEarlierPages},
		{"what is kept beside a snapshot is given to later ones of its site", testKept},
		{"the pages of the crawl before are a trail", testTrail},
		{"a record is found by its hash", testRecord},
		{"a finished snapshot is read back and cannot change", testFinish},
		{"a store left without closing goes on", testAbandoned},
		{"a killed process loses no written page and tears none", testKilled},
		{"many crawls write at once", testConcurrent},
		{"two processes write the same bodies at once", testTwoStores},
		{"an unwritable page is an error of its snapshot alone", testUnwritable},
		{"what waits is bounded", testBackPressure},
		{"a caller that gives up is let go", testCancelled},
		{"runs are found by id, by prefix, by key and as the newest", testRuns},
		{"results come back by site, and the last word counts", testResults},
		{"results in short go with the results", testSummaries},
		{"questions in short go with the results", testQuestions},
		{"the newest results of each site are found, of finished runs only", testRecent},
		{"results of an earlier program are summed up", testOldResults},
		{"what is not there is said to be not there", testMissing},
		{"old pages go, but none that a decision rests on", testRetention},
		{"letting go leaves bodies alone while a crawl is going on", testLetGoWhileCrawling},
		{"who reads pages that are let go is told", testLetGoWhileReading},
		{"decisions are kept in order, and none is overwritten", testDecisions},
		{"decisions are recorded all or none", testDecisionsWhole},
		{"what a person typed is kept as it is", testHostileDecisions},
		{"what waits for a second person is settled once", testProposals},
		{"nothing is told twice, and what may have been told is not told again", testNotices},
		{"items are the fold of their events, and change from what was read alone", testLedger},
		{"a run is folded once", testFolds},
		{"of many words about one item at once, one counts", testLedgerRace},
		{"rechecks are no audits", testRechecks},
		{"visits come back by time, within the window", testVisits},
		{"earlier snapshots are found, finished ones of this address only", testEarlier},
		{"pictures are kept with the run that holds something against their pages", testPhotos},
		{"accounts come back, and an edit of a stale one is refused", testUsers},
		{"two administrators who demote each other leave one", testLastAdministrator},
		{"tokens come back and end once", testTokens},
		{"sessions come back until they expire", testSessions},
		{"a line of the log is written with its change or not at all", testOperations},
		{"what fell due is recorded once, and skipped while the one before waits", testTaskOnce},
		{"a task and its run begin together and end once", testTaskCourse},
		{"visits are recorded with the end of their task", testTaskVisits},
		{"letting go leaves a run alone that a task is carried out by", testLetGoWhileRunning},
		{"who paused a schedule stays, whatever becomes of it", testPause},
		{"sites that people add are kept, all of a list or none", testAddedSites},
		{"one process at a time holds what only one may do", testHold},
		{"one process at a time carries out a run", testHoldRun},
		{"the state of the results has a name, and tasks are counted", testStates},
		{"a store of a newer program is refused", testNewer},
		{"several processes may create the store at once", testOpenTogether},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(t, fresh(t))
		})
	}
}

// freshSchema makes a schema in the test database that lives as long as t.
func freshSchema(t testing.TB) string {
	t.Helper()
	address := os.Getenv("GOVAUDIT_TEST_POSTGRES")
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	sum := sha256.Sum256([]byte(t.Name() + t.TempDir()))
	schema := "t" + hex.EncodeToString(sum[:8])
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db, err := sql.Open("pgx", address)
		if err == nil {
			_, err = db.Exec("DROP SCHEMA " + schema + " CASCADE")
			db.Close()
		}
		if err != nil {
			t.Errorf("drop schema: %v", err)
		}
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// open opens the store at address until the end of the test.
func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

var day = time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)

// begin starts run r1, if it has not started, and the snapshot of one site in it.
func begin(t testing.TB, s *Store, siteID string) *Snapshot {
	t.Helper()
	if _, err := s.Run(t.Context(), "r1"); err != nil {
		must(t, s.CreateRun(t.Context(), audit.Run{ID: "r1", Started: day, Key: "k"}))
	}
	sn, err := s.BeginSnapshot(t.Context(), "r1", site.Target{ID: siteID}, day)
	must(t, err)
	return sn
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// page is a page of a body of its own.
func page(address, body string) *site.Page {
	return &site.Page{URL: address, Final: address, Status: 200, Fetched: day, SHA256: sum(body), Size: int64(len(body)), Body: []byte(body)}
}

func sum(body string) string {
	if body == "" {
		return ""
	}
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

func pagesOf(t testing.TB, sn *Snapshot) []*site.Page {
	t.Helper()
	var list []*site.Page
	for p, err := range sn.Pages(t.Context()) {
		must(t, err)
		list = append(list, p)
	}
	return list
}

// count runs a query that gives one number.
func count(t testing.TB, s *Store, query string) (n int) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), query).Scan(&n))
	return n
}

func TestOpenSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	must(t, os.WriteFile(text, []byte(strings.Repeat("not a database, only words\n", 100)), 0o600))
	for _, tt := range []struct{ name, address, want string }{
		{"no scheme", "govaudit.db", "write sqlite:PATH or postgres://"},
		{"unknown scheme", "mysql://root:secret@localhost/x", `unknown kind of store "mysql"`},
		{"no path", "sqlite:", "for example sqlite:govaudit.db"},
		{"memory", "sqlite::memory:", "sqlite needs a file"},
		{"folder missing", "sqlite:" + filepath.Join(dir, "no", "x.db"), "does not exist: make it, or name another file"},
		{"folder is a file", "sqlite:" + filepath.Join(text, "x.db"), "not a folder: name another file"},
		{"a folder itself", "sqlite:" + dir, "this is a folder: name a file in it"},
		{"not a database", "sqlite:" + text, "is it a govaudit store"},
		{"postgres address unreadable", "postgres://u:secret@localhost:port/x", "write postgres://USER:PASSWORD@HOST:PORT/DATABASE"},
		{"postgres not there", "postgres://u:secret@127.0.0.1:1/x?connect_timeout=2", "is the server running"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(t.Context(), tt.address, slog.New(slog.DiscardHandler))
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %q does not say %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q tells the password", err)
			}
		})
	}
}

func TestOpenPathWithSpecialCharacters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "审计 50%?a#b&c.db")
	begin(t, open(t, "sqlite:"+path), "a")
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func testNewer(t *testing.T, address string) {
	s := open(t, address)
	_, err := s.write.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, $1)", true)
	must(t, err)
	newer, err := Open(t.Context(), address, slog.New(slog.DiscardHandler))
	if err == nil {
		newer.Close()
		t.Fatal("opened")
	}
	if want := "a newer govaudit has used it"; !strings.Contains(err.Error(), want) {
		t.Errorf("error %q does not say %q", err, want)
	}
}

func testOpenTogether(t *testing.T, address string) {
	errs := make(chan error)
	const n = 4
	for range n {
		go func() {
			s, err := Open(context.Background(), address, slog.New(slog.DiscardHandler))
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// TestSchemasAgree compares the tables and columns of both engines.
func TestSchemasAgree(t *testing.T) {
	if os.Getenv("GOVAUDIT_TEST_POSTGRES") == "" {
		t.Skip("GOVAUDIT_TEST_POSTGRES is not set: run .ci/postgres run go test ./store/")
	}
	lite := open(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	post := open(t, freshSchema(t))
	kind := strings.NewReplacer("INTEGER", "BIGINT", "BLOB", "BYTEA")
	list := func(s *Store, query string) (out []string) {
		lines, err := collect(t.Context(), s.read, func(rows *sql.Rows) (line string, err error) {
			var table, column, typ string
			var null bool
			err = rows.Scan(&table, &column, &typ, &null)
			return fmt.Sprintf("%s.%s %s null:%t", table, column, kind.Replace(strings.ToUpper(typ)), null), err
		}, query)
		must(t, err)
		return lines
	}
	got := list(lite, `SELECT m.name, c.name, c.type, c."notnull" = 0 FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%' ORDER BY 1, c.cid`)
	want := list(post, `SELECT table_name, column_name, data_type, is_nullable = 'YES' FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name NOT LIKE 'goose_%' ORDER BY table_name COLLATE "C", ordinal_position`)
	if len(got) < 30 || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("sqlite:\n%s\npostgres:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
