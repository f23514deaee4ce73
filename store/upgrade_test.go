package store

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// upgrades says, of each schema that added something, what a program of that time wrote,
// in its own words, and what a program of today must find of it.
var upgrades = []struct {
	since int64
	write func(t *testing.T, do func(query string, args ...any))
	read  func(t *testing.T, s *Store)
}{
	{1, func(t *testing.T, do func(string, ...any)) {
		c, err := newCodec()
		must(t, err)
		defer c.close()
		body := []byte("<p>甲市</p>")
		sum := sha256.Sum256(body)
		do("INSERT INTO runs (id, work, judges, as_of, started, finished, program, packs) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			"20260401", "key", "", int64(1e15), int64(1e15), int64(2e15), "v0.1", `[{"id":"national","version":"1","sha256":"ab"}]`)
		do("INSERT INTO snapshots (run, site, done, doc) VALUES ($1, $2, $3, $4)", "20260401", "jia", true, `{"target":{"id":"jia"}}`)
		do("INSERT INTO bodies (sha256, data) VALUES ($1, $2)", sum[:], c.pack(body, nil))
		do(`INSERT INTO pages (snapshot, url, long_url, final, found_on, depth, chain, status, failure, err, fetched, millis, content_type, last_modified, etag, sha256, stored, size, truncated)
			VALUES ((SELECT id FROM snapshots), $1, '', '=', '', 0, '', 200, '', '', $2, 7, 'text/html', NULL, '', $3, $4, $5, $6)`,
			"http://jia.gov.cn/", int64(1e15), sum[:], true, len(body), false)
		do("INSERT INTO results (run, site, doc) VALUES ($1, $2, $3)", "20260401", "jia", `{"id":"jia","name":"甲市","level":"city","state":"audited","scores":[{"pack":"national","points":88,"max":100}]}`)
	}, func(t *testing.T, s *Store) {
		run, err := s.Run(t.Context(), "")
		must(t, err)
		if run.ID != "20260401" || run.Kind != "" || len(run.Packs) != 1 || run.Finished.UnixMicro() != 2e15 {
			t.Errorf("run %+v", run)
		}
		sn, err := s.Snapshot(t.Context(), run.ID, "jia")
		must(t, err)
		p, err := sn.Page(t.Context(), "http://jia.gov.cn/")
		must(t, err)
		if string(p.Body) != "<p>甲市</p>" || p.Final != p.URL || p.Millis != 7 {
			t.Errorf("page %+v", p)
		}
		r, err := s.Site(t.Context(), run.ID, "jia")
		must(t, err)
		sums, err := s.Summaries(t.Context(), run.ID)
		must(t, err)
		if r.Name != "甲市" || len(sums) != 1 || sums[0].Name != "甲市" || len(sums[0].Scores) != 1 || sums[0].Scores[0].Points != 88 {
			t.Errorf("result %+v, in short %+v", r, sums)
		}
		recent, err := s.Recent(t.Context(), 1)
		must(t, err)
		if len(recent) != 1 || recent[0].Run != run.ID || len(recent[0].Packs) != 1 {
			t.Errorf("newest results %+v", recent)
		}
	}},
	{2, func(_ *testing.T, do func(string, ...any)) {
		do("INSERT INTO visits (site, at, url, doc) VALUES ($1, $2, $3, $4)", "jia", int64(1e15), "http://jia.gov.cn/", `{"at":"2001-09-09T01:46:40Z","status":200,"millis":5}`)
	}, func(t *testing.T, s *Store) {
		list, err := s.Visits(t.Context(), site.Target{ID: "jia", URL: "http://jia.gov.cn/"}, time.UnixMicro(1e15), time.UnixMicro(1e15+1))
		must(t, err)
		if len(list) != 1 || list[0].Status != 200 {
			t.Errorf("visits %+v", list)
		}
	}},
	{3, func(_ *testing.T, do func(string, ...any)) {
		do(`INSERT INTO decisions (site, rule, code, subject, answer, reason, person, made, until, fingerprint, run) VALUES ($1, $2, '', '', $3, $4, $5, $6, $7, $8, $9)`,
			"jia", "national/news", "confirm", "属实", "张三", int64(1e15), "2026-12-31", "f", "20260401")
	}, func(t *testing.T, s *Store) {
		list, err := s.Decisions(t.Context(), "jia")
		must(t, err)
		if len(list) != 1 || list[0].By != "张三" || list[0].Until != calendar.MustDay(2026, 12, 31) || list[0].At.UnixMicro() != 1e15 {
			t.Errorf("decisions %+v", list)
		}
	}},
	{6, func(t *testing.T, do func(string, ...any)) {
		c, err := newCodec()
		must(t, err)
		defer c.close()
		png := []byte("\x89PNG 甲")
		sum := sha256.Sum256(png)
		do("INSERT INTO bodies (sha256, data) VALUES ($1, $2)", sum[:], c.pack(png, nil))
		do("INSERT INTO photos (run, site, url, sha256, doc) VALUES ($1, $2, $3, $4, $5)", "20260401", "jia", "http://jia.gov.cn/", sum[:], `{"url":"http://jia.gov.cn/"}`)
	}, func(t *testing.T, s *Store) {
		p, err := s.Photo(t.Context(), "20260401", "jia", "http://jia.gov.cn/")
		must(t, err)
		if p == nil || string(p.PNG) != "\x89PNG 甲" {
			t.Errorf("picture %+v", p)
		}
	}},
	{8, func(_ *testing.T, do func(string, ...any)) {
		do(`INSERT INTO ledger_items (id, site, rule, department, state, severity, due, recurred, version, doc) VALUES ($1, $2, $3, $4, 'open', 'normal', 20600, 0, 1, $5)`,
			"ZG-1", "jia", "national/news", "甲办", `{"id":"ZG-1","Site":"jia","Rule":"national/news","state":"open","version":1,"department":"甲办"}`)
		do("INSERT INTO ledger_events (item, n, at, kind, doc) VALUES ($1, 1, $2, 'opened', $3)", "ZG-1", int64(1e15), `{"item":"ZG-1","n":1}`)
		do("INSERT INTO runs (id, work, judges, started, program, packs, kind) VALUES ('20260402', 'key2', '', $1, 'v0.5', '[]', 'recheck')", int64(15e14))
	}, func(t *testing.T, s *Store) {
		it, err := s.Item(t.Context(), "ZG-1")
		must(t, err)
		events, err := s.Events(t.Context(), "ZG-1")
		must(t, err)
		if it.Department != "甲办" || it.State != "open" || len(events) != 1 {
			t.Errorf("item %+v with events %+v", it, events)
		}
		runs, err := s.Rechecks(t.Context(), 10)
		must(t, err)
		if len(runs) != 1 || runs[0].Kind != audit.Recheck {
			t.Errorf("rechecks %+v", runs)
		}
	}},
	{9, func(_ *testing.T, do func(string, ...any)) {
		do("INSERT INTO users (name, display, role, departments, hash, disabled, must_change, epoch, created, signed_in) VALUES ($1, $2, 'department', $3, 'hash', 0, 0, 3, $4, NULL)",
			"zhang", "张三", `["甲办"]`, int64(1e15))
		do("INSERT INTO operations (at, who, origin, what, object, was, became) VALUES ($1, 'zhang', '', 'sign in', '', '', '')", int64(1e15))
	}, func(t *testing.T, s *Store) {
		u, hash, err := s.Account(t.Context(), "zhang")
		must(t, err)
		log, err := s.Entries(t.Context(), "zhang", 0, 10)
		must(t, err)
		if u.Display != "张三" || len(u.Departments) != 1 || u.Epoch != 3 || hash != "hash" || len(log) != 1 {
			t.Errorf("user %+v (%s), log %+v", u, hash, log)
		}
	}},
	{10, func(_ *testing.T, do func(string, ...any)) {
		do("INSERT INTO tasks (schedule, due, run, state, doc) VALUES ($1, $2, '', 'waiting', $3)", "每日", int64(1e15), `{"schedule":"每日","asked":"2026-04-01T00:00:00Z"}`)
		do("INSERT INTO sites (id, doc, added_by, added, retired_by, retired) VALUES ($1, $2, '李四', $3, '', NULL)", "yi", `{"id":"yi","name":"乙县"}`, int64(1e15))
	}, func(t *testing.T, s *Store) {
		tasks, err := s.OpenTasks(t.Context())
		must(t, err)
		added, err := s.AddedSites(t.Context())
		must(t, err)
		if len(tasks) != 1 || tasks[0].Schedule != "每日" || tasks[0].State != schedule.Waiting || len(added) != 1 || added[0].By != "李四" {
			t.Errorf("tasks %+v, added sites %+v", tasks, added)
		}
	}},
}

// testUpgrade starts today's program on the store of every earlier schema, with what
// the programs of that time had written.
func testUpgrade(t *testing.T, fresh func(testing.TB) string) {
	d, err := dialectOf(fresh(t))
	must(t, err)
	db, _, err := d.open(t.Context())
	must(t, err)
	p, err := provider(d, db)
	must(t, err)
	sources := p.ListSources()
	must(t, db.Close())
	for i, source := range sources {
		if source.Version != int64(i+1) {
			t.Fatalf("schema %d is at place %d", source.Version, i+1)
		}
		t.Run(fmt.Sprint("from schema ", source.Version), func(t *testing.T) {
			address := fresh(t)
			writeSchema(t, address, source.Version)
			s := open(t, address)
			for _, u := range upgrades {
				if u.since <= source.Version {
					u.read(t, s)
				}
			}
			must(t, s.CreateRun(t.Context(), audit.Run{ID: "20260501", Key: "new", Program: "today"})) // and it goes on
			must(t, s.PutSite(t.Context(), "20260501", &audit.Site{ID: "jia"}))
		})
	}
}

// writeSchema makes a store of an earlier schema with what was written to it.
func writeSchema(t *testing.T, address string, version int64) {
	t.Helper()
	d, err := dialectOf(address)
	must(t, err)
	write, read, err := d.open(t.Context())
	must(t, err)
	p, err := provider(d, write)
	must(t, err)
	for at := int64(1); at <= version; at++ {
		_, err = p.UpTo(t.Context(), at)
		must(t, err)
		for _, u := range upgrades {
			if u.since == at {
				u.write(t, func(query string, args ...any) {
					t.Helper()
					_, err := write.ExecContext(t.Context(), query, args...)
					must(t, err)
				})
			}
		}
	}
	must(t, write.Close())
	if read != write {
		must(t, read.Close())
	}
}
