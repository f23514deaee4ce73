package audit

import (
	"strings"
	"testing"
	"unsafe"

	"github.com/govaudit/govaudit/rules"
)

// A result must not keep the pages in memory that it quotes.
func TestAResultHoldsOnToNothingElse(t *testing.T) {
	page := strings.Repeat("正文", 1000) + "http://www.a.gov.cn/zfxxgk/" + "财政局"
	address, office := page[len(page)-len("http://www.a.gov.cn/zfxxgk/财政局"):len(page)-len("财政局")], page[len(page)-len("财政局"):]
	seen := rules.Evidence{URL: address, Quote: office, SHA256: page[:6]}
	r := &Site{
		Findings: []rules.Finding{{Reason: office, Seen: []rules.Evidence{seen},
			Defects: []rules.Defect{{Code: office, Subject: address, Message: office, Evidence: []rules.Evidence{seen}}}}},
		Ahead:    []Breach{{Code: office, Subject: address, Message: office}},
		Coverage: &Coverage{Columns: []Branch{{Name: office, URL: address}}, Missed: []Miss{{URL: address, Name: office, From: address}}},
	}
	owner{}.result(r)
	f, d, b, c, m := r.Findings[0], r.Findings[0].Defects[0], r.Ahead[0], r.Coverage.Columns[0], r.Coverage.Missed[0]
	from, to := uintptr(unsafe.Pointer(unsafe.StringData(page))), uintptr(unsafe.Pointer(unsafe.StringData(page)))+uintptr(len(page))
	for _, s := range []struct{ what, got, want string }{
		{"reason", f.Reason, "财政局"}, {"address seen", f.Seen[0].URL, "http://www.a.gov.cn/zfxxgk/"}, {"words seen", f.Seen[0].Quote, "财政局"},
		{"hash seen", f.Seen[0].SHA256, "正文"}, {"code", d.Code, "财政局"}, {"subject", d.Subject, "http://www.a.gov.cn/zfxxgk/"}, {"message", d.Message, "财政局"},
		{"address of evidence", d.Evidence[0].URL, "http://www.a.gov.cn/zfxxgk/"}, {"words of evidence", d.Evidence[0].Quote, "财政局"},
		{"code ahead", b.Code, "财政局"}, {"subject ahead", b.Subject, "http://www.a.gov.cn/zfxxgk/"}, {"message ahead", b.Message, "财政局"},
		{"column", c.Name, "财政局"}, {"its address", c.URL, "http://www.a.gov.cn/zfxxgk/"},
		{"what was missed", m.URL, "http://www.a.gov.cn/zfxxgk/"}, {"its name", m.Name, "财政局"}, {"where it is linked", m.From, "http://www.a.gov.cn/zfxxgk/"},
	} {
		if s.got != s.want {
			t.Errorf("%s is %q, want %q", s.what, s.got, s.want)
		}
		if at := uintptr(unsafe.Pointer(unsafe.StringData(s.got))); at >= from && at < to {
			t.Errorf("%s is still a part of the page", s.what)
		}
	}
	if unsafe.StringData(f.Reason) != unsafe.StringData(c.Name) {
		t.Error("equal words are kept twice")
	}
}
