package document

import (
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

// fewWords is below how many characters a document with pictures says in them
// what it says.
const fewWords = 300

// docx reads the body of a Word document (ECMA-376: w:p paragraphs of w:t texts,
// w:tbl of w:tr of w:tc).
func (b *box) docx(t *Text) error {
	cells, skip := 0, 0 // table cells and alternatives the reader is inside
	inText := false
	var row []string
	var cell strings.Builder
	out := func(s string) error {
		if cells > 0 {
			cell.WriteString(s)
			return nil
		}
		return b.text.add(s)
	}
	err := b.each("word/document.xml", func(tok xml.Token) error {
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "Fallback", "delText":
				skip++ // the same once more for older readers; what was struck out
			case "t":
				inText = true
			case "tab":
				if e.Name.Space == "w" && cells == 0 {
					return out(" ")
				}
			case "br", "cr":
				if cells > 0 {
					return out(" ")
				}
				return out("\n")
			case "tc":
				cells++
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "Fallback", "delText":
				skip = max(skip-1, 0)
			case "t":
				inText = false
			case "p":
				if cells > 0 {
					return out(" ")
				}
				return out("\n")
			case "tc":
				if cells = max(cells-1, 0); cells == 0 {
					row = append(row, oneLine(cell.String()))
					cell.Reset()
				}
			case "tr":
				if cells == 0 {
					line := strings.Join(row, "\t") + "\n"
					row = row[:0]
					return b.text.add(line)
				}
			}
		case xml.CharData:
			if inText && skip == 0 {
				if cells > 0 && cell.Len() > b.text.limit {
					return errFull
				}
				return out(string(e))
			}
		}
		return nil
	})
	if b.count("word/media/") > 0 && utf8.RuneCountInString(b.text.String()) < fewWords {
		t.Lacks = "文件里有图片，图片里的文字读不到"
	}
	return err
}

// oneLine collapses white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
