package demo_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/govaudit/govaudit/internal/yamldoc"
)

// alterations are the settings that are tried in place of with: none at all, then
// with a word nobody uses in place of all lists of words, then without one key
// after the other, each list so changed alone or without one of its words, and
// other values in place of single ones: a block may say what is the default too.
func alterations(t testing.TB, with yamldoc.Node) []yamldoc.Node {
	t.Helper()
	parse := func(text string) yamldoc.Node {
		n, err := yamldoc.Parse("altered", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	nobody := parse("[没有人用的说法]")
	bare := with
	var out []yamldoc.Node
	for _, key := range with.Keys() {
		out = append(out, with.Without(key))
		v := with.Child(key)
		switch items := v.Items(); {
		case v.IsScalar():
			for _, other := range otherValues(v.Text()) {
				out = append(out, with.Put(key, parse(other)))
			}
			if key == "expect" {
				out = append(out, with.Put(key, parse(`"true"`))) // a condition that always holds
			}
		case !v.IsList() || len(items) == 0 || !items[0].IsScalar():
		case key == "judge" || key == "codes" || key == "what" || key == "parts":
			for i := range items {
				out = append(out, with.Put(key, parse(listWithout(t, items, i))))
			}
		default:
			bare = bare.Put(key, nobody)
			out = append(out, with.Put(key, parse("[]")), with.Put(key, nobody))
		}
	}
	return append([]yamldoc.Node{parse("{}"), bare}, out...)
}

func listWithout(t testing.TB, items []yamldoc.Node, i int) string {
	t.Helper()
	words := []string{}
	for k, item := range items {
		if k != i {
			words = append(words, item.Text())
		}
	}
	text, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	aNumber = regexp.MustCompile(`^[0-9.]+$`)
	anAge   = regexp.MustCompile(`^[0-9]+ ?(?:d|day|week|month|year)s?$`)
	aDay    = regexp.MustCompile(`^[0-9]{2}-[0-9]{2}$`)
)

// otherValues are values of the same kind that say something else.
func otherValues(text string) []string {
	switch {
	case text == "true":
		return []string{"false"}
	case text == "false":
		return []string{"true"}
	case aNumber.MatchString(text):
		return []string{"0", "0.01", "1", "1000"}
	case anAge.MatchString(text):
		return []string{"1d", "50 years"}
	case aDay.MatchString(text):
		return []string{"01-01", "12-31"}
	}
	return nil
}
