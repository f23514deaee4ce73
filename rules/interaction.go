package rules

// interaction judges message boards, FAQ and surveys.
type interaction struct{ _ byte }

func newInteraction() *interaction { return &interaction{} }

// Judge says that nothing is known yet.
func (k *interaction) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
