package evidence

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/site"
)

// Site is one site of a run as it is stored.
type Site struct {
	Meta   site.Snapshot // of a finished crawl
	Result *audit.Site   // nil: not judged
	Pages  func(context.Context) iter.Seq2[*site.Page, error]
	Body   func(ctx context.Context, sha256 string) ([]byte, error)
	Shots  func(context.Context) iter.Seq2[*Shot, error] // in a stable order; nil: none
}

// Shot is the picture of a stored page.
type Shot struct {
	URL  string
	At   time.Time
	Type string // media type; "": image/png
	Body []byte
}

// Export is what to write, and how. All fields but Key, Stamp and Told must be set.
type Export struct {
	Run     audit.Run
	Sites   []Site                // by ID
	Results func(io.Writer) error // writes results.json
	Limit   int64                 // bytes after which another file is begun
	Key     ed25519.PrivateKey    // nil: the manifest is not signed
	// Stamp sends a timestamp request to the service and returns its answer; nil:
	// there is no timestamp.
	Stamp func(ctx context.Context, request []byte) ([]byte, error)
	Told  func(siteID string, pages int) // told of each site written; may be nil
}

// Summary is what an export wrote.
type Summary struct {
	Files, Records int64
	Bytes          int64
	Signer         string // fingerprint of the key; "": not signed
	Stamped        time.Time
}

// ErrNotEmpty reports that the folder to write to holds something already.
var ErrNotEmpty = errors.New("文件夹不是空的")

// Write writes the export into a folder that is new or empty. Written twice from
// the same store it is the same, to the byte, but for the timestamp. The manifest
// comes last: a folder without one is an export that was broken off.
func (x *Export) Write(ctx context.Context, dir string) (s Summary, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return s, err
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		return s, errors.Join(err, fmt.Errorf("%s：%w", dir, ErrNotEmpty))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return s, err
	}
	defer root.Close()
	for _, d := range []string{archiveDir, indexDir} {
		if err := root.Mkdir(d, 0o755); err != nil {
			return s, err
		}
	}
	m := &Manifest{Schema: Schema, Run: x.Run}
	if err := x.archive(ctx, root, m); err != nil {
		return s, err
	}
	if err := x.results(root, m); err != nil {
		return s, err
	}
	for _, f := range m.Files {
		s.Bytes += f.Bytes
	}
	s.Files, s.Records = int64(len(m.Files)), m.Records.Count
	if x.Key != nil {
		m.Signer = fingerprint(x.Key.Public().(ed25519.PublicKey))
		s.Signer = m.Signer.SHA256
	}
	s.Stamped, err = x.seal(ctx, root, m)
	return s, err
}

// archive writes the records, their list and their index.
func (x *Export) archive(ctx context.Context, root *os.Root, m *Manifest) (err error) {
	list, err := newList(root, x.Run.ID)
	if err != nil {
		return err
	}
	index := newSorter(sortBytes)
	defer func() { err = errors.Join(err, index.close()) }()
	for i := range x.Sites {
		pages, err := x.site(ctx, root, &x.Sites[i], list, index, m)
		if err != nil {
			return fmt.Errorf("export %s: %w", x.Sites[i].Meta.Target.ID, err)
		}
		if x.Told != nil {
			x.Told(x.Sites[i].Meta.Target.ID, pages)
		}
	}
	f, err := list.out.close()
	if err != nil {
		return err
	}
	m.Files = append(m.Files, f)
	m.Records = RecordsLine{File: listFile, Count: list.n, Chain: list.chain}
	out, err := create(root, indexFile)
	if err != nil {
		return err
	}
	for line, err := range index.sorted() {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, line); err != nil {
			return err
		}
	}
	if f, err = out.close(); err != nil {
		return err
	}
	m.Files = append(m.Files, f)
	return nil
}

// site writes the records of one site.
func (x *Export) site(ctx context.Context, root *os.Root, src *Site, list *listWriter, index *sorter, m *Manifest) (pages int, err error) {
	meta := src.Meta
	id := meta.Target.ID
	if !warcName(archiveDir + "/" + id + "-00000.warc.gz") {
		return 0, fmt.Errorf("%q cannot be part of a file name", id)
	}
	w := &warcWriter{root: root, site: id, limit: x.Limit, list: list, index: index, files: &m.Files,
		info: func(file string) *record { return x.info(file, &meta) }}
	s := &siteWriter{w: w, quoted: quotedIn(src.Result), bodies: map[string]origin{}}
	if err := w.room(); err != nil {
		return 0, err
	}
	err = errors.Join(s.about("run:"+x.Run.ID, x.Run.Started, x.Run), s.about("snapshot:"+address(meta.ID), meta.Finished, meta))
	if err == nil {
		err = s.network(ctx, src)
	}
	if err != nil {
		return 0, err
	}
	for p, err := range src.Pages(ctx) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = s.page(p)
		}
		if err != nil {
			return pages, err
		}
		pages++
	}
	if err := s.shots(ctx, src); err != nil {
		return pages, err
	}
	m.Sites = append(m.Sites, SiteLine{ID: id, Name: meta.Target.Name, URL: meta.Target.URL, Snapshot: meta.ID,
		Started: meta.Started, Finished: meta.Finished, Pages: pages})
	return pages, w.close()
}

// info is the record that begins a file.
func (x *Export) info(file string, meta *site.Snapshot) *record {
	var b fieldBlock
	b.add("software", x.Run.Program)
	b.add("format", "WARC File Format 1.1")
	b.add("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/")
	b.add("isPartOf", x.Run.ID)
	b.add("description", meta.Target.Name+" "+meta.Target.URL)
	b.add("robots", "see the pages: one that robots.txt forbids has metadata and no response")
	r := &record{kind: typeInfo, date: meta.Started, mime: mimeFields, body: b.Bytes(), seed: file}
	r.add("WARC-Filename", file)
	return r
}

func (x *Export) results(root *os.Root, m *Manifest) error {
	out, err := create(root, resultsFile)
	if err != nil {
		return err
	}
	if err := x.Results(out); err != nil {
		return err
	}
	f, err := out.close()
	if err != nil {
		return err
	}
	m.Files = append(m.Files, f)
	return nil
}

// seal writes the timestamp and the signature of the manifest, and then the
// manifest itself.
func (x *Export) seal(ctx context.Context, root *os.Root, m *Manifest) (stamped time.Time, err error) {
	data, err := m.encode()
	if err != nil {
		return stamped, err
	}
	if x.Key != nil {
		public, err := encodePublic(x.Key.Public().(ed25519.PublicKey))
		if err != nil {
			return stamped, err
		}
		if err := root.WriteFile(publicFile, public, 0o644); err != nil {
			return stamped, err
		}
		if err := root.WriteFile(signatureFile, ed25519.Sign(x.Key, data), 0o644); err != nil {
			return stamped, err
		}
	}
	if x.Stamp != nil {
		token, at, err := requestStamp(ctx, data, x.Stamp)
		if err != nil {
			return stamped, err
		}
		if err := root.WriteFile(stampFile, token, 0o644); err != nil {
			return stamped, err
		}
		stamped = at
	}
	return stamped, root.WriteFile(manifestFile, data, 0o644)
}
