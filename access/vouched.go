package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Voucher is who an identity provider says that somebody is. Issuer and Subject name
// the provider's account for ever; names may pass from one person to another.
type Voucher struct {
	Issuer, Subject string
	Name, Display   string
	Role            Role
	Departments     []string
}

// vouchedKind begins what is kept in place of the hash of a password for an account
// that a provider vouches for. No password fits it.
const vouchedKind = "vouched:"

// Account is the name of the account that v opens.
func (v Voucher) Account() string { return fold(v.Name) }

func (v Voucher) proof() string {
	sum := sha256.Sum256([]byte(v.Issuer + "\x00" + v.Subject))
	return vouchedKind + hex.EncodeToString(sum[:])
}

func vouched(kept string) bool { return strings.HasPrefix(kept, vouchedKind) }

// Vouched returns the account that v opens, as it is kept; with ErrNoUser there is none
// yet. It gives ErrWrong for one that is disabled, and a Problem where the name is
// another's.
func (a *Accounts) Vouched(ctx context.Context, v Voucher) (User, error) {
	u, kept, err := a.Keeper.Account(ctx, v.Account())
	switch {
	case err != nil:
		return User{}, err
	case kept != v.proof():
		return User{}, Problem("登录名 " + u.Name + " 是本系统里另一个账号的，不能以统一身份认证登录。请联系管理员。")
	case u.Disabled:
		return User{}, ErrWrong
	}
	return u, nil
}

// Differs reports that v says something else of an account than what is kept of it.
func (v Voucher) Differs(u User) bool {
	return v.Role != u.Role || v.Display != u.Display || !slices.Equal(v.Departments, u.Departments)
}

// Welcome adds the account that v opens. Whoever has one by another name gets no
// second: decisions that need two people count accounts.
func (a *Accounts) Welcome(ctx context.Context, v Voucher) (User, error) {
	u := User{Name: v.Account(), Display: v.Display, Role: v.Role, Departments: v.Departments, Epoch: 1, Created: a.Now()}
	if err := checkUser(u); err != nil {
		return User{}, err
	}
	a.welcome.Lock() // one process serves a store: see store.Hold
	defer a.welcome.Unlock()
	users, err := a.Keeper.Users(ctx)
	if err != nil {
		return User{}, err
	}
	for _, other := range users {
		_, kept, err := a.Keeper.Account(ctx, other.Name)
		if err != nil && !errors.Is(err, ErrNoUser) {
			return User{}, err
		}
		if kept == v.proof() {
			return User{}, Problem(fmt.Sprintf("您在本系统的账号是 %s，统一身份认证里的登录名已改为 %s。请联系管理员。", other.Name, u.Name))
		}
	}
	return u, named(a.Keeper.AddUser(ctx, u, v.proof()))
}

// Refresh gives the account u what v says of it: its role, name and departments. Its
// other sessions end.
func (a *Accounts) Refresh(ctx context.Context, u User, v Voucher) (User, error) {
	u.Display, u.Role, u.Departments = v.Display, v.Role, v.Departments
	if err := a.Change(ctx, u); err != nil {
		return User{}, err
	}
	u.Epoch++
	return u, nil
}

// Came notes that somebody signed in whom a provider vouched for.
func (a *Accounts) Came(ctx context.Context, u User) error {
	return a.Keeper.SignedIn(ctx, u.Name, "", a.Now())
}
