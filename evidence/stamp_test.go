package evidence

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// authority is a timestamp service made of openssl.
type authority struct{ dir string }

func newAuthority(t *testing.T, kind ...string) *authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: timestamps are not checked against another program")
	}
	a := &authority{t.TempDir()}
	config := `[req]
distinguished_name=dn
[dn]
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign
[tsa]
extendedKeyUsage=critical,timeStamping
[config]
serial=` + filepath.Join(a.dir, "serial") + `
default_policy=1.2.3.4.1
digests=sha256
signer_digest=sha256
ess_cert_id_alg=sha256
accuracy=secs:1
`
	if err := os.WriteFile(filepath.Join(a.dir, "conf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	key := append([]string{"-nodes", "-newkey"}, kind...)
	a.run(t, append([]string{"req", "-x509", "-config", "conf", "-extensions", "root", "-subj", "/CN=Test Root", "-days", "2", "-keyout", "root.key", "-out", "root.pem"}, key...)...)
	a.run(t, append([]string{"req", "-new", "-config", "conf", "-subj", "/CN=Test TSA", "-keyout", "tsa.key", "-out", "tsa.csr"}, key...)...)
	a.run(t, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-extfile", "conf", "-extensions", "tsa", "-days", "2", "-out", "tsa.pem")
	return a
}

func (a *authority) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Dir = a.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// answer answers a request as a service would.
func (a *authority) answer(t *testing.T) func(context.Context, []byte) ([]byte, error) {
	return func(_ context.Context, request []byte) ([]byte, error) {
		if err := os.WriteFile(filepath.Join(a.dir, "request"), request, 0o600); err != nil {
			return nil, err
		}
		a.run(t, "ts", "-reply", "-config", "conf", "-section", "config", "-queryfile", "request", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer")
		return os.ReadFile(filepath.Join(a.dir, "answer"))
	}
}

func (a *authority) pool(t *testing.T) *x509.CertPool {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(a.dir, "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(data)
	return pool
}

func TestATimestampIsCheckedDownToItsAuthority(t *testing.T) {
	for _, tt := range []struct {
		name string
		kind []string
	}{{"an RSA key", []string{"rsa:2048"}}, {"an elliptic key", []string{"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}}} {
		t.Run(tt.name, func(t *testing.T) {
			a := newAuthority(t, tt.kind...)
			dir := stamped(t, a.answer(t))
			r, problems := verified(t, dir, Check{})
			if !r.OK() || r.Stamped.IsZero() || r.Trusted || r.Stamper != "CN=Test TSA" {
				t.Errorf("without an authority: %+v\n%s", r, problems)
			}
			if r, problems := verified(t, dir, Check{Authority: a.pool(t)}); !r.OK() || !r.Trusted {
				t.Errorf("with its authority: %+v\n%s", r, problems)
			}
			a.run(t, "ts", "-verify", "-in", filepath.Join(dir, stampFile), "-data", filepath.Join(dir, manifestFile), "-CAfile", "root.pem")

			if r, problems := verified(t, dir, Check{Authority: x509.NewCertPool()}); r.OK() || !strings.Contains(problems, "根证书") {
				t.Errorf("with another authority:\n%s", problems)
			}
			good, err := os.ReadFile(filepath.Join(dir, stampFile))
			if err != nil {
				t.Fatal(err)
			}
			info, err := readStamp(good)
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range []int{0, 5, strings.Index(string(good), string(info.info.Time.Bytes)), strings.Index(string(good), string(info.info.Imprint.Hash)), len(good) - 1} {
				bad := []byte(string(good))
				bad[at] ^= 1
				if err := os.WriteFile(filepath.Join(dir, stampFile), bad, 0o644); err != nil {
					t.Fatal(err)
				}
				if r, problems := verified(t, dir, Check{}); r.OK() || !r.Stamped.IsZero() || !strings.Contains(problems, stampFile) {
					t.Errorf("byte %d changed: told\n%s", at, problems)
				}
			}
		})
	}
}

// stamped writes an export with a timestamp.
func stamped(t *testing.T, send func(context.Context, []byte) ([]byte, error)) string {
	t.Helper()
	x, dir := exportOf(t, testKey(t), 1<<30, source("linxi", oddPages()[:2]))
	x.Stamp = send
	if _, err := x.Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAnAnswerThatIsNoTimestampOfTheManifestEndsTheExport(t *testing.T) {
	refused := []byte{0x30, 5, 0x30, 3, 2, 1, 2} // PKIStatus rejection
	for _, tt := range []struct {
		name   string
		answer func([]byte) ([]byte, error)
		want   string
	}{
		{"no answer", func([]byte) ([]byte, error) { return nil, errors.New("connection refused") }, "connection refused"},
		{"a web page", func([]byte) ([]byte, error) { return []byte("<html>"), nil }, "不是 RFC 3161"},
		{"nothing", func([]byte) ([]byte, error) { return nil, nil }, "不是 RFC 3161"},
		{"a refusal", func([]byte) ([]byte, error) { return refused, nil }, "状态 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, dir := exportOf(t, nil, 1<<30, source("linxi", oddPages()[:2]))
			x.Stamp = func(_ context.Context, r []byte) ([]byte, error) { return tt.answer(r) }
			if _, err := x.Write(t.Context(), dir); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want %q in it", err, tt.want)
			}
			if _, problems := verified(t, dir, Check{}); !strings.Contains(problems, "缺少清单") {
				t.Errorf("what was broken off passes for an export:\n%s", problems)
			}
		})
	}
}

func TestTheRequestIsForTheHashOfTheManifest(t *testing.T) {
	var sent []byte
	x, dir := exportOf(t, nil, 1<<30, source("linxi", oddPages()[:2]))
	if _, err := x.Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(manifest)
	_, _, _ = requestStamp(t.Context(), manifest, func(_ context.Context, r []byte) ([]byte, error) { sent = r; return nil, errors.New("later") })
	// openssl ts -query -sha256 -no_nonce -cert of the same data
	want := "30390201013031300d060960864801650304020105000420" + hex.EncodeToString(sum[:]) + "0101ff"
	if hex.EncodeToString(sent) != want {
		t.Errorf("sent %x, want %s", sent, want)
	}
}

func TestOpenSSLChecksTheSignature(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: the signature is not checked by another program")
	}
	dir := exported(t, testKey(t), 1<<30, source("linxi", oddPages()[:2]))
	cmd := exec.Command("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", publicFile, "-rawin", "-in", manifestFile, "-sigfile", signatureFile)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
