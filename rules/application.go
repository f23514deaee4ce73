package rules

// application judges the channel of 依申请公开.
type application struct{ _ byte }

func newApplication() *application { return &application{} }

// Judge says that nothing is known yet.
func (k *application) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
