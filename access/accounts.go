package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// Keeper keeps accounts and tokens.
type Keeper interface {
	// Account returns a user with the hash of the password, or ErrNoUser.
	Account(ctx context.Context, name string) (User, string, error)
	// Users returns all users, by name.
	Users(ctx context.Context) ([]User, error)
	// AddUser adds one, or gives ErrTaken.
	AddUser(ctx context.Context, u User, hash string) error
	// PutUser changes the user whose Epoch is still u.Epoch and makes it one more, or
	// gives ErrChanged, or ErrLast where nobody could administer any more. Hash ""
	// leaves the password as it is.
	PutUser(ctx context.Context, u User, hash string) error
	// SignedIn notes when a user last signed in; with hash also the same password
	// hashed anew.
	SignedIn(ctx context.Context, name, hash string, at time.Time) error

	// Token returns the token with this id and the hash of its secret, or ErrNoToken.
	Token(ctx context.Context, id string) (Token, string, error)
	// Tokens returns all tokens, the newest first.
	Tokens(ctx context.Context) ([]Token, error)
	AddToken(ctx context.Context, t Token, hash string) error
	// RevokeToken ends a token, or gives ErrNoToken.
	RevokeToken(ctx context.Context, id string, at time.Time) error
	// UsedToken notes when a token was last used.
	UsedToken(ctx context.Context, id string, at time.Time) error
}

// Accounts is who may sign in. Its fields must be set before use.
type Accounts struct {
	Keeper   Keeper
	Hasher   *Hasher
	Throttle *Throttle
	Now      func() time.Time

	welcome sync.Mutex // held while somebody new is looked for under other names and added
}

// First creates an administrator where no one can administer, and returns the
// password to be told once. Without a need it returns "".
func (a *Accounts) First(ctx context.Context) (name, password string, err error) {
	users, err := a.Keeper.Users(ctx)
	if err != nil {
		return "", "", err
	}
	for _, u := range users {
		if u.Role == Administrator && !u.Disabled {
			return "", "", nil
		}
	}
	name = "admin"
	for i := 2; slices.ContainsFunc(users, func(u User) bool { return u.Name == name }); i++ {
		name = fmt.Sprintf("admin%d", i)
	}
	password, err = a.Add(ctx, User{Name: name, Display: "系统管理员", Role: Administrator})
	if err != nil {
		return "", "", err
	}
	return name, password, nil
}

// SignIn returns the user of this name and password, to this caller. It gives
// ErrWrong or a WaitError where it may not be.
func (a *Accounts) SignIn(ctx context.Context, name, password string, by Caller) (User, error) {
	name = fold(name)
	now := a.Now()
	if utf8.RuneCountInString(name) > mostName || len(password) > 4*mostPassword {
		name, password = "", "" // as costly as any other attempt, and as useless
	}
	if wait := a.Throttle.Begin(name, by, now); wait > 0 {
		return User{}, WaitError{wait}
	}
	u, kept, err := a.Keeper.Account(ctx, name)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return User{}, err
	}
	ok, old, err := a.Hasher.Check(ctx, password, kept)
	if err != nil {
		return User{}, fmt.Errorf("check password of %s: %w", name, err)
	}
	if !ok || u.Disabled || !u.Role.Valid() {
		return User{}, ErrWrong
	}
	a.Throttle.Succeeded(name, by, now)
	hash := ""
	if old {
		if hash, err = a.Hasher.Hash(ctx, password); err != nil {
			return User{}, err
		}
	}
	return u, a.Keeper.SignedIn(ctx, u.Name, hash, now)
}

// Current returns the user of a session that began at this epoch, or ErrNoUser where
// the session must end.
func (a *Accounts) Current(ctx context.Context, name string, epoch int64) (User, error) {
	u, _, err := a.Keeper.Account(ctx, name)
	if err != nil {
		return User{}, err
	}
	if u.Disabled || u.Epoch != epoch || !u.Role.Valid() {
		return User{}, ErrNoUser
	}
	return u, nil
}

// Add adds a user and returns a password to be told once, which has to be changed.
func (a *Accounts) Add(ctx context.Context, u User) (password string, err error) {
	u.Name = fold(u.Name)
	if err := checkUser(u); err != nil {
		return "", err
	}
	password = OneTime()
	hash, err := a.Hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	u.MustChange, u.Epoch, u.Created = true, 1, a.Now()
	return password, named(a.Keeper.AddUser(ctx, u, hash))
}

// Change gives a user another display name, role or departments, or disables or
// enables it. Its sessions end. Who changes must have seen it at u.Epoch.
func (a *Accounts) Change(ctx context.Context, u User) error {
	if err := checkUser(u); err != nil {
		return err
	}
	old, _, err := a.Keeper.Account(ctx, u.Name)
	if err != nil {
		return named(err)
	}
	u.Created, u.SignedIn, u.MustChange = old.Created, old.SignedIn, old.MustChange
	return named(a.Keeper.PutUser(ctx, u, ""))
}

// Reset gives a user a new password to be told once. Sessions end.
func (a *Accounts) Reset(ctx context.Context, name string) (password string, err error) {
	u, _, err := a.Keeper.Account(ctx, name)
	if err != nil {
		return "", named(err)
	}
	password = OneTime()
	hash, err := a.Hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	u.MustChange = true
	return password, named(a.Keeper.PutUser(ctx, u, hash))
}

// SetPassword changes one's own password. All sessions end; the user is returned as
// of the new epoch. A wrong old password counts as a failed attempt to sign in.
func (a *Accounts) SetPassword(ctx context.Context, name, old, chosen string, by Caller) (User, error) {
	if wait := a.Throttle.Begin(name, by, a.Now()); wait > 0 {
		return User{}, WaitError{wait}
	}
	u, kept, err := a.Keeper.Account(ctx, name)
	if err != nil {
		return User{}, named(err)
	}
	ok, _, err := a.Hasher.Check(ctx, old, kept)
	if err != nil {
		return User{}, err
	}
	if !ok {
		return User{}, Problem("原密码不对。")
	}
	a.Throttle.Succeeded(name, by, a.Now())
	if err := checkPassword(name, chosen); err != nil {
		return User{}, err
	}
	if chosen == old {
		return User{}, Problem("新密码不能与原密码相同。")
	}
	hash, err := a.Hasher.Hash(ctx, chosen)
	if err != nil {
		return User{}, err
	}
	u.MustChange = false
	if err := a.Keeper.PutUser(ctx, u, hash); err != nil {
		return User{}, named(err)
	}
	u.Epoch++
	return u, nil
}

// EndSessions ends all sessions of a user.
func (a *Accounts) EndSessions(ctx context.Context, name string) error {
	u, _, err := a.Keeper.Account(ctx, name)
	if err != nil {
		return named(err)
	}
	return named(a.Keeper.PutUser(ctx, u, ""))
}

// named puts the errors of a Keeper into words.
func named(err error) error {
	switch {
	case errors.Is(err, ErrTaken):
		return Problem("这个登录名已经有人用了。")
	case errors.Is(err, ErrChanged):
		return Problem("这个账号刚刚被别人改过，请刷新后重做。")
	case errors.Is(err, ErrLast):
		return Problem("这是最后一个管理员，不能停用，也不能改为其他角色。请先另设一个管理员。")
	case errors.Is(err, ErrNoUser):
		return Problem("没有这个用户。")
	}
	return err
}
