package rules

// attribution judges whether reprinted items name their source.
type attribution struct{ _ byte }

func newAttribution() *attribution { return &attribution{} }

// Judge says that nothing is known yet.
func (k *attribution) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
