package browser

import (
	"strings"
	"testing"
)

// XML is shown as the page that its style sheet makes of it, with what can be pressed there.
func TestStyledXML(t *testing.T) {
	p := pool(t)
	w := &web{pages: map[string]string{
		"/":         `text/xml <?xml version="1.0" encoding="utf-8"?><?xml-stylesheet type="text/xsl" href="/home.xsl"?><site name="甲县人民政府"><c id="5">通知公告</c><c id="6">政策文件</c></site>`,
		"/home.xsl": `text/xml <?xml version="1.0" encoding="utf-8"?><xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html" encoding="utf-8"/><xsl:template match="/site"><html><head><title><xsl:value-of select="@name"/></title></head><body><xsl:for-each select="c"><p onclick="location.href='/col/{@id}'"><xsl:value-of select="."/></p></xsl:for-each></body></html></xsl:template></xsl:stylesheet>`,
	}}
	v := render(t, p, w, home)
	for _, want := range []string{"<title>甲县人民政府</title>", home + "col/5", home + "col/6"} {
		if !strings.Contains(v.HTML, want) {
			t.Errorf("%s is not in %s", want, v.HTML)
		}
	}
}
