// Command genvariants writes extract/variants.txt, the table of traditional and
// variant characters, from the dictionaries of the npm package opencc-js 1.4.2
// (OpenCC data, Apache License 2.0). Its argument is the folder
// package/dist/esm-lib/dict of that package.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// ours are pairs the dictionaries leave to phrases or do not have, because one
// of the two is right in some words of either script. For comparing names they
// are the same.
const ours = "佈布 諮咨 紮扎 週周 徵征 準准 範范 後后 於于 發发 裡里 裏里 臺台 彙汇 匯汇 並并 佔占 係系 繫系 佰百 " +
	"僱雇 嚮向 託托 誌志 註注 製制 鬥斗 鑑鉴 鑒鉴 餘余 檯台 颱台 穀谷 閒闲 鬱郁 復复 複复 禦御 藉借 麼么 僅仅 捨舍 摺折 錶表 薑姜 讚赞 傢家"

var data = regexp.MustCompile(`"([^"]*)"`)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: genvariants DICT-FOLDER OUTPUT")
	}
	simplified := map[rune]bool{}
	table := map[rune]rune{}
	for from := range pairs(os.Args[1], "STCharacters.js") {
		simplified[from] = true
	}
	toSimplified := pairs(os.Args[1], "TSCharacters.js")
	for from, to := range toSimplified {
		table[from] = to
	}
	for _, name := range []string{"TWVariantsRev.js", "HKVariantsRev.js"} {
		for from, to := range pairs(os.Args[1], name) {
			if s, ok := toSimplified[to]; ok {
				to = s
			}
			if !simplified[from] && table[from] == 0 {
				table[from] = to
			}
		}
	}
	for pair := range strings.FieldsSeq(ours) {
		from, n := utf8.DecodeRuneInString(pair)
		table[from], _ = utf8.DecodeRuneInString(pair[n:])
	}
	var keys []rune
	for from, to := range table {
		if from != to && from < 0x10000 && to < 0x10000 {
			keys = append(keys, from)
		}
	}
	slices.Sort(keys)
	var b strings.Builder
	b.WriteString("# Traditional and variant characters, each followed by its simplified form.\n" +
		"# Written by genvariants from OpenCC data (npm opencc-js 1.4.2), Apache License 2.0.\n")
	for i, from := range keys {
		b.WriteRune(from)
		b.WriteRune(table[from])
		if i%40 == 39 {
			b.WriteByte('\n')
		}
	}
	b.WriteByte('\n')
	if err := os.WriteFile(os.Args[2], []byte(b.String()), 0o666); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(keys), "characters")
}

// pairs reads the single characters of a dictionary and the first of what each
// is mapped to.
func pairs(dir, name string) map[rune]rune {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		log.Fatal(err)
	}
	m := data.FindSubmatch(b)
	if m == nil {
		log.Fatalf("%s: no dictionary", name)
	}
	out := map[rune]rune{}
	for entry := range strings.SplitSeq(string(m[1]), "|") {
		from, to, ok := strings.Cut(entry, " ")
		if !ok || utf8.RuneCountInString(from) != 1 {
			continue
		}
		f, _ := utf8.DecodeRuneInString(from)
		out[f], _ = utf8.DecodeRuneInString(to)
	}
	return out
}
