package extract

import "strings"

// code is one inline script and what is read of it whatever page it stands on.
// The scripts of a site's frame come with each of its pages and are read once.
type code struct {
	src      string
	literals []literal

	words   uint64       // which of codeWords stand in it
	markup  bool         // a literal holds a tag: the script may write links
	pairs   []pair       // names and addresses side by side
	names   []string     // of columns, perhaps, that stand beside no address
	pages   []int        // numbers of pages given to variables
	total   int          // the number of rows given to a variable; -1: none
	goes    []int        // literals that location is set to
	states  []int        // literals that state a validity
	mark    *writtenMark // the first such literal that is written on the page; nil: none
	fetches bool         // it asks for data that may be content
	calls   bool         // it holds a call for data; see nextCall
	makes   bool         // it writes links whose addresses it puts together
	tabled  string       // the first words of the tables it puts them together of; "": it does not
	bound   []string     // selectors of what it has something done at a click
	shape   uint32       // what it does that could add ways to the page; 0: nothing
}

// codeWords are what readers look for in scripts.
var codeWords = append([]string{"createPageHTML", "Pager({", "SiteIDCode", "SiteName", "document.write", "display", "none"}, relatedMarks...)

// maxKeptCode is the length of the longest script that is kept.
const maxKeptCode = 64 << 10

var codes = newMemo[*code](10, 16<<20)

// codeOf reads a script, or remembers it.
func codeOf(src []byte) *code {
	if len(src) > maxKeptCode {
		return newCode(string(src))
	}
	c, hash, ok := codes.find("", src)
	if ok {
		return c
	}
	c = newCode(string(src))
	if codes.again(hash) {
		codes.keep(hash, "", src, c, len(src)+64*len(c.literals))
	}
	return c
}

func newCode(src string) *code {
	c := &code{src: src, literals: literals(src, nil)}
	for i, w := range codeWords {
		if strings.Contains(src, w) {
			c.words |= 1 << i
		}
	}
	for i := range c.literals {
		l := &c.literals[i]
		c.markup = c.markup || mayHoldTag(l.value)
		if setsLocation(l) {
			c.goes = append(c.goes, i)
		}
		if validityWord(l.value) && !compared(src, l) {
			c.states = append(c.states, i)
		}
	}
	c.pairs = pairsOf(src, c.literals, nil)
	c.names = loneNames(c.literals, c.pairs)
	c.pages, c.total = pageNumbers(src)
	c.mark = c.findMark()
	c.fetches = fetches(src)
	_, at := nextCall(src, 0)
	c.calls = at >= 0
	if c.markup {
		c.makes, c.tabled = makesLinks(src, c.literals)
	}
	c.bound = boundTo(src, c.literals)
	c.shape = shapeOf(src, c.literals)
	return c
}

// has reports whether a word of codeWords, or any other, stands in the script.
func (c *code) has(word string) bool {
	for i, w := range codeWords {
		if w == word {
			return c.words>>i&1 != 0
		}
	}
	return strings.Contains(c.src, word)
}
