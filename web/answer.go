package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
)

// answer is what a handler gives back.
type answer interface {
	write(s *Server, w http.ResponseWriter, c *call) error
}

// page is an answer for people.
type page struct {
	Name   string // templates/pages/NAME.html
	Title  string
	Status int // 0: 200
	Body   any
}

func (p page) write(s *Server, w http.ResponseWriter, c *call) error {
	var out bytes.Buffer // whole or not at all
	if err := s.templates.render(&out, p.Name, s.frame(c, p)); err != nil {
		http.Error(w, "系统内部出错，已记录。", http.StatusInternalServerError)
		return fmt.Errorf("render %s: %w", p.Name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	_, err := out.WriteTo(w)
	return err
}

// redirect sends the browser on after a change, with a word to be shown there.
type redirect struct {
	To    string // a path of ours
	Flash string
	Keep  *http.Cookie // nil: none
}

func (r redirect) write(s *Server, w http.ResponseWriter, c *call) error {
	s.flash(c, r.Flash)
	if r.Keep != nil {
		http.SetCookie(w, r.Keep)
	}
	http.Redirect(w, c.Request, r.To, http.StatusSeeOther)
	return nil
}

// jsonBody is an answer for programs.
type jsonBody struct {
	Value  any
	Status int // 0: 200
}

func (j jsonBody) write(_ *Server, w http.ResponseWriter, _ *call) error {
	doc, err := json.Marshal(j.Value)
	if err != nil {
		http.Error(w, `{"error":"系统内部出错，已记录。"}`, http.StatusInternalServerError)
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if j.Status != 0 {
		w.WriteHeader(j.Status)
	}
	_, err = w.Write(append(doc, '\n'))
	return err
}

// file is an answer to be saved, not shown.
type file struct {
	Name string // as the user will find it
	Type string // media type; "": unknown
	Data []byte
}

func (f file) write(_ *Server, w http.ResponseWriter, _ *call) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	if f.Type != "" {
		h.Set("Content-Type", f.Type)
	}
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	_, err := w.Write(f.Data)
	return err
}
