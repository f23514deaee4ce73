package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Hasher makes and checks hashes of passwords with argon2id. Only a few are made at
// once, so that guessers cannot take all memory.
type Hasher struct {
	memory, passes uint32 // KiB and times over it
	slots          chan struct{}
}

// Cost is what one hash costs.
type Cost struct {
	KiB    uint32 // of memory
	Passes uint32 // over it
}

// Due is the cost of passwords in use: about an eighth of a second, above what OWASP
// asks for (19 MiB, twice).
func Due() Cost { return Cost{32 << 10, 3} }

// NewHasher makes a Hasher that works on at most so many passwords at once.
func NewHasher(c Cost, atOnce int) *Hasher {
	return &Hasher{memory: c.KiB, passes: c.Passes, slots: make(chan struct{}, max(atOnce, 1))}
}

const (
	saltBytes = 16
	hashBytes = 32
)

// Hash returns what to keep of a password, in the form of the argon2 reference
// program.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	sum, err := h.sum(ctx, password, salt, h.memory, h.passes)
	if err != nil {
		return "", err
	}
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.memory, h.passes, enc.EncodeToString(salt), enc.EncodeToString(sum)), nil
}

// Check reports whether password is the one that kept was made of. Old reports that
// kept was made at another cost: it should be made anew. With kept "", which is that
// of nobody, it takes as long and says no.
func (h *Hasher) Check(ctx context.Context, password, kept string) (ok, old bool, err error) {
	if kept == "" || vouched(kept) {
		_, err := h.sum(ctx, password, make([]byte, saltBytes), h.memory, h.passes)
		return false, false, err
	}
	k, err := readHash(kept)
	if err != nil {
		return false, false, err
	}
	sum, err := h.sum(ctx, password, k.salt, k.memory, k.passes)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(sum, k.sum) == 1, k.memory != h.memory || k.passes != h.passes, nil
}

func (h *Hasher) sum(ctx context.Context, password string, salt []byte, memory, passes uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, passes, memory, 1, hashBytes), nil
}

type keptHash struct {
	memory, passes uint32
	salt, sum      []byte
}

func readHash(kept string) (k keptHash, err error) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return k, errors.New("unknown kind of password hash")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &k.memory, &k.passes); err != nil {
		return k, fmt.Errorf("read password hash: %w", err)
	}
	if k.memory > 1<<20 || k.passes > 16 || k.passes < 1 {
		return k, errors.New("password hash of unreasonable cost")
	}
	if k.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
		k.sum, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	if err != nil {
		return k, fmt.Errorf("read password hash: %w", err)
	}
	return k, nil
}

// OneTime makes a password that a person reads off a screen once.
func OneTime() string {
	t := rand.Text()
	return t[0:5] + "-" + t[5:10] + "-" + t[10:15] + "-" + t[15:20] // 100 bits
}

const (
	leastPassword = 10
	plainPassword = 16 // from here on any characters will do
	mostPassword  = 200
)

// checkPassword says what is wrong with a password that somebody chose.
func checkPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return Problem("密码里有不能使用的字符。")
	case n < leastPassword:
		return Problem(fmt.Sprintf("密码至少 %d 个字符。", leastPassword))
	case n > mostPassword:
		return Problem(fmt.Sprintf("密码最多 %d 个字符。", mostPassword))
	case len(name) > 2 && strings.Contains(strings.ToLower(password), name):
		return Problem("密码里不要包含登录名。")
	case kinds(password) < 2 || n < plainPassword && kinds(password) < 3:
		return Problem(fmt.Sprintf("%d 个字符以下的密码，须含大写字母、小写字母、数字、其他字符中的至少三种；更长的至少两种。", plainPassword))
	case fewCharacters(password):
		return Problem("密码里不同的字符太少。")
	}
	return nil
}

// kinds counts of how many kinds the characters are.
func kinds(s string) int {
	var seen [4]bool
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			seen[0] = true
		case unicode.IsLower(r):
			seen[1] = true
		case unicode.IsDigit(r):
			seen[2] = true
		default:
			seen[3] = true
		}
	}
	n := 0
	for _, b := range seen {
		if b {
			n++
		}
	}
	return n
}

func fewCharacters(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) < 6
}
