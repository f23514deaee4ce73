package extract

// Feeds tell in elements with attributes what other data tells in texts: <link href="…"/>,
// <title type="text">…</title>, <guid isPermaLink="true">…</guid>.

// words returns the text of a value, or of an element with attributes; nil where it has none.
func words(v *jsValue) *jsValue {
	switch v.kind {
	case jsText:
		return v
	case jsObject:
		for _, key := range [...]string{"text", "rendered"} {
			if x := v.get(key); x != nil && x.kind == jsText {
				return x
			}
		}
	}
	return nil
}

// target returns the address in a value, or in an element with attributes: of a link that
// is of another kind than the row itself, none.
func target(v *jsValue) *jsValue {
	if v.kind == jsObject {
		if rel := v.get("rel"); rel != nil && rel.text != "" && rel.text != "alternate" {
			return nil
		}
		if x := v.get("href"); x != nil && x.kind == jsText {
			return x
		}
	}
	return words(v)
}
