package document

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
)

const (
	maxStrings  = 200_000 // shared strings of a workbook
	maxColumns  = 256     // columns of a sheet that are read
	sharedTimes = 8       // the bytes of shared strings, in those of a text that is kept
)

var sheetName = regexp.MustCompile(`^xl/worksheets/sheet(\d+)\.xml$`)

// xlsx reads the rows of every sheet of a workbook (ECMA-376 part 1, §18): one
// line per row, values as they are stored.
func (b *box) xlsx(t *Text) error {
	shared, err := b.sharedStrings()
	if err != nil {
		return err
	}
	for _, name := range b.parts(sheetName) {
		if err := b.sheet(name, shared); err != nil {
			return err
		}
		t.Pages++
	}
	if strings.TrimSpace(b.text.String()) == "" && b.count("xl/media/") > 0 {
		t.Lacks = "文件里有图片，图片里的文字读不到"
	}
	return nil
}

// sharedStrings returns the texts that cells refer to. Together they may be some times as
// long as the text of a document that is kept: they are all held while it is read.
func (b *box) sharedStrings() ([]string, error) {
	var out []string
	left := sharedTimes * b.text.limit
	var one strings.Builder
	inText, phonetic := false, 0
	err := b.each("xl/sharedstrings.xml", func(tok xml.Token) error {
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "t":
				inText = true
			case "rPh":
				phonetic++
			case "si":
				one.Reset()
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "t":
				inText = false
			case "rPh":
				phonetic = max(phonetic-1, 0)
			case "si":
				s := oneLine(one.String())
				if left -= len(s); len(out) >= maxStrings || left < 0 {
					return ErrTooLarge
				}
				out = append(out, s)
			}
		case xml.CharData:
			if inText && phonetic == 0 {
				if one.Len()+len(e) > left {
					return ErrTooLarge
				}
				one.Write(e)
			}
		}
		return nil
	})
	return out, err
}

// cell is one cell while it is read.
type cell struct {
	column int
	kind   string // t of <c>: s, str, inlineStr, b, e; "" is a number
	value  strings.Builder
}

func (b *box) sheet(name string, shared []string) error {
	var row []string
	var c cell
	inValue := false
	return b.each(name, func(tok xml.Token) error {
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "row":
				row = row[:0]
			case "c":
				c.column, c.kind = column(attr(e, "r"), len(row)), attr(e, "t")
				c.value.Reset()
			case "v", "t":
				inValue = true
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "v", "t":
				inValue = false
			case "c":
				row = place(row, c.column, c.text(shared))
			case "row":
				line := strings.TrimRight(strings.Join(row, "\t"), "\t")
				if line == "" {
					return nil
				}
				return b.text.add(line + "\n")
			}
		case xml.CharData:
			if inValue && c.value.Len()+len(e) <= 1<<16 {
				c.value.Write(e)
			}
		}
		return nil
	})
}

// place puts a value into its column; far columns are left out.
func place(row []string, column int, value string) []string {
	if column < 0 || column >= maxColumns {
		return row
	}
	for len(row) <= column {
		row = append(row, "")
	}
	row[column] = value
	return row
}

// column reads the letters of a cell's name (C12 is 2), next without a name.
func column(ref string, next int) int {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		ch := ref[i] &^ 0x20
		if ch < 'A' || ch > 'Z' {
			break
		}
		n = n*26 + int(ch-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}

func (c *cell) text(shared []string) string {
	v := c.value.String()
	switch c.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && i >= 0 && i < len(shared) {
			return shared[i]
		}
		return ""
	case "", "n":
		// 1.3812345678E10 is how some programs store a whole number.
		if f, err := strconv.ParseFloat(v, 64); err == nil && strings.ContainsAny(v, "eE") && f == math.Trunc(f) && math.Abs(f) < 1e15 {
			return strconv.FormatFloat(f, 'f', 0, 64)
		}
	}
	return oneLine(v)
}
