package rules

// documentElements judges what stands on the page of a document.
type documentElements struct{ _ byte }

func newDocumentElements() *documentElements { return &documentElements{} }

// Judge says that nothing is known yet.
func (k *documentElements) Judge(*Case) Judgement { return Judgement{Unknown: "尚未检查"} }
