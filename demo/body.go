package demo

import (
	"cmp"
	"fmt"
	"strings"
)

// body writes the text of a page: a line is a paragraph in the manner of the
// site, a line of markup stands as it is, and a line that begins with @ asks for
// generated text:
//
//	@report year=2025 …   an annual report
//	@act topic=…          a normative document's articles
//	@explain topic=…      the text of an interpretation
//	@text kind            a standing text: a guide, an institution
//	@copy /path           the text of another page
func (s *portal) body(p *page) (string, error) {
	var b strings.Builder
	if p.layout == "raw" {
		return "", nil
	}
	if err := s.write(&b, p, p.body); err != nil {
		return "", err
	}
	return b.String(), nil
}

func (s *portal) write(b *strings.Builder, p *page, text string) error {
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "@"):
			if err := s.directive(b, p, line[1:]); err != nil {
				return fmt.Errorf("%q: %w", line, err)
			}
		case strings.HasPrefix(line, "<"):
			b.WriteString(line + "\n")
		default:
			s.paragraph(b, line)
		}
	}
	return nil
}

func (s *portal) paragraph(b *strings.Builder, text string) {
	fmt.Fprintf(b, cmp.Or(s.set["para"], "<p>%s</p>")+"\n", text)
}

func (s *portal) heading(b *strings.Builder, text string) {
	fmt.Fprintf(b, cmp.Or(s.set["heading"], "<p><strong>%s</strong></p>")+"\n", text)
}

func (s *portal) directive(b *strings.Builder, p *page, line string) error {
	words := strings.Fields(line)
	args := map[string]string{}
	for _, w := range words[1:] {
		k, v, _ := strings.Cut(w, "=")
		args[k] = v
	}
	switch words[0] {
	case "report":
		return s.report(b, args)
	case "act":
		s.act(b, args)
	case "explain":
		s.explain(b, args)
	case "text":
		return s.standing(b, words[1])
	case "copy":
		for _, other := range s.pages {
			if other.Path == words[1] {
				return s.write(b, p, other.body)
			}
		}
		return fmt.Errorf("no page %s", words[1])
	default:
		return fmt.Errorf("no directive %s", words[0])
	}
	return nil
}
