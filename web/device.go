package web

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/access"
)

// A browser in which somebody signed in is known by a cookie of its own: others who fail
// to sign in from the same address do not hold it up. It lets nobody in by itself.
const deviceTime = 180 * 24 * time.Hour

func (s *Server) deviceCookie() string {
	if s.Secure {
		return "__Host-govaudit-device"
	}
	return "govaudit-device"
}

// caller is who asks to be let in.
func (s *Server) caller(c *call) access.Caller {
	by := access.Caller{From: s.from(c.Request)}
	if k, err := c.Cookie(s.deviceCookie()); err == nil && len(k.Value) == len(rand.Text()) {
		by.Device = k.Value
	}
	return by
}

// newDevice gives a browser that has none a name, and the cookie that keeps it: it counts
// once the password was right.
func (s *Server) newDevice(by *access.Caller) *http.Cookie {
	if by.Device == "" {
		by.Device = rand.Text()
	}
	return &http.Cookie{Name: s.deviceCookie(), Value: by.Device, Path: "/", MaxAge: int(deviceTime.Seconds()), HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
}
