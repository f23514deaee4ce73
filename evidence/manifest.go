package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/govaudit/govaudit/audit"
)

// Schema names the form of a manifest and its list.
const Schema = "govaudit/evidence/v1"

// The files of an export beside the archive and its index.
const (
	manifestFile  = "manifest.json"
	signatureFile = "manifest.sig"
	publicFile    = "public.pem"
	stampFile     = "manifest.tsr"
	resultsFile   = "results.json"
)

// Manifest says what an export holds. It is short: the records stand in the list,
// whose hash and last chain value it states. It is what is signed, to the byte.
type Manifest struct {
	Schema  string       `json:"schema"`
	Run     audit.Run    `json:"run"`
	Sites   []SiteLine   `json:"sites"`
	Records RecordsLine  `json:"records"`
	Files   []File       `json:"files"`  // every file but the manifest and what proves it
	Signer  *Fingerprint `json:"signer"` // null: not signed
}

// SiteLine is one site of the manifest.
type SiteLine struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	URL      string    `json:"url"`
	Snapshot string    `json:"snapshot"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	Pages    int       `json:"pages"` // addresses that were asked for, with an answer or without
}

// RecordsLine sums up the list of records.
type RecordsLine struct {
	File  string `json:"file"`
	Count int64  `json:"count"`
	Chain string `json:"chain"` // the last value of the chain
}

// File is one file of the export.
type File struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Fingerprint names the key that signs.
type Fingerprint struct {
	Algorithm string `json:"algorithm"` // ed25519
	SHA256    string `json:"sha256"`    // of the public key in DER (SubjectPublicKeyInfo)
}

func (m *Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return b.Bytes(), nil
}

// Bounds of what is taken from a manifest that others wrote.
const (
	maxManifest = 64 << 20
	maxFiles    = 1_000_000
)

// parseManifest reads a manifest. A name in it that no export has is an error: it
// never reaches a file system.
func parseManifest(data []byte) (*Manifest, error) {
	m := new(Manifest)
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(m); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more follows after the manifest")
	}
	if m.Schema != Schema {
		return nil, fmt.Errorf("schema %.100q is not %q", m.Schema, Schema)
	}
	if len(m.Files) > maxFiles {
		return nil, fmt.Errorf("%d files are over the bound of %d", len(m.Files), maxFiles)
	}
	seen := map[string]bool{}
	for _, f := range m.Files {
		if !warcName(f.Path) && f.Path != indexFile && f.Path != listFile && f.Path != resultsFile {
			return nil, fmt.Errorf("%.200q is not the name of a file of an export", f.Path)
		}
		if seen[f.Path] || f.Bytes < 0 {
			return nil, fmt.Errorf("%s: named twice, or of no size", f.Path)
		}
		seen[f.Path] = true
	}
	if m.Records.File != listFile || !seen[listFile] || !seen[indexFile] {
		return nil, errors.New("the list of records or the index is not named")
	}
	return m, nil
}

var warcNames = regexp.MustCompile(`^` + archiveDir + `/[a-z0-9][a-z0-9-]{0,200}-[0-9]{5,9}\.warc\.gz$`)

func warcName(s string) bool { return len(s) < 300 && warcNames.MatchString(s) }
