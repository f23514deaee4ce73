package notice

import (
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/internal/yamldoc"
	"github.com/govaudit/govaudit/ledger"
	"github.com/govaudit/govaudit/schedule"
)

// Settings are what an operator says about notices. Without a mail server and without
// a webhook nothing is ever sent.
type Settings struct {
	SMTP        SMTP                 `yaml:"smtp"`
	Webhook     Webhook              `yaml:"webhook"`
	Departments map[string]Addresses `yaml:"departments"` // by the name that sites give
	Supervisors []string             `yaml:"supervisors"` // addresses that get one digest of all departments
	Quiet       Hours                `yaml:"quiet"`       // nothing is sent then
	At          schedule.Cron        `yaml:"at"`          // when digests are made; on days off they wait for the next working day
}

// SMTP is the mail server that takes what is sent.
type SMTP struct {
	Host         string `yaml:"host"` // "": no mail is sent
	Port         int    `yaml:"port"` // 0: as usual for TLS
	TLS          string `yaml:"tls"`  // how the connection is protected: tls, starttls or none
	User         string `yaml:"user"`
	PasswordFile string `yaml:"password_file"`
	From         string `yaml:"from"`
}

// Webhook is a program that is told by HTTP.
type Webhook struct {
	URL        string `yaml:"url"`         // gets the digest of every department that names no other
	SecretFile string `yaml:"secret_file"` // what signs each request
}

// Addresses are where a department is reached.
type Addresses struct {
	Mail    []string `yaml:"mail"`
	Webhook string   `yaml:"webhook"`
}

// mostMail bounds the addresses of one department.
const mostMail = 3

// Defaults sends nothing, but would at nine in the morning.
func Defaults() Settings {
	at, err := schedule.ParseCron("0 9 * * 1-5")
	if err != nil {
		panic(err) // a constant
	}
	return Settings{SMTP: SMTP{TLS: "tls"}, Quiet: Hours{22 * 60, 7*60 + 30}, At: at}
}

// On reports that something can be sent.
func (s Settings) On() bool { return s.SMTP.Host != "" || len(s.hooks()) > 0 }

// Validate reports everything wrong with the section.
func (s Settings) Validate() error {
	var errs []error
	names := slices.Sorted(maps.Keys(s.Departments))
	mail := len(s.Supervisors) > 0
	for _, n := range names {
		mail = mail || len(s.Departments[n].Mail) > 0
		if n == "" || n != ledger.Tidy(n) {
			errs = append(errs, yamldoc.At("departments", "责任单位名称 %q 有多余的空白或看不见的字符", ledger.Clip(n)))
		}
	}
	if mail && s.SMTP.Host == "" {
		errs = append(errs, yamldoc.At("smtp", "写了收件人，还要写邮件服务器 smtp.host"))
	}
	if len(s.hooks()) > 0 && s.Webhook.SecretFile == "" {
		errs = append(errs, yamldoc.At("webhook", "还要写 secret_file：请求要签名，对方才知道是谁发的；可用 openssl rand -hex 32 生成"))
	}
	for _, a := range s.Supervisors {
		if err := checkMail(a); err != nil {
			errs = append(errs, yamldoc.At("supervisors", "%v", err))
		}
	}
	return errors.Join(errs...)
}

// hooks lists the addresses of webhooks.
func (s Settings) hooks() []string {
	var list []string
	for _, n := range slices.Sorted(maps.Keys(s.Departments)) {
		list = append(list, s.Departments[n].Webhook)
	}
	return slices.DeleteFunc(append(list, s.Webhook.URL), func(u string) bool { return u == "" })
}

// Validate reports everything wrong with the mail server.
func (s SMTP) Validate() error {
	if s.Host == "" {
		return nil
	}
	var errs []error
	if strings.ContainsAny(s.Host, ":/ \t\r\n") {
		errs = append(errs, yamldoc.At("host", "邮件服务器 %q 只写主机名，端口写在 port", s.Host))
	}
	if s.Port < 0 || s.Port > 65535 {
		errs = append(errs, yamldoc.At("port", "端口应为 1–65535"))
	}
	if !slices.Contains([]string{"tls", "starttls", "none"}, s.TLS) {
		errs = append(errs, yamldoc.At("tls", "应为 tls、starttls 或 none，不是 %q", s.TLS))
	}
	if _, err := mail.ParseAddress(s.From); err != nil || strings.ContainsAny(s.From, "\r\n") {
		errs = append(errs, yamldoc.At("from", "发件人 %q 应写成 gongkai@example.gov.cn 或 政务公开办 <gongkai@example.gov.cn>", s.From))
	}
	switch {
	case s.User != "" && s.PasswordFile == "":
		errs = append(errs, yamldoc.At("user", "还要写 password_file：口令放在单独的文件里"))
	case s.User != "" && s.TLS == "none":
		errs = append(errs, yamldoc.At("tls", "不加密的连接上不发口令：改为 tls 或 starttls，或不写 user"))
	}
	return errors.Join(errs...)
}

// Address is host and port.
func (s SMTP) Address() string {
	port := s.Port
	if port == 0 {
		port = map[string]int{"tls": 465, "starttls": 587, "none": 25}[s.TLS]
	}
	return fmt.Sprintf("%s:%d", s.Host, port)
}

// Validate reports an address that cannot be used.
func (w Webhook) Validate() error { return checkHook("url", w.URL) }

// Validate reports addresses that cannot be used.
func (a Addresses) Validate() error {
	errs := []error{checkHook("webhook", a.Webhook)}
	if len(a.Mail) > mostMail {
		errs = append(errs, yamldoc.At("mail", "一个单位最多 %d 个收件地址：请用本单位的公共邮箱或邮件组", mostMail))
	}
	for _, m := range a.Mail {
		if err := checkMail(m); err != nil {
			errs = append(errs, yamldoc.At("mail", "%v", err))
		}
	}
	return errors.Join(errs...)
}

func checkMail(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || strings.ContainsAny(s, "\r\n<> ") {
		return fmt.Errorf("邮件地址 %q 应写成 name@example.gov.cn", ledger.Clip(s))
	}
	return nil
}

func checkHook(key, s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return yamldoc.At(key, "接收通知的地址应写成 https://主机/路径，不带用户名和口令")
	}
	return nil
}

// Masked returns the settings without what is secret in them: addresses of webhooks
// often carry a key.
func (s Settings) Masked() Settings {
	s.Webhook.URL = maskedHook(s.Webhook.URL)
	s.Departments = maps.Clone(s.Departments)
	for n, a := range s.Departments {
		a.Webhook = maskedHook(a.Webhook)
		s.Departments[n] = a
	}
	return s
}

func maskedHook(s string) string {
	u, err := url.Parse(s)
	if err != nil || s == "" {
		return ""
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return u.Scheme + "://" + u.Host + "/xxxx"
	}
	return s
}

// hostOf is what may be shown of a webhook.
func hostOf(hook string) string {
	u, err := url.Parse(hook)
	if err != nil {
		return ""
	}
	return u.Host
}
