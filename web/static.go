package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/govaudit/govaudit/access"
	"github.com/govaudit/govaudit/reports"
)

//go:embed static
var staticFiles embed.FS

func (s *Server) staticRoutes() []route {
	return []route{{pattern: "GET /static/{name}", action: access.Public, handle: s.static, example: "/static/console.css"}}
}

func (s *Server) static(c *call) (answer, error) {
	data, err := assetData(c.PathValue("name"))
	if err != nil {
		return nil, errMissing
	}
	return asset{c.PathValue("name"), data}, nil
}

// asset is a file that belongs to the program.
type asset struct {
	name string
	data []byte
}

func (a asset) write(_ *Server, w http.ResponseWriter, c *call) error {
	w.Header().Set("Cache-Control", "no-cache")
	if c.URL.Query().Get("v") == fingerprint(a.data) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, c.Request, a.name, time.Time{}, bytes.NewReader(a.data))
	return nil
}

// assetPath is the address of a static file, another one when it changes.
func assetPath(name string) (string, error) {
	data, err := assetData(name)
	if err != nil {
		return "", err
	}
	return "/static/" + name + "?v=" + fingerprint(data), nil
}

// assetData is the file itself. The look of the reports is that of the console too.
func assetData(name string) ([]byte, error) {
	if name == "report.css" {
		return reports.Style(), nil
	}
	return staticFiles.ReadFile("static/" + name)
}

func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}
