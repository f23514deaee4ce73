package rules

// institution judges 机构职能.
type institution struct{ _ byte }

func newInstitution() *institution { return &institution{} }

// Judge says that nothing is known yet.
func (k *institution) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
