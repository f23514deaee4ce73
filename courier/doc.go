// Package courier hands notices over, to the mail server or the webhook that the
// configuration names and to nothing else, and says whether they were taken. It keeps
// nothing and reads no clock.
package courier
