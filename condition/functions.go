package condition

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/govaudit/govaudit/extract"
)

// fold is fold(TEXT): the form in which texts are compared.
func fold() cel.EnvOption {
	return cel.Function("fold", cel.Overload("fold_string", []*cel.Type{cel.StringType}, cel.StringType,
		cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(extract.Fold(refString(v))) })))
}

// containsAny is TEXT.contains_any([WORDS]): whether one of the words stands in
// the text, both folded.
func containsAny() cel.EnvOption {
	return cel.Function("contains_any", cel.MemberOverload("string_contains_any", []*cel.Type{cel.StringType, cel.ListType(cel.StringType)}, cel.BoolType,
		cel.BinaryBinding(func(text, words ref.Val) ref.Val {
			folded := extract.Fold(refString(text))
			list, ok := words.(traits.Lister)
			if !ok {
				return types.NewErr("contains_any wants a list of strings")
			}
			for it := list.Iterator(); it.HasNext() == types.True; {
				if w := extract.Fold(refString(it.Next())); w != "" && strings.Contains(folded, w) {
					return types.True
				}
			}
			return types.False
		})))
}

// days is days(FROM, TO): the days from one date to another, both written
// 2026-03-31; an error where one is no date.
func days() cel.EnvOption {
	return cel.Function("days", cel.Overload("days_string_string", []*cel.Type{cel.StringType, cel.StringType}, cel.IntType,
		cel.BinaryBinding(func(from, to ref.Val) ref.Val {
			a, okA := extract.ParseDay(refString(from))
			b, okB := extract.ParseDay(refString(to))
			if !okA || !okB {
				return types.NewErr("days wants two dates like 2026-03-31")
			}
			return types.Int(b - a)
		})))
}
