package rules

// privacy judges personal data made public.
type privacy struct{ _ byte }

func newPrivacy() *privacy { return &privacy{} }

// Judge says that nothing is known yet.
func (k *privacy) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
