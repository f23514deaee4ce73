package rules

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestCoverage(t *testing.T) {
	duties := fstest.MapFS{"yaodian.yaml": {Data: []byte(`
slug: yaodian
title: 要点
duties:
  - {id: "1.1", duty: 设栏目}
  - {id: "1.2", duty: 公开预算}
  - {id: "1.3", duty: 建立制度}
  - {id: "1.4", duty: 没人管}
  - {id: "1.5", duty: 只提请人工}
`)}}
	lists, err := Duties(duties)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := NewLibrary(fstest.MapFS{"p.yaml": {Data: []byte(`
id: p
title: 包
version: "1"
documents: {要点: {title: 要点}}
rules:
  - {id: a, title: 一, check: column, clauses: [条例/20, yaodian/1.1, yaodian/1.3], basis: [{document: 要点, status: 读}], remedy: 改, with: {names: [甲]}}
  - {id: b, title: 二, check: column, clauses: [yaodian/1.2], propose: true, basis: [{document: 要点, status: 读}], remedy: 改, with: {names: [甲]}}
  - {id: c, title: 三, check: manual, clauses: [yaodian/1.3], basis: [{document: 要点, status: 读}], remedy: 改, with: {question: 有没有}}
  - {id: d, title: 四, check: interpretation, clauses: [yaodian/1.5, yaodian/9.9], review: [text_only], basis: [{document: 要点, status: 读}], remedy: 改, with: {codes: [text_only]}}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	sets, err := lib.Sets("p")
	if err != nil {
		t.Fatal(err)
	}
	c := Cover(lists, sets...)
	want := map[string]Way{"yaodian/1.1": Decided, "yaodian/1.2": Proposed, "yaodian/1.3": Decided, "yaodian/1.4": NotCovered, "yaodian/1.5": Proposed}
	for _, d := range c.Duties {
		if d.Way != want[d.Clause] {
			t.Errorf("%s is %s, want %s", d.Clause, d.Way, want[d.Clause])
		}
	}
	if err := c.Wrong.Err(); err == nil || !strings.Contains(err.Error(), "p.yaml:") || !strings.Contains(err.Error(), "yaodian/9.9") {
		t.Errorf("a clause that does not exist gives %v, want its file and name", err)
	}
	if err := c.Err(); err == nil {
		t.Error("a duty without a rule is no error")
	}
	var b strings.Builder
	if err := c.Write(&b, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"yaodian/1.4  没人管", "合计     5     2"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, b.String())
		}
	}
}

func TestDutiesRefusesTwoOfOneName(t *testing.T) {
	_, err := Duties(fstest.MapFS{"a.yaml": {Data: []byte("slug: a\ntitle: 甲\nduties:\n  - {id: \"1\", duty: 一}\n  - {id: \"1\", duty: 二}\n")}})
	if err == nil || !strings.Contains(err.Error(), "a.yaml:5") {
		t.Errorf("error %v, want one at a.yaml:5", err)
	}
}
