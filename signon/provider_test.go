package signon

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/govaudit/govaudit/access"
)

var now = time.Date(2026, 4, 20, 1, 30, 0, 0, time.UTC)

const (
	back     = "https://audit.example/login/sso/callback"
	nonce    = "nonce-of-the-tests"
	verifier = "verifier-of-the-tests-verifier-of-the-tests"
)

// houseKey is the provider's: making one takes a while.
var houseKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// house is a provider. Alter changes what its tokens say.
type house struct {
	*httptest.Server
	key    *rsa.PrivateKey
	signer *rsa.PrivateKey // of tokens; usually key
	alter  func(claims map[string]any)
	raw    func(token string) string // changes a token that was signed
	spent  bool                      // the code was redeemed
	token  http.HandlerFunc          // in place of the token endpoint; nil: the usual one
}

func newHouse(t *testing.T) *house {
	t.Helper()
	key, err := houseKey()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{key: key, signer: key}
	mux := http.NewServeMux()
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": h.URL, "authorization_endpoint": h.URL + "/auth", "token_endpoint": h.URL + "/token", "jwks_uri": h.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &h.key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		if h.token != nil {
			h.token(w, r)
			return
		}
		id, secret, _ := r.BasicAuth()
		if h.spent || r.FormValue("code") != "the-code" || r.FormValue("code_verifier") != verifier || r.FormValue("redirect_uri") != back || id != "govaudit" || secret != "geheim" {
			http.Error(w, `{"error": "invalid_grant"}`, http.StatusBadRequest)
			return
		}
		h.spent = true
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": h.idToken(t)})
	})
	return h
}

// idToken is what the provider says of 王五, an evaluator.
func (h *house) idToken(t *testing.T) string {
	t.Helper()
	claims := map[string]any{"iss": h.URL, "aud": "govaudit", "sub": "u-1", "exp": now.Add(time.Minute).Unix(), "iat": now.Unix(), "nonce": nonce,
		"preferred_username": "wangwu", "name": "王五", "realm_access": map[string]any{"roles": []string{"offline", "pinggu"}}, "org": []string{"江州市教育局"}}
	if h.alter != nil {
		h.alter(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: h.signer, KeyID: "k"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	if h.raw != nil {
		token = h.raw(token)
	}
	return token
}

func (h *house) provider() *Provider {
	return New(Settings{Issuer: h.URL, ClientID: "govaudit", Name: "统一身份认证", Claim: "preferred_username", RoleClaim: "realm_access.roles", DepartmentClaim: "org",
		Roles: map[string]access.Role{"pinggu": access.Evaluator, "guanli": access.Administrator, "danwei": access.Department}}, "geheim", func() time.Time { return now })
}

func TestBeginAsksForACode(t *testing.T) {
	h := newHouse(t)
	at, err := h.provider().Begin(t.Context(), back, "the-state", nonce, verifier)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(verifier))
	for key, want := range map[string]string{"response_type": "code", "client_id": "govaudit", "redirect_uri": back, "state": "the-state", "nonce": nonce, "scope": "openid profile",
		"code_challenge_method": "S256", "code_challenge": base64.RawURLEncoding.EncodeToString(sum[:])} {
		if got := u.Query().Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if strings.Contains(at, verifier) || !strings.HasPrefix(at, h.URL+"/auth?") {
		t.Errorf("sent to %s", at)
	}
}

func TestFinish(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := func(key string, v any) func(*house) {
		return func(h *house) { h.alter = func(c map[string]any) { c[key] = v } }
	}
	roles := func(list ...string) func(*house) { return set("realm_access", map[string]any{"roles": list}) }
	unsigned := func(token string) string {
		parts := strings.Split(token, ".")
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
	}
	byPublicKey := func(h *house) {
		h.raw = func(token string) string {
			payload := strings.Split(token, ".")[1]
			body, err := base64.RawURLEncoding.DecodeString(payload)
			if err != nil {
				t.Fatal(err)
			}
			signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: h.key.PublicKey.N.Bytes()}, nil)
			if err != nil {
				t.Fatal(err)
			}
			signed, err := signer.Sign(body)
			if err != nil {
				t.Fatal(err)
			}
			out, err := signed.CompactSerialize()
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	for _, tt := range []struct {
		why     string
		alter   func(*house)
		role    access.Role // "": refused
		told    string      // part of what the person is told; "": nothing
		account string
	}{
		{"who has a role comes in", nil, access.Evaluator, "", "wangwu"},
		{"of two roles the stronger counts", roles("danwei", "guanli"), access.Administrator, "", "wangwu"},
		{"a department has its departments", roles("danwei"), access.Department, "", "wangwu"},
		{"a single role is a text", set("realm_access", map[string]any{"roles": "pinggu"}), access.Evaluator, "", "wangwu"},
		{"without a role nobody comes in", roles("offline"), "", "没有可以使用本系统的角色", ""},
		{"without roles at all neither", set("realm_access", "pinggu"), "", "没有可以使用本系统的角色", ""},
		{"nor without a name", set("preferred_username", ""), "", "没有说明您的登录名", ""},
		{"a name that is none", set("preferred_username", map[string]any{"x": 1}), "", "没有说明您的登录名", ""},
		{"a token for another attempt", set("nonce", "another"), "", "", ""},
		{"a token for no attempt", set("nonce", ""), "", "", ""},
		{"a token for another program", set("aud", "mail"), "", "", ""},
		{"a token for several, this one's", func(h *house) {
			h.alter = func(c map[string]any) { c["aud"], c["azp"] = []string{"govaudit", "mail"}, "govaudit" }
		}, access.Evaluator, "", "wangwu"},
		{"a token for several, not said whose", set("aud", []string{"govaudit", "mail"}), "", "", ""},
		{"a token that another program asked for", set("azp", "mail"), "", "", ""},
		{"a token of another provider", set("iss", "https://evil.example"), "", "", ""},
		{"a token that expired", set("exp", now.Add(-time.Second).Unix()), "", "", ""},
		{"a token without an end", set("exp", nil), "", "", ""},
		{"a token of nobody", set("sub", ""), "", "", ""},
		{"a token signed by somebody else", func(h *house) { h.signer = other }, "", "", ""},
		{"a token that nobody signed", func(h *house) { h.raw = unsigned }, "", "", ""},
		{"a token signed with what everybody knows", byPublicKey, "", "", ""},
		{"a token that was changed", func(h *house) {
			h.raw = func(token string) string {
				parts := strings.Split(token, ".")
				body, _ := base64.RawURLEncoding.DecodeString(parts[1])
				changed := strings.Replace(string(body), "pinggu", "guanli", 1)
				return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(changed)) + "." + parts[2]
			}
		}, "", "", ""},
		{"an answer without a token", func(h *house) {
			h.token = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`{"access_token": "a"}`))
			}
		}, "", "", ""},
		{"a provider that sends on elsewhere", func(h *house) {
			h.token = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/keys", http.StatusTemporaryRedirect)
			}
		}, "", "", ""},
		{"an answer without an end", func(h *house) {
			h.token = func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte(`{"access_token": "`))
				for range 3 << 4 {
					_, _ = w.Write(make([]byte, 64<<10))
				}
			}
		}, "", "", ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			h := newHouse(t)
			if tt.alter != nil {
				tt.alter(h)
			}
			v, err := h.provider().Finish(t.Context(), back, "the-code", nonce, verifier)
			var p access.Problem
			switch {
			case tt.role == "" && err == nil:
				t.Fatalf("came in as %+v", v)
			case tt.role == "" && (errors.As(err, &p) != (tt.told != "") || !strings.Contains(string(p), tt.told)):
				t.Errorf("error %v, want one that says %q", err, tt.told)
			case tt.role != "" && err != nil:
				t.Fatal(err)
			case tt.role != "":
				if v.Role != tt.role || v.Name != tt.account || v.Display != "王五" || v.Subject != "u-1" || v.Issuer != h.URL {
					t.Errorf("came in as %+v", v)
				}
				if departments := v.Role == access.Department; departments != slices.Equal(v.Departments, []string{"江州市教育局"}) {
					t.Errorf("departments %q", v.Departments)
				}
			}
		})
	}
}

// TestCodesAreGoodOnce: the same code again, another verifier, another address to come
// back to.
func TestCodesAreGoodOnce(t *testing.T) {
	h := newHouse(t)
	p := h.provider()
	for _, tt := range []struct{ why, back, code, verifier string }{
		{"another code", back, "guessed", verifier}, {"another browser's code", back, "the-code", verifier + "x"}, {"another address", back + "x", "the-code", verifier},
	} {
		if _, err := p.Finish(t.Context(), tt.back, tt.code, nonce, tt.verifier); err == nil {
			t.Errorf("%s was taken", tt.why)
		}
	}
	if _, err := p.Finish(t.Context(), back, "the-code", nonce, verifier); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Finish(t.Context(), back, "the-code", nonce, verifier); err == nil {
		t.Error("a code was taken twice")
	}
}

// TestProvidersComeBack: one that is out of reach is asked again the next time.
func TestProvidersComeBack(t *testing.T) {
	h := newHouse(t)
	usual := h.Config.Handler
	h.Config.Handler = http.NotFoundHandler()
	p := h.provider()
	if _, err := p.Begin(t.Context(), back, "s", nonce, verifier); err == nil {
		t.Fatal("began at a provider that said nothing")
	}
	h.Config.Handler = usual
	if _, err := p.Begin(t.Context(), back, "s", nonce, verifier); err != nil {
		t.Error(err)
	}
}

// TestNothingIsSaidInTheOpen: a provider that names addresses without HTTPS is not told
// the secret.
func TestNothingIsSaidInTheOpen(t *testing.T) {
	for at, want := range map[string]bool{"https://sso.example/a": true, "http://127.0.0.1:80/": true, "http://[::1]/": true, "http://localhost:8080/": true,
		"http://sso.example/": false, "http://10.0.0.1/": false, "http://localhost.evil.example/": false, "ftp://127.0.0.1/": false, "https:///": false, "file:///etc/passwd": false} {
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		if safe(u) != want {
			t.Errorf("%s: %v", at, !want)
		}
		if r, err := http.NewRequest(http.MethodGet, at, nil); err == nil && !want {
			if _, err := (guard{http.DefaultTransport}).RoundTrip(r); err == nil || !strings.Contains(err.Error(), "not reached by HTTPS") {
				t.Errorf("%s was asked: %v", at, err)
			}
		}
	}
}

func FuzzClaims(f *testing.F) {
	f.Add(`{"preferred_username": "a", "realm_access": {"roles": ["pinggu"]}}`)
	f.Add(`{"preferred_username": ["a", "b"], "realm_access": null, "name": "\u0000\n"}`)
	f.Fuzz(func(t *testing.T, text string) {
		claims := map[string]any{}
		if json.Unmarshal([]byte(text), &claims) != nil {
			return
		}
		s := Settings{Claim: "preferred_username", RoleClaim: "realm_access.roles", Roles: map[string]access.Role{"pinggu": access.Evaluator}}
		before := maps.Clone(claims)
		v, err := s.voucher("i", "s", claims)
		if err == nil && (v.Name == "" || v.Role != access.Evaluator || strings.ContainsAny(v.Display, "\x00\n")) {
			t.Errorf("%s came in as %+v", text, v)
		}
		if len(before) != len(claims) {
			t.Error("the claims changed")
		}
	})
}
