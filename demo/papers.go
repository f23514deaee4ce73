package demo

import (
	"archive/zip"
	"bytes"
	"html"
	"strings"
)

// wordFile writes a Word document of the lines of a page; cells of a table are
// parted by bars.
func wordFile(text string) ([]byte, error) {
	var rows strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) == 1 {
			rows.WriteString("<w:p>" + wordRun(line) + "</w:p>")
			continue
		}
		rows.WriteString("<w:tbl><w:tr>")
		for _, c := range cells {
			rows.WriteString("<w:tc><w:p>" + wordRun(c) + "</w:p></w:tc>")
		}
		rows.WriteString("</w:tr></w:tbl>")
	}
	body := strings.ReplaceAll(rows.String(), "</w:tbl><w:tbl>", "") // rows that follow one another are one table
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part[1])); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func wordRun(text string) string { return "<w:r><w:t>" + html.EscapeString(text) + "</w:t></w:r>" }
