package metrics

import (
	"cmp"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// family is one metric: a name, its labels and what it says.
type family struct {
	desc *prometheus.Desc
	name string
	rank int // the lower the more important; 0: always sent
}

func newFamily(rank int, name, help string, labels ...string) *family {
	return &family{prometheus.NewDesc(name, help, labels, nil), name, rank}
}

// The families, as contract §5 names them, and beside them what scoreboards need.
var (
	scrapeError = newFamily(0, "govaudit_scrape_error", "Parts of this scrape that could not be read from the store.")
	leftOut     = newFamily(0, "govaudit_families_left_out", "Families that this scrape leaves out because there would be too many series.", "family")
	queueJobs   = newFamily(0, "govaudit_queue_jobs", "Tasks by state.", "state")
	sites       = newFamily(0, "govaudit_sites", "Sites by level and by how far they could be audited.", "level", "state")
	checkSites  = newFamily(0, "govaudit_check_sites", "Sites by the worst outcome that the rules of a check have on them.", "check", "level", "outcome")
	ruleSites   = newFamily(1, "govaudit_rule_sites", "Sites by level and by what became of a rule on them.", "rule", "level", "outcome")
	siteInfo    = newFamily(1, "govaudit_site_info", "1 for each site, with its name, where it is (six digits of its code, empty: not known) and whose it is.", "site", "name", "level", "region", "department")
	lastSuccess = newFamily(1, "govaudit_audit_last_success_timestamp_seconds", "When the newest audit ended that could observe the site.", "site")
	siteIPv6    = newFamily(1, "govaudit_site_ipv6", "1: the site passes the checks of IPv6, 0: it fails one. Absent: not known.", "site")
	overdue     = newFamily(1, "govaudit_rectification_overdue", "Rectification items past their day.", "site")
	scorePoints = newFamily(2, "govaudit_score_points", "Points of the newest audit, with what people decided. Absent: too much is undecided to rank the site.", "site", "level", "pack")
	vetoes      = newFamily(3, "govaudit_score_vetoes", "Rules of veto that failed; absent: none.", "site", "level", "pack")
	scoreMax    = newFamily(4, "govaudit_score_max", "Full marks.", "site", "level", "pack")
	scoreOpen   = newFamily(5, "govaudit_score_open", "Points of which nobody knows yet whether they are lost: high less low.", "site", "level", "pack")
	items       = newFamily(6, "govaudit_rectification_items", "Rectification items by state; absent: none.", "site", "state")
	defectsOpen = newFamily(7, "govaudit_defects_open", "Certain defects of the newest audit; absent: none.", "site", "check")
	findings    = newFamily(8, "govaudit_findings", "Findings of the newest audit by outcome; absent: none.", "site", "pack", "outcome")
	daysLeft    = newFamily(9, "govaudit_days_left", "Days until the rule fails if nothing on the site changes; absent: not foreseen.", "site", "rule")
)

// batch is what one scrape found.
type batch struct {
	groups []group
}

type group struct {
	family *family
	rows   []row
}

type row struct {
	value  float64
	labels []string
}

func (b *batch) add(f *family, value float64, labels ...string) {
	i := slices.IndexFunc(b.groups, func(g group) bool { return g.family == f })
	if i < 0 {
		i = len(b.groups)
		b.groups = append(b.groups, group{family: f})
	}
	b.groups[i].rows = append(b.groups[i].rows, row{value, labels})
}

// send sends at most so many series, whole families, the most important first.
func (b *batch) send(out chan<- prometheus.Metric, most int) {
	slices.SortStableFunc(b.groups, func(x, y group) int { return cmp.Compare(x.family.rank, y.family.rank) })
	emit := func(f *family, r row) {
		out <- prometheus.MustNewConstMetric(f.desc, prometheus.GaugeValue, r.value, r.labels...)
	}
	for _, g := range b.groups {
		if g.family.rank > 0 && len(g.rows) > most {
			emit(leftOut, row{1, []string{g.family.name}})
			continue
		}
		most -= len(g.rows)
		for _, r := range g.rows {
			emit(g.family, r)
		}
	}
}
