package audit

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"

	"github.com/govaudit/govaudit/rules"
)

// letters stand for the outcomes in the text form of rule summaries.
var letters = map[rules.Outcome]byte{rules.Pass: 'p', rules.Fail: 'f', rules.Review: 'r', rules.Unknown: 'u', rules.Exempt: 'e'}

// AppendRules writes rule summaries as text, a line each: outcome, outcome as decided,
// rule, points lost, most points, certain and doubtful defects, whether a part is open,
// and the certain defects. Most rules need no more than their first three words. It is
// a form for reading hundreds of thousands of lines fast.
func AppendRules(out []byte, list []RuleSummary) []byte {
	for _, r := range list {
		out = append(out, letters[r.Outcome], letters[r.Decided], ' ')
		out = append(out, r.Rule...)
		if r.Lost != 0 || r.Max != 0 || r.Certain != 0 || r.Doubtful != 0 || r.Open {
			out = append(out, ' ')
			out = strconv.AppendFloat(out, r.Lost, 'g', -1, 64)
			out = append(out, ' ')
			out = strconv.AppendFloat(out, r.Max, 'g', -1, 64)
		}
		if r.Certain != 0 || r.Doubtful != 0 || r.Open {
			open := int64(0)
			if r.Open {
				open = 1
			}
			for _, n := range []int64{int64(r.Certain), int64(r.Doubtful), open} {
				out = append(out, ' ')
				out = strconv.AppendInt(out, n, 10)
			}
		}
		if len(r.Defects) > 0 {
			out = append(out, ' ')
			for _, d := range r.Defects {
				out = base64.RawStdEncoding.AppendEncode(out, []byte{byte(d >> 40), byte(d >> 32), byte(d >> 24), byte(d >> 16), byte(d >> 8), byte(d)})
			}
		}
		out = append(out, '\n')
	}
	return out
}

// RuleReader reads what [AppendRules] wrote. It remembers the names of rules, so that
// those of many sites are kept once. It is not safe for concurrent use.
type RuleReader struct{ names map[string]string }

// Read appends the rule summaries in text to list.
func (r *RuleReader) Read(list []RuleSummary, text []byte) ([]RuleSummary, error) {
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte{'\n'})
		text = rest
		s, err := r.line(line)
		if err != nil {
			return list, fmt.Errorf("rule summary %.80q: %w", line, err)
		}
		list = append(list, s)
	}
	return list, nil
}

func (r *RuleReader) line(line []byte) (s RuleSummary, err error) {
	word := func() []byte {
		w, rest, _ := bytes.Cut(line, []byte{' '})
		line = rest
		return w
	}
	both := word()
	if len(both) != 2 {
		return s, fmt.Errorf("no outcome")
	}
	if s.Outcome, s.Decided = outcomeOf(both[0]), outcomeOf(both[1]); s.Outcome == "" || s.Decided == "" {
		return s, fmt.Errorf("unknown outcome")
	}
	s.Rule = r.name(word())
	if len(line) == 0 {
		return s, nil
	}
	if s.Lost, err = number(word()); err != nil {
		return s, err
	}
	if s.Max, err = number(word()); err != nil || len(line) == 0 {
		return s, err
	}
	var open int
	for _, n := range []*int{&s.Certain, &s.Doubtful, &open} {
		if *n, err = strconv.Atoi(string(word())); err != nil {
			return s, err
		}
	}
	s.Open = open == 1
	s.Defects, err = sums(line)
	return s, err
}

// number reads a number of points: mostly a small whole one.
func number(word []byte) (float64, error) {
	if len(word) == 1 && '0' <= word[0] && word[0] <= '9' {
		return float64(word[0] - '0'), nil
	}
	return strconv.ParseFloat(string(word), 64)
}

func outcomeOf(letter byte) rules.Outcome {
	switch letter {
	case 'p':
		return rules.Pass
	case 'f':
		return rules.Fail
	case 'r':
		return rules.Review
	case 'u':
		return rules.Unknown
	case 'e':
		return rules.Exempt
	}
	return ""
}

func (r *RuleReader) name(b []byte) string {
	if n, ok := r.names[string(b)]; ok {
		return n
	}
	if r.names == nil {
		r.names = map[string]string{}
	}
	n := string(b)
	r.names[n] = n
	return n
}

func sums(text []byte) ([]uint64, error) {
	if len(text) == 0 {
		return nil, nil
	}
	raw, err := base64.RawStdEncoding.AppendDecode(nil, text)
	if err != nil || len(raw)%6 != 0 {
		return nil, fmt.Errorf("broken list of defects")
	}
	out := make([]uint64, 0, len(raw)/6)
	for ; len(raw) > 0; raw = raw[6:] {
		out = append(out, uint64(raw[0])<<40|uint64(raw[1])<<32|uint64(raw[2])<<24|uint64(raw[3])<<16|uint64(raw[4])<<8|uint64(raw[5]))
	}
	return out, nil
}
