package signon

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/govaudit/govaudit/access"
)

// Provider is an OpenID Connect provider. It is safe for concurrent use.
type Provider struct {
	settings Settings
	secret   string
	now      func() time.Time
	client   *http.Client

	mu    sync.Mutex
	known *oidc.Provider // what it said of itself; nil: it was not asked yet, or did not answer
}

// New makes a Provider without asking it anything: it may be out of reach.
func New(s Settings, secret string, now func() time.Time) *Provider {
	return &Provider{settings: s, secret: secret, now: now, client: newClient()}
}

// Name is the word on the button.
func (p *Provider) Name() string { return p.settings.Name }

// Begin returns where a browser is sent to sign in, to come back to the address back
// with a code. State, nonce and verifier are secrets of this one attempt.
func (p *Provider) Begin(ctx context.Context, back, state, nonce, verifier string) (string, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return p.config(known, back).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Finish returns who came back with this code. It gives an [access.Problem] where the
// provider knows the person and they have no business here.
func (p *Provider) Finish(ctx context.Context, back, code, nonce, verifier string) (access.Voucher, error) {
	known, err := p.discover(ctx)
	if err != nil {
		return access.Voucher{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.config(known, back).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return access.Voucher{}, fmt.Errorf("exchange the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return access.Voucher{}, errors.New("the provider gave no ID token")
	}
	id, err := known.VerifierContext(ctx, &oidc.Config{ClientID: p.settings.ClientID, Now: p.now}).Verify(ctx, raw)
	if err != nil {
		return access.Voucher{}, fmt.Errorf("verify the ID token: %w", err)
	}
	if nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return access.Voucher{}, errors.New("the ID token is not of this attempt: another nonce")
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return access.Voucher{}, fmt.Errorf("verify the access token: %w", err)
		}
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return access.Voucher{}, fmt.Errorf("read the ID token: %w", err)
	}
	if azp, ok := claims["azp"]; ok && azp != p.settings.ClientID || !ok && len(id.Audience) > 1 {
		return access.Voucher{}, errors.New("the ID token was made for another program")
	}
	if id.Subject == "" {
		return access.Voucher{}, errors.New("the ID token names nobody")
	}
	return p.settings.voucher(id.Issuer, id.Subject, claims)
}

func (p *Provider) config(known *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.settings.ClientID, ClientSecret: p.secret, Endpoint: known.Endpoint(), RedirectURL: back,
		Scopes: []string{oidc.ScopeOpenID, "profile"}}
}

// discover asks the provider for its addresses, until it has answered once.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	known := p.known
	p.mu.Unlock()
	if known != nil {
		return known, nil
	}
	known, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.settings.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask %s for its addresses: %w", p.settings.Issuer, err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known = known
	return known, nil
}
