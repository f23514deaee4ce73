package rules

// majorDecision judges 重大行政决策.
type majorDecision struct{ _ byte }

func newMajorDecision() *majorDecision { return &majorDecision{} }

// Judge says that nothing is known yet.
func (k *majorDecision) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
