// Package notice says what to tell whom about mending: digests for departments and
// for supervisors, each thing once. It knows no database, network or clock, and tells
// a department only of what a person has notified it of before.
package notice
