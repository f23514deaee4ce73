package extract

// PersonalKind is what sort of number about a person was seen.
type PersonalKind string

// The kinds of number.
const (
	IDNumber    PersonalKind = "id_number" // 18 characters, valid by GB 11643: region, date and check digit
	OldIDNumber PersonalKind = "old_id"    // 15 digits of the kind used before 1999, called an identity number
	CardNumber  PersonalKind = "bank_card" // 13 to 19 digits that pass the Luhn test, called an account or a card
	Mobile      PersonalKind = "mobile"    // a number of the mobile networks
)

// Personal is one number in the text of a page or file that may be somebody's
// own, with what stands around it. No digit string of such a length is ever kept
// whole: whoever reads the facts or a report learns no more than where to look.
type Personal struct {
	Kind   PersonalKind
	Masked string // the number with its middle hidden: 3201**********1234
	Quote  string // the row or sentence around it, at most 160 runes, every long number masked
	Label  string // what the number is called: the head of its table column, or the words right before it
	Heads  string // the whole head row of its table, cells parted by " | "
	Lead   string // the last line before the table or sentence
	Beside string // a person's name in the same row or right before the number; "" if none was seen
	Alike  int    // rows of the same table or list that hold a number of this kind, this one counted
}
