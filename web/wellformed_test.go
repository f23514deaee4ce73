package web

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// wellFormed reports the first tag of a page that is not closed in order.
func wellFormed(doc string) error {
	const void = " area base br col embed hr img input link meta source track wbr "
	z := html.NewTokenizer(strings.NewReader(doc))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			if len(open) > 0 {
				return fmt.Errorf("<%s> is not closed", open[len(open)-1])
			}
			return nil
		case html.StartTagToken:
			name, _ := z.TagName()
			if !strings.Contains(void, " "+string(name)+" ") {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return fmt.Errorf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestWellFormed(t *testing.T) {
	for _, tt := range []struct {
		doc string
		ok  bool
	}{
		{"<p>a<br>b</p>", true},
		{"<svg><path d=\"\"/></svg>", true},
		{"<p><b>a</p></b>", false},
		{"<p>a", false},
		{"a</p>", false},
	} {
		if err := wellFormed(tt.doc); (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.doc, err)
		}
	}
}
