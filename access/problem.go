package access

import (
	"errors"
	"fmt"
	"time"
)

// Problem is a mistake of the person who asks, in Chinese, with what to do.
type Problem string

func (p Problem) Error() string { return string(p) }

// Errors a caller branches on.
var (
	ErrNoUser  = errors.New("no such user")
	ErrTaken   = errors.New("the name is taken")
	ErrChanged = errors.New("the account was changed meanwhile")
	ErrLast    = errors.New("nobody else can administer")
	ErrNoToken = errors.New("no such token")
	// ErrWrong is the answer to a wrong name, a wrong password and a disabled account
	// alike.
	ErrWrong = errors.New("wrong name or password")
)

// WaitError tells somebody who failed too often to wait.
type WaitError struct{ For time.Duration }

func (w WaitError) Error() string { return fmt.Sprintf("too many attempts: wait %v", w.For) }
