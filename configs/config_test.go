package configs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/site"
)

func TestLoadReadsEveryKeyOfTheContract(t *testing.T) {
	c, err := configs.Load("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.AsOf.Format(time.RFC3339), "2026-04-10T00:00:00+08:00"; got != want {
		t.Errorf("as_of = %s, want %s", got, want)
	}
	want := []site.Target{
		{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市人民政府办公室", Code: "3299000001"},
		{ID: "linxi-bm-jyj", Name: "www.linxi.gov.cn", URL: "http://www.linxi.gov.cn/", Level: site.Department, Of: site.County,
			Department: "www.linxi.gov.cn", Scope: []string{"/bm/jyj/", "/list.jsp?org=12"}, Hosts: []string{"jyj.linxi.gov.cn"}},
	}
	if diff := cmp.Diff(want, c.Sites); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
	if got := c.Crawler.Crawl; got.MaxPages != 500 || got.Delay != 200*time.Millisecond || got.Timeout != 5*time.Second || got.PerHost != 4 {
		t.Errorf("crawl = %+v: want the written values and the default for per_host", got)
	}
	if got := c.Crawler.Network; got.Resolver != "127.0.0.1:5353" || len(got.Allow) != 2 {
		t.Errorf("network = %+v", got)
	}
	if len(c.Schedule) != 1 || c.Schedule[0].Cron.String() != "0 2 * * *" {
		t.Errorf("schedule = %+v", c.Schedule)
	}
}

func TestPrintIsReadBackAndMasksThePassword(t *testing.T) {
	c, err := configs.Load("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ReplaceAll(out.String(), "secret_file", ""), "secret") {
		t.Errorf("the password is printed:\n%s", out.String())
	}
	path := filepath.Join(t.TempDir(), "printed.yaml")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := configs.Load(path)
	if err != nil {
		t.Fatalf("the printed config cannot be read: %v\n%s", err, out.String())
	}
	if diff := cmp.Diff(c.Sites, again.Sites, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("sites (-written +printed):\n%s", diff)
	}
	if diff := cmp.Diff(c.Crawler.Crawl, again.Crawler.Crawl); diff != "" {
		t.Errorf("crawl (-written +printed):\n%s", diff)
	}
}

func TestLoadReportsEveryProblemWithItsPlace(t *testing.T) {
	_, err := configs.Load("testdata/invalid.yaml")
	if err == nil {
		t.Fatal("want problems, got none")
	}
	for _, want := range []string{
		"testdata/invalid.yaml:2:1: ",   // timezone
		"testdata/invalid.yaml:3:1: ",   // store
		"testdata/invalid.yaml:5:5: ",   // ftp
		"testdata/invalid.yaml:6:5: ",   // village
		"testdata/invalid.yaml:8:5: ",   // levle
		"testdata/invalid.yaml:9:5: ",   // code
		"testdata/invalid.yaml:12:5: ",  // the id of line 10 again
		"testdata/invalid.yaml:15:14: ", // many
		"testdata/invalid.yaml:16:3: ",  // speed
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no problem reported at %q in\n%v", want, err)
		}
	}
}

func TestSettingsOfTheCrawlerAreReportedAtTheirSection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	text := "sites:\n  - {url: 'http://a.gov.cn/', level: city}\ncrawl:\n  robots: maybe\nnetwork:\n  resolver: 8.8.8.8\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := configs.Load(path)
	for _, want := range []string{"config.yaml:4:3: crawl.robots", "config.yaml:6:3: network.resolver"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no problem reported at %q in %v", want, err)
		}
	}
}

func TestSiteTables(t *testing.T) {
	const rows = "网站名称,网址,层级,责任单位\n江州市人民政府,http://www.jiangzhou.gov.cn/,市级,江州市政府办\n青石镇人民政府,http://www.qingshi.gov.cn/,乡镇,\n"
	want := []site.Target{
		{ID: "jiangzhou", Name: "江州市人民政府", URL: "http://www.jiangzhou.gov.cn/", Level: site.City, Department: "江州市政府办"},
		{ID: "qingshi", Name: "青石镇人民政府", URL: "http://www.qingshi.gov.cn/", Level: site.Town, Department: "青石镇人民政府"},
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, file string
		data       []byte
	}{
		{"a CSV in UTF-8", "sites.csv", []byte(rows)},
		{"a CSV with a byte order mark", "sites.csv", []byte("\ufeff" + rows)},
		{"a CSV in GB18030, as spreadsheets save it", "sites.csv", []byte(gbk)},
		{"a workbook", "sites.xlsx", workbook(t, rows)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := configs.Load(configWith(t, tt.file, tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, c.Sites); diff != "" {
				t.Errorf("sites (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSiteTableProblemsNameTheRow(t *testing.T) {
	for _, tt := range []struct{ name, rows, want string }{
		{"an unknown heading", "网站名称,网址,层级,电话\n", "第 4 列表头"},
		{"a level that does not exist", "url,level\nhttp://a.gov.cn/,city\nhttp://b.gov.cn/,moon\n", "sites.csv:3: level"},
		{"no address", "name,level\n江州,city\n", "sites.csv:2: url"},
		{"the same site twice", "url,level\nhttp://a.gov.cn/,city\nhttp://www.a.gov.cn/,city\n", "sites.csv:3: "},
		{"no row at all", "url,level\n", "没有网站"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := configs.Load(configWith(t, "sites.csv", []byte(tt.rows)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestBuiltInCalendarLoads(t *testing.T) {
	if _, err := calendar.Load(configs.Calendar()); err != nil {
		t.Error(err)
	}
}

func configWith(t *testing.T, file string, data []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(path, []byte("sites: "+file+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func workbook(t *testing.T, rows string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range strings.Split(strings.TrimSpace(rows), "\n") {
		for j, cell := range strings.Split(row, ",") {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
