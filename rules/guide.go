package rules

// guide judges the 政府信息公开指南.
type guide struct{ _ byte }

func newGuide() *guide { return &guide{} }

// Judge says that nothing is known yet.
func (k *guide) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
