package configs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/schedule"
)

func TestNotify(t *testing.T) {
	const server = "smtp: {host: mail.x.cn, from: a@x.cn}, "
	for _, tt := range []struct {
		name string
		text string
		want string // part of the error; "": none
	}{
		{"nothing", "notify: {}", ""},
		{"everything", `notify: {smtp: {host: mail.x.cn, port: 465, tls: tls, user: a, password_file: p, from: "政务公开办 <a@x.cn>"}, webhook: {url: "https://h.cn/a", secret_file: s}, departments: {甲局: {mail: [a@x.cn, b@x.cn, c@x.cn], webhook: "https://h.cn/b?key=1"}}, supervisors: [z@x.cn], quiet: "22:00-07:30", at: "0 9 * * 1-5"}`, ""},
		{"no quiet hours", `notify: {quiet: ""}`, ""},
		{"an unknown key", "notify: {smtp: {hots: x}}", "hots"},
		{"four addresses", "notify: {" + server + "departments: {甲局: {mail: [a@x.cn, b@x.cn, c@x.cn, d@x.cn]}}}", "c.yaml:2:"},
		{"an address that is none", "notify: {" + server + "departments: {甲局: {mail: [甲局]}}}", "邮件地址"},
		{"a line end in an address", "notify: {" + server + `supervisors: ["a@x.cn\r\nBcc: b@x.cn"]}`, "邮件地址"},
		{"a line end in the sender", `notify: {smtp: {host: m, from: "a@x.cn\nBcc: b@x.cn"}}`, "发件人"},
		{"addresses without a server", "notify: {supervisors: [a@x.cn]}", "还要写邮件服务器"},
		{"a password in the open", "notify: {smtp: {host: m, from: a@x.cn, tls: none, user: a, password_file: p}}", "不发口令"},
		{"a user without a password", "notify: {smtp: {host: m, from: a@x.cn, user: a}}", "password_file"},
		{"a server with its port", "notify: {smtp: {host: 'm:25', from: a@x.cn}}", "只写主机名"},
		{"a webhook that signs nothing", "notify: {webhook: {url: 'https://h.cn/'}}", "secret_file"},
		{"a webhook that is a file", "notify: {webhook: {url: 'file:///etc/passwd', secret_file: s}}", "https://主机/路径"},
		{"a webhook with a password", "notify: {webhook: {url: 'https://a:b@h.cn/', secret_file: s}}", "不带用户名"},
		{"hours that are none", "notify: {quiet: 10pm}", "免打扰时段"},
		{"hours beyond the day", "notify: {quiet: '24:00-07:30'}", "免打扰时段"},
		{"a broken expression", "notify: {at: '0 25 * * *'}", "cron 表达式"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.text)
			switch {
			case tt.want == "" && err != nil:
				t.Fatalf("unexpected: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Fatalf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestPrintMasksWebhooks reads what was printed again.
func TestPrintMasksWebhooks(t *testing.T) {
	c, err := load(t, `notify: {smtp: {host: mail.x.cn, from: a@x.cn}, webhook: {url: "https://h.cn/hook/geheim", secret_file: s}, departments: {甲局: {mail: [a@x.cn], webhook: "https://g.cn/?key=geheim"}}, quiet: ""}`)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "geheim") || !strings.Contains(out.String(), "https://h.cn/xxxx") || !strings.Contains(out.String(), "https://g.cn/xxxx") {
		t.Errorf("printed:\n%s", out.String())
	}
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := configs.Load(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if diff := cmp.Diff(c.Notify.Masked(), again.Notify, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b schedule.Cron) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if c.Notify.Webhook.URL != "https://h.cn/hook/geheim" {
		t.Error("printing changed the settings")
	}
}

func load(t *testing.T, text string) (*configs.Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, []byte(oneSite+text+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return configs.Load(path)
}
