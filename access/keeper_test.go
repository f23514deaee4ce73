package access

import (
	"context"
	"slices"
	"strings"
	"time"
)

// book is a Keeper in memory.
type book struct {
	users  map[string]User
	hashes map[string]string
	tokens map[string]Token
	keys   map[string]string
}

func newBook() *book {
	return &book{map[string]User{}, map[string]string{}, map[string]Token{}, map[string]string{}}
}

func (b *book) Account(_ context.Context, name string) (User, string, error) {
	u, ok := b.users[name]
	if !ok {
		return User{}, "", ErrNoUser
	}
	return u, b.hashes[name], nil
}

func (b *book) Users(context.Context) (list []User, _ error) {
	for _, u := range b.users {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b User) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

func (b *book) AddUser(_ context.Context, u User, hash string) error {
	if _, ok := b.users[u.Name]; ok {
		return ErrTaken
	}
	b.users[u.Name], b.hashes[u.Name] = u, hash
	return nil
}

func (b *book) PutUser(_ context.Context, u User, hash string) error {
	if old, ok := b.users[u.Name]; !ok || old.Epoch != u.Epoch {
		return ErrChanged
	}
	can := func(u User) bool { return u.Role == Administrator && !u.Disabled }
	others := 0
	for _, o := range b.users {
		if o.Name != u.Name && can(o) {
			others++
		}
	}
	if can(b.users[u.Name]) && !can(u) && others == 0 {
		return ErrLast
	}
	u.Epoch++
	b.users[u.Name] = u
	if hash != "" {
		b.hashes[u.Name] = hash
	}
	return nil
}

func (b *book) SignedIn(_ context.Context, name, hash string, at time.Time) error {
	u := b.users[name]
	u.SignedIn = at
	b.users[name] = u
	if hash != "" {
		b.hashes[name] = hash
	}
	return nil
}

func (b *book) Token(_ context.Context, id string) (Token, string, error) {
	t, ok := b.tokens[id]
	if !ok {
		return Token{}, "", ErrNoToken
	}
	return t, b.keys[id], nil
}

func (b *book) Tokens(context.Context) (list []Token, _ error) {
	for _, t := range b.tokens {
		list = append(list, t)
	}
	return list, nil
}

func (b *book) AddToken(_ context.Context, t Token, hash string) error {
	b.tokens[t.ID], b.keys[t.ID] = t, hash
	return nil
}

func (b *book) RevokeToken(_ context.Context, id string, at time.Time) error {
	t := b.tokens[id]
	t.Revoked = at
	b.tokens[id] = t
	return nil
}

func (b *book) UsedToken(_ context.Context, id string, at time.Time) error {
	t := b.tokens[id]
	t.Used = at
	b.tokens[id] = t
	return nil
}
