package configs_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govaudit/govaudit/configs"
)

const oneSite = "sites: [{id: a, url: 'http://a.gov.cn/', level: city}]\n"

func TestScheduleAndServe(t *testing.T) {
	for _, tt := range []struct {
		name string
		text string
		want string // part of the error; "": none
	}{
		{"a schedule as the contract has it", `schedule: [{cron: "0 2 * * *", sites: [a], packs: [national]}]`, ""},
		{"a schedule with everything", `schedule: [{name: 每日, cron: "@daily", sites: [level=city, "department=甲 办"], paused: true}, {name: 首页, cron: "0 * * * *", probe: true}]`, ""},
		{"two schedules of one name", "schedule:\n  - {name: 每日, cron: '0 2 * * *'}\n  - {name: 每日, cron: '0 3 * * *'}", "c.yaml:4:6: 有两项定时任务都叫 \"每日\""},
		{"two nameless schedules of one expression", "schedule:\n  - cron: '0 2 * * *'\n  - cron: '0 2 * * *'", "c.yaml:4:5: 有两项定时任务都叫 \"0 2 * * *\""},
		{"a broken expression", "schedule:\n  - {cron: '0 25 * * *'}", "c.yaml:3:12: cron 表达式 \"0 25 * * *\" 无法识别"},
		{"no expression", "schedule:\n  - {name: 每日}", "c.yaml:3:"},
		{"an unknown level", "schedule:\n  - {cron: '@daily', sites: [level=town, level=village]}", "c.yaml:3:22: sites：分组 \"level=village\""},
		{"an unknown key", "schedule:\n  - {cron: '@daily', when: now}", "c.yaml:3:"},
		{"a probe with rules", "schedule:\n  - {cron: '@daily', probe: true, packs: [national]}", "probe 只访问首页"},
		{"a port by itself", "serve: {listen: '8650'}", "c.yaml:2:9: listen：监听地址"},
		{"a port out of range", "serve: {listen: 'localhost:86500'}", "0–65535"},
		{"a certificate without its key", "serve: {tls_cert: cert.pem}", "tls_key"},
		{"an address that is none", "serve: {public_url: audit.example.gov.cn}", "对外地址"},
		{"no audits at once", "serve: {audits: 0}", "同时进行的审计"},
		{"a token that is guessed at once", "serve: {metrics_token: prometheus}", "metrics_token 太短"},
		{"a proxy by name", "serve: {proxies: [nginx]}", "c.yaml:2:9: proxies：反向代理 \"nginx\" 应写成地址或网段"},
		{"a network with an address in it", "serve: {proxies: [10.0.0.5/24]}", "写 10.0.0.0/24，或只写地址"},
		{"everybody is a proxy", "serve: {proxies: ['0.0.0.0/0']}", "谁都可以冒充别人"},
		{"everybody in the other Internet, too", "serve: {proxies: ['::/0']}", "谁都可以冒充别人"},
		{"two problems at once", "serve: {proxies: [10.0.0.5/24, nginx]}", "nginx"},
		{"a provider that anybody can listen to", "serve: {public_url: 'https://a.cn/', oidc: {issuer: 'http://sso.cn/', client_id: a, roles: {x: evaluator}}}", "统一身份认证的地址"},
		{"a provider without people", "serve: {public_url: 'https://a.cn/', oidc: {issuer: 'https://sso.cn/', client_id: a}}", "哪些角色可以登录"},
		{"a role that is none", "serve: {public_url: 'https://a.cn/', oidc: {issuer: 'https://sso.cn/', client_id: a, roles: {x: root}}}", "\"x\" 的角色 \"root\""},
		{"departments of nowhere", "serve: {public_url: 'https://a.cn/', oidc: {issuer: 'https://sso.cn/', client_id: a, roles: {x: department}}}", "哪一项是所属部门"},
		{"nowhere to come back to", "serve: {oidc: {issuer: 'https://sso.cn/', client_id: a, roles: {x: evaluator}}}", "登录后回到那里"},
		{"a provider on this machine", "serve: {public_url: 'http://localhost:8650/', oidc: {issuer: 'http://127.0.0.1:8080/', client_id: a, roles: {x: evaluator}}}", ""},
		{"all of serve", "serve: {proxies: [10.0.0.5, 192.168.0.0/16, 'fd00::/8'], listen: '[::]:443', public_url: 'https://audit.example.gov.cn/', tls_cert: a, tls_key: b, out: reports, audits: 1, metrics_token: 0123456789abcdef}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "c.yaml")
			if err := os.WriteFile(path, []byte(oneSite+tt.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := configs.Load(path)
			switch {
			case tt.want == "" && err != nil:
				t.Fatalf("unexpected: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestParseSitesNamesTheRow(t *testing.T) {
	_, err := configs.ParseSites("网站.csv", []byte("网址,层级\nhttp://a.gov.cn/,市\nftp://b.gov.cn/,市\nhttp://c.gov.cn/,村\n"))
	if err == nil {
		t.Fatal("two bad rows were accepted")
	}
	for _, want := range []string{"网站.csv:3: ", "网站.csv:4: "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not name the row %s\n%v", want, err)
		}
	}
	if _, err := configs.ParseSites("网站.exe", nil); err == nil {
		t.Error("a program was read as a list of sites")
	}
}

// TestPrintTellsSchedulesAndNoToken reads what was printed again.
func TestPrintTellsSchedulesAndNoToken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.yaml")
	load := func(text string) *configs.Config {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := configs.Load(path)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return c
	}
	written := load(oneSite + `schedule: [{name: 每日, cron: "0 2 * * 1-5", sites: [a, "department=甲 办"], packs: [national], paused: true}, {cron: "@hourly", probe: true}]
serve: {metrics_token: 0123456789abcdef, audits: 7, work: false, proxies: [10.0.0.5, "fd00::/8"]}
`)
	var out bytes.Buffer
	if err := written.Print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "0123456789abcdef") {
		t.Errorf("the token is printed:\n%s", out.String())
	}
	again := load(out.String())
	for i, s := range written.Schedule {
		if got := again.Schedule[i]; got.Key() != s.Key() || got.Cron.String() != s.Cron.String() || !slices.Equal(got.Sites, s.Sites) || !slices.Equal(got.Packs, s.Packs) ||
			got.Probe != s.Probe || got.Paused != s.Paused {
			t.Errorf("schedule %+v was printed and read as %+v", s, got)
		}
	}
	if got := fmt.Sprint(again.Serve.TrustedProxies()); got != "[10.0.0.5/32 fd00::/8]" {
		t.Errorf("proxies = %s", got)
	}
	if again.Serve.Audits != 7 || again.Serve.Work {
		t.Errorf("serve = %+v", again.Serve)
	}
}
