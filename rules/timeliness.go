package rules

// timeliness judges how soon documents were made public.
type timeliness struct{ _ byte }

func newTimeliness() *timeliness { return &timeliness{} }

// Judge says that nothing is known yet.
func (k *timeliness) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
