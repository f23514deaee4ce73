package rules

// disclosure judges whether one subject is disclosed.
type disclosure struct{ _ byte }

func newDisclosure() *disclosure { return &disclosure{} }

// Judge says that nothing is known yet.
func (k *disclosure) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
