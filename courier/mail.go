package courier

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strings"

	"github.com/govaudit/govaudit/notice"
)

// Mail sends notices by a mail server.
type Mail struct {
	settings notice.SMTP
	password string
	from     *mail.Address
	roots    *tls.Config // of tests; nil: those of the system
}

// NewMail returns one that signs in with a password, where the settings name a user.
func NewMail(s notice.SMTP, password string) (*Mail, error) {
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return nil, fmt.Errorf("发件人 %q：%w", s.From, err)
	}
	return &Mail{settings: s, password: password, from: from}, nil
}

// Send sends a notice to all its addresses in one mail. Up to the end of the text
// nothing was taken; where the server does not answer to that, nobody knows. The note
// names addresses that the server refused.
func (m *Mail) Send(ctx context.Context, n notice.Notice) (note string, err error) {
	text, err := message(n, m.from)
	if err != nil {
		return "", err
	}
	conn, err := m.dial(ctx)
	if err != nil {
		return "", fmt.Errorf("连不上邮件服务器 %s：%w", m.settings.Address(), err)
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return "", err
		}
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })() // also when the process is told to stop
	c, err := m.greet(conn)
	if err != nil {
		return "", fmt.Errorf("邮件服务器 %s：%w", m.settings.Address(), err)
	}
	defer c.Close()
	if err := c.Mail(m.from.Address); err != nil {
		return "", fmt.Errorf("邮件服务器不接受发件人 %s：%w", m.from.Address, err)
	}
	var refused []string
	for _, a := range n.To {
		if err := c.Rcpt(a); err != nil {
			var answer *textproto.Error
			if !errors.As(err, &answer) {
				return "", fmt.Errorf("邮件服务器：%w", err)
			}
			refused = append(refused, fmt.Sprintf("%s（%v）", a, answer))
		}
	}
	if len(refused) == len(n.To) {
		return "", fmt.Errorf("邮件服务器不接受收件人：%s", strings.Join(refused, "；"))
	}
	if len(refused) > 0 {
		note = "其中没有送到的收件人：" + strings.Join(refused, "；")
	}
	return note, hand(c, text)
}

// hand gives the text to the server.
func hand(c *smtp.Client, text []byte) error {
	w, err := c.Data()
	if err != nil {
		return fmt.Errorf("邮件服务器不接受正文：%w", err)
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("发送正文时中断：%w", err) // it is not complete without its last line
	}
	err = w.Close()
	var answer *textproto.Error
	switch {
	case errors.As(err, &answer):
		return fmt.Errorf("邮件服务器没有接收：%w", err)
	case err != nil:
		return fmt.Errorf("%w：正文已发出，没有等到邮件服务器的应答：%v", notice.ErrUnknown, err)
	}
	_ = c.Quit() // it was taken, however the server takes its leave
	return nil
}

func (m *Mail) dial(ctx context.Context) (net.Conn, error) {
	d := &net.Dialer{Timeout: dialTime}
	if m.settings.TLS != "tls" {
		return d.DialContext(ctx, "tcp", m.settings.Address())
	}
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	return (&tls.Dialer{NetDialer: d, Config: m.tls()}).DialContext(ctx, "tcp", m.settings.Address())
}

func (m *Mail) tls() *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if m.roots != nil {
		c = m.roots.Clone()
	}
	c.ServerName = m.settings.Host
	return c
}

// greet says hello, protects the connection and signs in, as the settings have it.
func (m *Mail) greet(conn net.Conn) (*smtp.Client, error) {
	c, err := smtp.NewClient(conn, m.settings.Host)
	if err != nil {
		return nil, err
	}
	if m.settings.TLS == "starttls" {
		if err := c.StartTLS(m.tls()); err != nil {
			return nil, fmt.Errorf("无法加密连接：%w", err)
		}
	}
	if m.settings.User == "" {
		return c, nil
	}
	auth := smtp.PlainAuth("", m.settings.User, m.password, m.settings.Host)
	if _, kinds := c.Extension("AUTH"); !strings.Contains(" "+kinds+" ", " PLAIN ") && strings.Contains(" "+kinds+" ", " LOGIN ") {
		auth = &login{m.settings.User, m.password}
	}
	if err := c.Auth(auth); err != nil {
		return nil, fmt.Errorf("登录失败（用户名或口令不对？）：%w", err)
	}
	return c, nil
}

// login signs in as servers want it that know AUTH LOGIN only.
type login struct{ user, password string }

// Start refuses to show a password to who can be overheard.
func (l *login) Start(s *smtp.ServerInfo) (string, []byte, error) {
	if !s.TLS {
		return "", nil, errors.New("不加密的连接上不发口令")
	}
	return "LOGIN", nil, nil
}

// Next answers a question of the server.
func (l *login) Next(question []byte, more bool) ([]byte, error) {
	switch q := strings.ToLower(string(question)); {
	case !more:
		return nil, nil
	case strings.HasPrefix(q, "user"):
		return []byte(l.user), nil
	case strings.HasPrefix(q, "pass"):
		return []byte(l.password), nil
	}
	return nil, errors.New("邮件服务器提了没有约定的问题")
}
