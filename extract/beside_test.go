package extract

import "testing"

func TestBesideAndFooter(t *testing.T) {
	const page = `<html><head><title>公开指南</title></head><body><div class="nav"><a href="/">首页</a></div>
<div class="wrap"><h1>政府信息公开指南</h1><div class="info">发布时间：2026-04-01 来源：县政府办</div>
<div class="content"><p>为了方便公民、法人和其他组织获取政府信息，编制本指南，欢迎查阅。</p><p>本指南每年修订一次，并在网站公布，请以最新的版本为准。</p></div>
<div class="box"><p>传真：0513-88888888</p></div></div>
<div class="footer"><p>主办：示例县人民政府</p></div></body></html>`
	f := readPage(t, page)
	if want := "为了方便公民、法人和其他组织获取政府信息，编制本指南，欢迎查阅。\n本指南每年修订一次，并在网站公布，请以最新的版本为准。"; f.Text != want {
		t.Errorf("Text = %q, want %q", f.Text, want)
	}
	if want := "政府信息公开指南\n发布时间：2026-04-01 来源：县政府办\n传真：0513-88888888"; f.Beside != want {
		t.Errorf("Beside = %q, want %q", f.Beside, want)
	}
	if want := "主办：示例县人民政府"; f.Footer != want {
		t.Errorf("Footer = %q, want %q", f.Footer, want)
	}
}
