// Package configs holds the YAML that an operator edits, the defaults that are
// built in (rule packs, holiday calendars), and the loader that turns a config
// file into the settings of each package.
package configs

import (
	"embed"
	"io/fs"
)

//go:embed packs calendar duties
var files embed.FS

// Packs returns the built-in rule packs, one file each, named ID.yaml, their
// further parts in folders named after them, and the templates of rules in
// templates/.
func Packs() fs.FS { return sub("packs") }

// Duties returns the catalogues of what founding documents ask, one file each.
func Duties() fs.FS { return sub("duties") }

// Calendar returns the built-in holiday arrangements, one file a year.
func Calendar() fs.FS { return sub("calendar") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the name is one of the embedded folders above
	}
	return f
}
