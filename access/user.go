package access

import (
	"slices"
	"time"
)

// User is a person who signs in, or a program with a token. The zero User is
// nobody.
type User struct {
	Name        string    // what is typed at signing in: unique, never reused
	Display     string    // what others read; "": Name
	Role        Role      //
	Departments []string  // whose items a user of the role Department sees
	Disabled    bool      // may not sign in; what they did stays theirs
	MustChange  bool      // the password was given by somebody else
	Epoch       int64     // grows when sessions must end: role or password changed
	Created     time.Time //
	SignedIn    time.Time // last; zero: never
	// Token is the id of the token that a program showed; "": a person.
	Token string
}

// Shown is the name others read.
func (u User) Shown() string {
	if u.Display != "" {
		return u.Display
	}
	return u.Name
}

// Of reports whether u belongs to a department. Nobody belongs to the nameless one.
func (u User) Of(department string) bool {
	return department != "" && slices.Contains(u.Departments, department)
}
