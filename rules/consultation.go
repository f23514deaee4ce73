package rules

// consultation judges 意见征集 and what came of it.
type consultation struct{ _ byte }

func newConsultation() *consultation { return &consultation{} }

// Judge says that nothing is known yet.
func (k *consultation) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
