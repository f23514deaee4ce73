package configs

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/govaudit/govaudit/crawler"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/notice"
	"github.com/govaudit/govaudit/schedule"
	"github.com/govaudit/govaudit/site"
)

// Config is what an operator writes (contract §2), completed with defaults.
type Config struct {
	AsOf      time.Time      // 监测时间点; zero: the moment the run starts
	Zone      *time.Location // where deadlines are read
	Store     string
	Packs     []string // names of built-in packs, or paths
	Sites     []site.Target
	Crawler   crawler.Settings
	Evidence  evidence.Settings
	Rectify   ledger.Settings // when what was found is to be mended
	Retention Retention       // how long pages are kept
	Memory    Size            // what the process should stay below; 0: no bound
	Schedule  []schedule.Schedule
	Serve     Serve
	Notify    notice.Settings // who is told of what is to be mended
	Dir       string          // the config's folder: what relative paths are relative to
}

type document struct {
	AsOf      string            `yaml:"as_of"`
	Timezone  string            `yaml:"timezone"`
	Store     string            `yaml:"store"`
	Packs     []string          `yaml:"packs"`
	Sites     yamldoc.Node      `yaml:"sites,required"`
	Network   crawler.Network   `yaml:"network"`
	Crawl     crawler.Limits    `yaml:"crawl"`
	Evidence  evidence.Settings `yaml:"evidence"`
	Rectify   ledger.Settings   `yaml:"rectify"`
	Memory    Size              `yaml:"memory"`
	Retention Retention         `yaml:"retention"`
	Schedule  yamldoc.Node      `yaml:"schedule"`
	Serve     Serve             `yaml:"serve"`
	Notify    notice.Settings   `yaml:"notify"`
}

// Validate checks what stands on its own.
func (d *document) Validate() error {
	var errs []error
	if _, err := time.LoadLocation(d.Timezone); err != nil {
		errs = append(errs, yamldoc.At("timezone", "不认识时区 %q：如 Asia/Shanghai", d.Timezone))
	} else if _, err := ParseAsOf(d.AsOf, time.UTC); err != nil {
		errs = append(errs, yamldoc.At("as_of", "%v", err))
	}
	if !strings.HasPrefix(d.Store, "sqlite:") && !strings.HasPrefix(d.Store, "postgres://") {
		errs = append(errs, yamldoc.At("store", "存储 %q 应写成 sqlite:文件名 或 postgres://…", d.Store))
	}
	if len(d.Packs) == 0 {
		errs = append(errs, yamldoc.At("packs", "至少要有一个规则包，如 [national]"))
	}
	return errors.Join(errs...)
}

// ParseAsOf reads a day or an instant; "" is the zero time.
func ParseAsOf(s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.DateOnly, time.RFC3339, "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("监测时间点 %q 应写成 2026-04-10", s)
}

// Load reads the config at path and the list of sites that it names. The error
// lists every problem of both files with its place.
func Load(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("读取配置：%w", err)
	}
	defaults := crawler.Defaults()
	doc := document{Timezone: "Asia/Shanghai", Store: "sqlite:govaudit.db", Packs: []string{"national"},
		Network: defaults.Network, Crawl: defaults.Crawl, Evidence: evidence.Defaults(), Rectify: ledger.Defaults(), Memory: defaultMemory, Serve: DefaultServe(), Notify: notice.Defaults()}
	err = yamldoc.Decode(path, data, &doc)
	dir := filepath.Dir(path)
	sites, siteErr := readSites(doc.Sites, dir)
	schedules, scheduleErr := readSchedules(doc.Schedule)
	if err := errors.Join(err, siteErr, scheduleErr); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(doc.Timezone)
	if err != nil {
		return nil, fmt.Errorf("timezone: %w", err)
	}
	asOf, err := ParseAsOf(doc.AsOf, zone)
	if err != nil {
		return nil, err
	}
	return &Config{AsOf: asOf, Zone: zone, Store: doc.Store, Packs: doc.Packs, Sites: sites, Dir: dir,
		Crawler: crawler.Settings{Network: doc.Network, Crawl: doc.Crawl}, Evidence: doc.Evidence, Rectify: doc.Rectify, Memory: doc.Memory, Retention: doc.Retention, Schedule: schedules, Serve: doc.Serve, Notify: doc.Notify}, nil
}

// defaultMemory is enough for a site of 80,000 pages.
const defaultMemory Size = 150 << 20

// readSites reads the sites key: a list, or the path of a file with one.
func readSites(n yamldoc.Node, dir string) ([]site.Target, error) {
	switch {
	case n.IsZero():
		return nil, nil // reported as a missing key
	case n.IsList() && len(n.Items()) == 0:
		return nil, nil // people add them at the console
	case n.IsList():
		return siteList(n)
	case !n.IsScalar():
		return nil, problem(n, "sites 应是网站列表，或 .yaml、.csv、.xlsx 文件的路径")
	}
	var path string
	if err := n.Decode(&path); err != nil {
		return nil, err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, problem(n, "找不到网站清单 %s", path)
	}
	if info.Size() > maxTableBytes {
		return nil, problem(n, "网站清单 %s 超过 %d MiB", path, maxTableBytes>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, problem(n, "无法读取网站清单：%v", err)
	}
	list, err := ParseSites(path, data)
	switch {
	case errors.Is(err, errNotATable):
		return nil, problem(n, "网站清单 %s 应为 .yaml、.csv 或 .xlsx", path)
	case errors.Is(err, errNoSites):
		return nil, problem(n, "网站清单 %s 里没有网站", path)
	}
	return list, err
}

var (
	errNotATable = errors.New("网站清单应为 .yaml、.csv 或 .xlsx 文件")
	errNoSites   = errors.New("网站清单里没有网站")
)

// ParseSites reads a list of sites in YAML, CSV or XLSX, as the ending of its name
// says. The error names every problem with its row.
func ParseSites(name string, data []byte) ([]site.Target, error) {
	if len(data) > maxTableBytes {
		return nil, fmt.Errorf("网站清单 %s 超过 %d MiB", name, maxTableBytes>>20)
	}
	var entries []placedEntry
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml":
		list, err := yamldoc.Parse(name, data)
		if err != nil {
			return nil, err
		}
		return siteList(list)
	case ".csv":
		entries, err = readCSV(name, data)
	case ".xlsx":
		entries, err = readXLSX(name, bytes.NewReader(data))
	default:
		return nil, errNotATable
	}
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, errNoSites
	}
	return targets(entries)
}

func siteList(n yamldoc.Node) ([]site.Target, error) {
	if !n.IsList() || len(n.Items()) == 0 {
		return nil, problem(n, "这里要一个网站列表，每项写 url 和 level")
	}
	var entries []placedEntry
	var problems []error
	for _, item := range n.Items() {
		var e placedEntry
		if err := item.Decode(&e.siteEntry); err != nil {
			problems = append(problems, err)
			continue
		}
		at := item.Problem("")
		e.place = fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
		entries = append(entries, e)
	}
	list, err := targets(entries)
	return list, errors.Join(append(problems, err)...)
}

func problem(n yamldoc.Node, format string, args ...any) error {
	return yamldoc.Errors{n.Problem(format, args...)}
}
