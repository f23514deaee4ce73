package web

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// storedBody hands out what was stored, to the byte, to be saved.
func (s *Server) storedBody(c *call) (answer, error) {
	p, err := s.findStored(c)
	if err != nil {
		return nil, err
	}
	name := "record.json"
	if p.Page != nil {
		name = fileNameOf(p.address())
	}
	return file{Name: name, Data: p.Body}, nil
}

// fileNameOf makes a name for a file from the address it came from. It has an
// extension that no system runs.
func fileNameOf(address string) string {
	base := "page"
	if u, err := url.Parse(address); err == nil {
		if b := path.Base(u.Path); b != "/" && b != "." {
			base = b
		}
	}
	var out strings.Builder
	for _, r := range base {
		if out.Len() > 100 {
			break
		}
		if strings.ContainsRune(`\/:*?"<>|%;`, r) || r < ' ' || r == 0x7f || r == 0xfffd {
			r = '_'
		}
		out.WriteRune(r)
	}
	switch ext := strings.ToLower(path.Ext(base)); ext {
	case ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ofd", ".wps", ".et", ".zip", ".rar", ".txt", ".jpg", ".jpeg", ".png", ".gif":
		return strings.TrimLeft(out.String(), ".")
	}
	return strings.TrimLeft(out.String(), ".") + ".stored.txt"
}

func (s *Server) storedPhoto(c *call) (answer, error) {
	run, r, err := s.result(c, c.PathValue("run"), c.PathValue("site"))
	if err != nil {
		return nil, err
	}
	photo, err := s.Archive.Photo(c.Context(), run.ID, r.ID, c.URL.Query().Get("url"))
	if err != nil {
		return nil, err
	}
	if photo == nil {
		return nil, errMissing
	}
	return picture(photo.PNG), nil
}

// picture is a PNG of ours.
type picture []byte

func (p picture) write(_ *Server, w http.ResponseWriter, _ *call) error {
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Content-Length", strconv.Itoa(len(p)))
	_, err := w.Write(p)
	return err
}

// Kilobytes writes the size of the body.
func (p *storedPage) Kilobytes() string { return fmt.Sprintf("%.1f KB", float64(len(p.Body))/1024) }
