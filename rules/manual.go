package rules

import (
	"errors"
	"strings"
)

// manual stands for a duty that no page can show (内部制度、台账、线下行为): it is
// unknown until a person enters a decision:
//
//	check: manual
//	with: {question: 是否建立了保密审查制度, materials: [保密审查记录]}
type manual struct {
	Question  string   `yaml:"question,required"` // what the person has to answer
	Materials []string `yaml:"materials"`         // what to ask the unit for
}

func newManual() *manual { return &manual{} }

func (m *manual) validate() error {
	if strings.TrimSpace(m.Question) == "" {
		return errors.New("question 不能为空：写明要人工核实什么")
	}
	return nil
}

// JudgesUnreached says that nothing of the portal is needed.
func (m *manual) JudgesUnreached() {}

// Describe says what a person is asked.
func (m *manual) Describe() string {
	out := "从网站上看不出来，须由人工录入：" + m.Question
	if len(m.Materials) > 0 {
		out += "；可查阅" + strings.Join(m.Materials, "、")
	}
	return out + "。录入之前记为未知。"
}

// Judge asks a person.
func (m *manual) Judge(*Case) Judgement {
	return Judgement{Unknown: "网站上看不出来，须由人工录入：" + m.Question}
}
