// Package scoring turns findings into points. It is arithmetic only: no I/O, no
// clock.
package scoring

// Score is what one pack gives one site.
type Score struct {
	Pack   string   `json:"pack"`
	Model  string   `json:"model"` // deduction | weighted
	Points float64  `json:"points"`
	Low    float64  `json:"low"`  // were every undecided rule to fail
	High   float64  `json:"high"` // were every undecided rule to pass
	Max    float64  `json:"max"`
	Grade  string   `json:"grade"`
	Vetoes []string `json:"vetoes"` // rules of veto (单项否决) that failed
}
