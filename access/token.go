package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// Token lets a program in. What it shows is told once and kept only as a hash.
type Token struct {
	ID          string
	Purpose     string // what it is for, in the words of who made it
	Role        Role
	Departments []string
	By          string // who made it
	Created     time.Time
	Until       time.Time // it is of no use from here on
	Revoked     time.Time // zero: it was not
	Used        time.Time // last; kept to the hour
}

// Valid reports whether the token lets in at the given time.
func (t Token) Valid(now time.Time) bool {
	return t.Revoked.IsZero() && now.Before(t.Until) && t.Role.Valid()
}

// User is who the program is.
func (t Token) User() User {
	return User{Name: "token:" + t.ID, Display: t.Purpose, Role: t.Role, Departments: t.Departments, Created: t.Created, Token: t.ID}
}

const tokenPrefix = "gva_" // by which scanners for leaked secrets know it

// newSecret makes what a program shows, and what is kept of it.
func newSecret() (id, secret, hash string) {
	id = strings.ToLower(rand.Text()[:10])
	secret = tokenPrefix + id + "_" + rand.Text()
	return id, secret, hashSecret(secret)
}

// hashSecret is what is kept of a secret: it is long and random, so a plain hash
// does.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// secretID returns the id within a secret; false for what cannot be one.
func secretID(secret string) (string, bool) {
	rest, ok := strings.CutPrefix(secret, tokenPrefix)
	id, key, ok2 := strings.Cut(rest, "_")
	return id, ok && ok2 && len(id) == 10 && len(key) == 26
}

const longestToken = 366 * 24 * time.Hour

// Issue makes a token and returns its secret, to be told once.
func (a *Accounts) Issue(ctx context.Context, t Token) (secret string, err error) {
	now := a.Now()
	t.Purpose = strings.TrimSpace(t.Purpose)
	switch {
	case t.Purpose == "" || utf8.RuneCountInString(t.Purpose) > 100:
		return "", Problem("请写明令牌的用途（100 字以内）。")
	case !t.Until.After(now):
		return "", Problem("到期日应在今天之后。")
	case t.Until.Sub(now) > longestToken:
		return "", Problem("令牌最长一年，到期后另发。")
	}
	if err := checkRole(t.Role, t.Departments); err != nil {
		return "", err
	}
	id, secret, hash := newSecret()
	t.ID, t.Created, t.Revoked, t.Used = id, now, time.Time{}, time.Time{}
	return secret, a.Keeper.AddToken(ctx, t, hash)
}

// ByToken returns the program that shows this secret, or ErrNoToken.
func (a *Accounts) ByToken(ctx context.Context, secret string) (User, error) {
	id, ok := secretID(secret)
	if !ok {
		return User{}, ErrNoToken
	}
	t, kept, err := a.Keeper.Token(ctx, id)
	if err != nil {
		return User{}, err
	}
	now := a.Now()
	if subtle.ConstantTimeCompare([]byte(hashSecret(secret)), []byte(kept)) != 1 || !t.Valid(now) {
		return User{}, ErrNoToken
	}
	if now.Sub(t.Used) > time.Hour {
		if err := a.Keeper.UsedToken(ctx, id, now); err != nil {
			return User{}, err
		}
	}
	return t.User(), nil
}
