package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/store"
)

// words is what somebody says again and again, and what of it was taken.
type words struct {
	mu    sync.Mutex
	said  int
	taken map[string]bool
}

func (w *words) next(what string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said++
	return fmt.Sprintf("%s-%d", what, w.said)
}

func (w *words) took(word string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken[word] = true
}

// speak asks as a program of the person's would, with their session; 0 where no answer
// came: the server was killed.
func (p *person) speak(method, path string, pairs ...string) (status int, body []byte) {
	r, err := http.NewRequest(method, p.base+path, strings.NewReader(pairsOf(pairs)))
	if err != nil {
		return 0, nil
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Form-Token", p.form)
	res, err := p.http.Do(r)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	if body, err = io.ReadAll(res.Body); err != nil {
		return 0, nil
	}
	return res.StatusCode, body
}

// answers has a department answer an item until the server is gone.
func (p *person) answers(item, link string, w *words) {
	for {
		var it struct{ Version int }
		status, body := p.speak("GET", "/api/v1/items/"+item)
		if status == 0 || json.Unmarshal(body, &it) != nil {
			return
		}
		word := w.next("答复")
		status, _ = p.speak("POST", "/api/v1/items/"+item+"/answer", "version", strconv.Itoa(it.Version), "kind", "mended", "done", word, "link", link)
		if status == http.StatusOK {
			w.took(word)
		}
	}
}

// decides has an evaluator say the same of a question until the server is gone.
func (p *person) decides(w *words) {
	for {
		var list struct {
			Questions []struct {
				ID, Seen string
				Veto     bool
			}
		}
		for _, state := range []string{"hold", "open"} {
			status, body := p.speak("GET", "/api/v1/queue?unseen=1&state="+state)
			if status == 0 {
				return
			}
			if json.Unmarshal(body, &list); len(list.Questions) > 0 {
				break
			}
		}
		for _, q := range list.Questions {
			if q.Veto {
				continue
			}
			word := w.next("暂缓")
			status, _ := p.speak("POST", "/api/v1/queue/"+q.ID, "answer", "hold", "reason", word, "until", time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "seen", q.Seen)
			if status == http.StatusOK {
				w.took(word)
			}
			break
		}
	}
}

// asks has an administrator add sites, and once have everything audited.
func (p *person) asks(run *words, added *words) {
	word := run.next("run")
	if status, _ := p.speak("POST", "/api/v1/tasks", "sites", "jia"); status == http.StatusOK {
		run.took(word)
	}
	for {
		word := added.next("added")
		status, _ := p.speak("POST", "/api/v1/roster", "id", word, "name", word, "url", "http://127.0.0.3/"+word+"/", "level", "town", "department", deptB)
		if status == 0 {
			return
		}
		if status == http.StatusOK {
			added.took(word)
		}
	}
}

// TestKilledServeLosesNoWord kills a serve while an administrator adds sites and asks for
// audits, an evaluator decides and has pages checked again, and one department answers
// and another sends workbooks, all at once, and starts it again.
// What they were told is taken must be there once; what they were told nothing of, at most
// once; and every audit and recheck asked for must have been carried out once.
func TestKilledServeLosesNoWord(t *testing.T) {
	kills := 3
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	}
	a := newAttackedServe(t)
	item, other := a.named(t).Replace("ITEMA"), a.named(t).Replace("ITEMB")
	link, otherLink := "http://127.0.0.1:"+a.port+"/", "http://127.0.0.2:"+a.port+"/"
	said := map[string]*words{}
	for _, what := range []string{"answer", "decision", "run", "site", "import", "recheck"} {
		said[what] = &words{taken: map[string]bool{}}
	}
	for range kills {
		var all sync.WaitGroup
		all.Go(func() { a.people["jiaxian"].answers(item, link, said["answer"]) })
		all.Go(func() { a.people["pinggu"].decides(said["decision"]) })
		all.Go(func() { a.people["yixian"].imports(otherLink, said["import"]) })
		all.Go(func() { a.people["pinggu"].rechecks(other, said["recheck"]) })
		all.Go(func() { a.people["admin"].asks(said["run"], said["site"]) })
		time.Sleep(50*time.Millisecond + rand.N(1200*time.Millisecond))
		a.Process.Kill()
		a.Wait()
		all.Wait()
		a.served = startServe(t, a.config)
		for _, p := range a.people {
			p.base = "http://" + a.address
		}
	}
	for range 1200 {
		if len(openTasks(t, a.db)) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	for what, got := range a.kept(t, item) {
		w := said[what]
		t.Logf("%s: said %d, told of %d, kept %d", what, w.said, len(w.taken), len(got))
		for word := range w.taken {
			if got[word] == 0 {
				t.Errorf("%s %s was taken and is lost", what, word)
			}
		}
		for word, n := range got {
			if n > 1 {
				t.Errorf("%s %s is there %d times", what, word, n)
			}
		}
	}
	a.tasksDone(t, said["run"], said["recheck"])
}

// kept counts what the store holds of each kind of word.
func (a *attackedServe) kept(t *testing.T, item string) map[string]map[string]int {
	t.Helper()
	st := openStore(t, a.db)
	defer st.Close()
	kept := map[string]map[string]int{"answer": {}, "decision": {}, "site": {}, "import": {}}
	events, err := st.Events(t.Context(), item)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if e.N != i+1 {
			t.Errorf("event %d of the item is number %d", i+1, e.N)
		}
		if e.Reply != nil {
			kept["answer"][e.Reply.Done]++
		}
	}
	items, err := st.Items(t.Context(), store.ItemFilter{Site: "yi"})
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		events, err := st.Events(t.Context(), it.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Reply != nil {
				kept["import"][e.Reply.Done]++
			}
		}
	}
	for _, id := range []string{"jia", "yi"} {
		list, err := st.Decisions(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			kept["decision"][d.Reason]++
		}
	}
	sites, err := st.AddedSites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sites {
		kept["site"][s.Target.ID]++
	}
	return kept
}

// tasksDone holds that every audit and recheck asked for was carried out, each audit in a
// run of its own.
func (a *attackedServe) tasksDone(t *testing.T, asked, again *words) {
	t.Helper()
	st := openStore(t, a.db)
	defer st.Close()
	tasks, err := st.Tasks(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := st.Runs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rechecks := slices.DeleteFunc(slices.Clone(tasks), func(t schedule.Task) bool { return len(t.Items) == 0 })
	tasks = slices.DeleteFunc(tasks, func(t schedule.Task) bool { return len(t.Items) > 0 })
	t.Logf("rechecks: asked %d, told of %d, %d tasks", again.said, len(again.taken), len(rechecks))
	if n := len(rechecks); n < len(again.taken) || n > again.said {
		t.Errorf("%d rechecks asked for, %d taken: %d tasks", again.said, len(again.taken), n)
	}
	for _, task := range rechecks {
		if task.State != schedule.Done {
			t.Errorf("recheck %d is %s: %s", task.ID, task.State, task.Note)
		}
	}
	t.Logf("audits: asked %d, told of %d, %d tasks, %d runs", asked.said+1, len(asked.taken)+1, len(tasks), len(runs))
	if n := len(tasks); n < len(asked.taken)+1 || n > asked.said+1 || len(runs) != n {
		t.Errorf("%d audits asked for, %d taken: %d tasks, %d runs", asked.said+1, len(asked.taken)+1, n, len(runs))
	}
	seen := map[string]bool{}
	for _, task := range tasks {
		if task.State != schedule.Done || seen[task.Run] {
			t.Errorf("task %d is %s in run %s: %s", task.ID, task.State, task.Run, task.Note)
		}
		seen[task.Run] = true
	}
	items, err := st.Items(t.Context(), store.ItemFilter{})
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, it := range items {
		k := fmt.Sprint(it.Key)
		if keys[k] {
			t.Errorf("%s is in the ledger twice", k)
		}
		keys[k] = true
	}
}
