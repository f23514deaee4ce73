package review

import "errors"

// Proposal is a decision that counts only once a second person agrees: where a
// requirement is missed at the cost of everything (单项否决), one pair of eyes is not
// enough.
type Proposal struct {
	Decision
	Account string // with which the first person signed in: the second must be another
}

// ErrProposed is the answer of whoever records proposals where the thing was proposed
// otherwise, agreed to or refused meanwhile.
var ErrProposed = errors.New("the proposal was changed meanwhile")
