package notice

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

// Text is the digest in plain text.
func (d *Digest) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s：\n\n截至 %s，有以下政务公开整改事项（只列这次有变化的）。\n", d.Audience.Name(), d.moment())
	for _, r := range d.rows() {
		fmt.Fprintf(&b, "· %s：%s\n", r.Name, r.Counts)
	}
	if n := d.moreRows(); n > 0 {
		fmt.Fprintf(&b, "· 另有 %d 个单位\n", n)
	}
	for _, p := range d.parts() {
		fmt.Fprintf(&b, "\n■ %s（%d 项）：%s\n", p.Kind.Word(), len(p.Lines)+p.More, p.About)
		for i, l := range p.Lines {
			fmt.Fprintf(&b, "%d. %s：%s\n", i+1, l.Where, l.What)
			for _, s := range []string{join("编号 ", l.Item), l.When, join("网页 ", l.Page), join("最近一次检查未能认定：", l.Doubt), l.Link} {
				if s != "" {
					b.WriteString("   " + s + "\n")
				}
			}
		}
		if p.More > 0 {
			fmt.Fprintf(&b, "另有 %d 项，请到控制台的“整改”中查看。\n", p.More)
		}
	}
	b.WriteString("\n" + d.foot() + "\n")
	return b.String()
}

func join(word, v string) string {
	if v == "" {
		return ""
	}
	return word + v
}

func (d *Digest) moment() string { return d.At.Format("2006-01-02 15:04") }

func (d *Digest) foot() string {
	foot := "本通知由 govaudit 自动发出，请勿直接回复；对问题有异议的，请在控制台或整改工作簿中说明，由人工复核。"
	if d.Link != "" {
		foot = "控制台：" + d.Link + "/items\n" + foot
	}
	return foot
}

//go:embed digest.html
var htmlText string

// HTML is the digest as a simple page.
func (d *Digest) HTML() (string, error) {
	form, err := template.New("digest").Parse(htmlText)
	if err != nil {
		return "", fmt.Errorf("read the form of digests: %w", err)
	}
	var b bytes.Buffer
	err = form.Execute(&b, struct {
		Subject, Name, Moment string
		Rows                  []row
		MoreRows              int
		Parts                 []part
		Foot                  []string
	}{d.Subject(), d.Audience.Name(), d.moment(), d.rows(), d.moreRows(), d.parts(), strings.Split(d.foot(), "\n")})
	if err != nil {
		return "", fmt.Errorf("write digest: %w", err)
	}
	return b.String(), nil
}
