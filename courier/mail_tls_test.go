package courier

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/govaudit/govaudit/notice"
)

// certificate makes one for a name, signed by itself, and those who trust it.
func certificate(t *testing.T, name string) (server, client *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{name}, NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: pool}
}

func TestMailIsEncrypted(t *testing.T) {
	server, trusting := certificate(t, "localhost")
	other, _ := certificate(t, "localhost")
	misnamed, trustingMisnamed := certificate(t, "mail.example.cn")
	offer := "250-hello\r\n250-STARTTLS\r\n250 AUTH PLAIN"
	for _, tt := range []struct {
		name            string
		settings        string // of TLS
		answers         map[string]string
		implicit, after *tls.Config
		trust           *tls.Config
		want            string // in the error; "": taken
		unknown         bool
		secret          bool // the server heard the password
	}{
		{"encrypted from the first byte", "tls", map[string]string{"EHLO": "250-hello\r\n250 AUTH PLAIN", "AUTH": "235 ok"}, server, nil, trusting, "", false, true},
		{"encrypted after STARTTLS", "starttls", map[string]string{"EHLO": offer, "AUTH": "235 ok"}, nil, server, trusting, "", false, true},
		{"a certificate of somebody else", "tls", nil, other, nil, trusting, "certificate", false, false},
		{"a certificate of somebody else after STARTTLS", "starttls", map[string]string{"EHLO": offer}, nil, other, trusting, "certificate", false, false},
		{"a certificate for another name", "tls", nil, misnamed, nil, trustingMisnamed, "mail.example.cn", false, false},
		{"a certificate for another name after STARTTLS", "starttls", map[string]string{"EHLO": offer}, nil, misnamed, trustingMisnamed, "mail.example.cn", false, false},
		{"somebody between takes STARTTLS out", "starttls", map[string]string{"EHLO": "250-hello\r\n250 AUTH PLAIN", "STARTTLS": "502 unknown"}, nil, nil, trusting, "无法加密连接", false, false},
		{"the password is wrong", "starttls", map[string]string{"EHLO": offer, "AUTH": "535 no"}, nil, server, trusting, "登录失败", false, true},
		{"the connection is cut after the text", "starttls", map[string]string{"EHLO": offer, "AUTH": "235 ok", "text": ""}, nil, server, trusting, "没有等到邮件服务器的应答", true, true},
		{"the server puts the text off", "tls", map[string]string{"EHLO": "250-hello\r\n250 AUTH PLAIN", "AUTH": "235 ok", "text": "451 later"}, server, nil, trusting, "没有接收", false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPostOn(t, tt.answers, tt.implicit, tt.after)
			s := p.settings()
			s.Host, s.User, s.TLS = "localhost", "a", tt.settings
			m, err := NewMail(s, "geheim")
			if err != nil {
				t.Fatal(err)
			}
			m.roots = tt.trust
			_, err = m.Send(t.Context(), aNotice("b@x.cn"))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if errors.Is(err, notice.ErrUnknown) != tt.unknown {
				t.Errorf("%v says that the outcome is unknown: want %v", err, tt.unknown)
			}
			<-p.done
			heard := strings.Join(p.heard, "\n")
			if secret := strings.Contains(heard, base64.StdEncoding.EncodeToString([]byte("\x00a\x00geheim"))); secret != tt.secret {
				t.Errorf("the password was sent: %v, want %v\n%s", secret, tt.secret, heard)
			}
			if !tt.secret && strings.Contains(heard, "MAIL") {
				t.Errorf("a mail was begun: %s", heard)
			}
		})
	}
}

// TestMailPutOffIsSentAgain has a server put a mail off and take it the second time.
func TestMailPutOffIsSentAgain(t *testing.T) {
	for i, answers := range []map[string]string{{"MAIL": "421 busy"}, nil} {
		p := newPost(t, answers)
		m, err := NewMail(p.settings(), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = m.Send(t.Context(), aNotice("b@x.cn")); errors.Is(err, notice.ErrUnknown) || (err == nil) != (i == 1) {
			t.Errorf("attempt %d: %v", i+1, err)
		}
		<-p.done
		if taken := strings.Contains(p.text, "Message-ID:"); taken != (i == 1) {
			t.Errorf("attempt %d: the server has the text: %v", i+1, taken)
		}
	}
}
