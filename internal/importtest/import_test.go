// Package importtest holds the architecture as a table: which package may know
// which, what only some may touch, and why.
package importtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/govaudit/govaudit/"

// layers says what each package may import of ours. Data flows from crawler to
// reports, and no import points the other way. Tests may import more.
var layers = []struct {
	pkg string
	may string
	why string
}{
	{"site", "", "what a portal is and what was seen of it: the leaf that all share"},
	{"internal/sheet", "", "bounds what a workbook from outside may claim: knows nothing of what it says"},
	{"internal/htmltree", "", "a parser: knows nothing of portals"},
	{"internal/errand", "", "words, for those who read pages and those who press in them"},
	{"internal/yamldoc", "", "a strict decoder: knows nothing of what it decodes"},
	{"calendar", "internal/yamldoc", "days and working days: the holidays are YAML"},
	{"extract", "site calendar internal/htmltree internal/errand", "page to facts: never fetches, never judges"},
	{"document", "", "bytes of an attachment to text: knows nothing of portals"},
	{"crawler", "site extract calendar internal/htmltree", "fetches and follows links: never judges"},
	{"browser", "internal/errand", "shows pages, and is handed what they ask for: knows neither network nor portals"},
	{"condition", "extract", "what an evaluator writes in CEL: knows neither portals nor rules"},
	{"portal", "site extract calendar", "facts of pages to one portal: never judges"},
	{"rules", "site extract portal calendar condition internal/yamldoc", "judges: no network, no store, no points"},
	{"scoring", "rules", "arithmetic on findings"},
	{"review", "rules calendar", "what people decide of findings: knows neither the store nor the workbook"},
	{"audit", "site extract portal rules review scoring calendar document", "one audit from start to end: is handed the network and the store"},
	{"schedule", "site internal/yamldoc", "when what is due: reads no clock, runs nothing"},
	{"runner", "site audit schedule crawler", "carries out what is due: is handed the network, the store and the time"},
	{"change", "audit rules", "what differs between two results of a site: arithmetic only"},
	{"ledger", "site rules review calendar audit", "what is to be mended and what became of it: knows neither the store, the network nor the time"},
	{"notice", "ledger review calendar schedule internal/yamldoc", "what to tell whom: knows neither the store, the network nor the time"},
	{"courier", "notice", "hands notices to a mail server or a webhook that the config names"},
	{"trial", "site extract audit rules review scoring calendar", "judges stored snapshots by drafts of rules: is handed the store, records nothing"},
	{"standing", "audit change rules scoring", "where all sites stand now: is handed the records"},
	{"rectify", "site audit ledger rules extract portal calendar", "folds runs into the ledger, and has pages visited again: is handed the store and the network"},
	{"fleet", "site audit schedule runner crawler", "hands the sites of runs to processes that share a PostgreSQL: is handed how one is audited"},
	{"store", "access ledger notice site audit rules review calendar scoring schedule", "records: never looks into a page"},
	{"reports", "internal/sheet ledger site audit rules review scoring calendar extract", "writes what was found: finds nothing"},
	{"evidence", "site audit rules", "writes and checks what was seen and found: is handed the store, the network and the time"},
	{"configs", "internal/sheet ledger notice signon site schedule calendar crawler rules scoring evidence internal/yamldoc", "turns YAML into the settings that packages declare"},
	{"demo", "site", "portals to audit: must not know how they will be judged"},
	{"metrics", "site audit calendar rules scoring", "what the store holds, for Prometheus: is handed the store and the time"},
	{"access", "", "who may do what: knows neither HTTP nor SQL"},
	{"signon", "access internal/yamldoc", "asks an identity provider who somebody is: is handed the time, keeps nothing"},
	{"web", "access notice site audit change standing trial rules review scoring calendar reports extract portal ledger schedule runner internal/htmltree", "shows what was found and takes what people say: is handed the store"},
	{"cmd/govaudit", everything, "wires it all together"},
	{"internal/sitetest", "site extract portal calendar", "sites in text files, for tests of checks"},
	{"internal/bench", everything, "measures the whole"},
	{"extract/internal/genvariants", "", "writes a table of characters: run by hand"},
	{"internal/importtest", "", "this table"},
}

const everything = "*"

// only says who alone may import something from outside.
var only = []struct {
	path string // and all below it
	may  string
	why  string
}{
	{"net/http", "crawler courier demo signon web cmd/govaudit internal/bench", "only the crawler goes to portals; the courier hands over notices, signon asks the identity provider that the config names, the demo serves portals, and web the console"},
	{"net/smtp", "courier", "mail leaves by one door"},
	{"github.com/riverqueue/river", "fleet", "the queue of a fleet; on one machine there is none"},
	{"github.com/gocolly/colly", "crawler internal/bench", "the crawler's tool"},
	{"github.com/miekg/dns", "crawler demo internal/bench", "the crawler asks name servers; the demo is one"},
	{"database/sql", "store", "SQL has one home"},
	{"os/exec", "document browser", "other programs are run for PDF and for pages that need a browser, within bounds"},
	{"github.com/chromedp/cdproto", "browser", "the browser's protocol"},
	{"github.com/coreos/go-oidc", "signon", "identity providers are asked by one door"},
	{module + "configs", "cmd/govaudit internal/bench", "each package declares its own settings and never reads a config"},
}

// clocks are the packages that may ask what time it is; to all others the time
// is a value, so that what was stored is judged the same way for ever.
const clocks = "crawler browser demo cmd/govaudit internal/bench"

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	walk(t, func(pkg, file string, f *ast.File) {
		i := slices.IndexFunc(layers, func(l struct{ pkg, may, why string }) bool { return l.pkg == pkg })
		if i < 0 {
			t.Errorf("%s: package %s is not in the table: say what it may import, and why", file, pkg)
			return
		}
		seen[pkg] = true
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if ours, ok := strings.CutPrefix(imported, module); ok && !listed(layers[i].may, ours) {
				t.Errorf("%s imports %s, but %s is: %s", file, ours, pkg, layers[i].why)
			}
			for _, o := range only {
				if (imported == o.path || strings.HasPrefix(imported, o.path+"/")) && !listed(o.may, pkg) {
					t.Errorf("%s imports %s: %s", file, imported, o.why)
				}
			}
		}
	})
	for _, l := range layers[:3] {
		if !seen[l.pkg] {
			t.Errorf("no file of package %s was read", l.pkg)
		}
	}
}

func TestClocks(t *testing.T) {
	asked := false
	walk(t, func(pkg, file string, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || !listed("Now Since Until", sel.Sel.Name) {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
				asked = true
				if !listed(clocks, pkg) {
					t.Errorf("%s reads the clock: take the time as a value or a Now field", file)
				}
			}
			return true
		})
	})
	if !asked {
		t.Error("nobody reads the clock: this test sees nothing")
	}
}

func listed(list, name string) bool {
	return list == everything || slices.Contains(strings.Fields(list), name)
}

// walk parses every file that is not a test. It reads them in this process and
// not with the go command, so that the test cache notices when one changes.
func walk(t *testing.T, visit func(pkg, file string, f *ast.File)) {
	t.Helper()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := path.Base(name); name != "." && (base == "testdata" || base[0] == '.' || base[0] == '_') {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		visit(path.Dir(name), name, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
