package sitetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/govaudit/govaudit/calendar"
	"github.com/govaudit/govaudit/extract"
	"github.com/govaudit/govaudit/site"
)

func isHeader(line string) bool {
	if strings.HasPrefix(line, "HTTP ") {
		return true
	}
	name, _, ok := strings.Cut(line, ": ")
	switch name {
	case "Failure", "Content-Type", "Date", "Last-Modified", "Location", "Document", "Within":
		return ok
	}
	return false
}

// page reads one file of the text.
func page(base *url.URL, f txtar.File, asOf calendar.Day) (*site.Page, error) {
	at, err := absolute(base, f.Name)
	if err != nil {
		return nil, err
	}
	p := &site.Page{URL: at, Final: at, Status: 200, Fetched: morning(asOf), Millis: 40, ContentType: "text/html; charset=utf-8"}
	header, body := lines(string(f.Data))
	for _, line := range header {
		if err := set(p, base, line); err != nil {
			return nil, err
		}
	}
	if p.Failure == "" {
		p.Failure = failure(p.Status)
	}
	if p.Failure != "" && p.Err == "" {
		p.Err = fmt.Sprintf("HTTP %d", p.Status)
	}
	if p.Status != 0 {
		sum := sha256.Sum256([]byte(body))
		p.Body, p.Size, p.SHA256 = []byte(body), int64(len(body)), hex.EncodeToString(sum[:])
	}
	return p, nil
}

func absolute(base *url.URL, ref string) (string, error) {
	u, err := base.Parse(ref)
	if err != nil {
		return "", fmt.Errorf("read address %q: %w", ref, err)
	}
	return u.String(), nil
}

func failure(status int) site.Failure {
	switch {
	case status == 404 || status == 410:
		return site.FailGone
	case status == 401 || status == 403:
		return site.FailForbidden
	case status == 429:
		return site.FailThrottled
	case status >= 500:
		return site.FailServer
	}
	return ""
}

func set(p *site.Page, base *url.URL, line string) error {
	if rest, ok := strings.CutPrefix(line, "HTTP "); ok {
		n, err := strconv.Atoi(strings.TrimSpace(rest))
		if err != nil {
			return fmt.Errorf("read status %q: %w", rest, err)
		}
		p.Status = n
		return nil
	}
	name, value, _ := strings.Cut(line, ": ")
	var err error
	switch name {
	case "Failure":
		p.Failure, p.Err = site.Failure(value), value
		if !p.Failure.Definite() && p.Failure != site.FailServer && p.Failure != site.FailForbidden {
			p.Status = 0
		}
	case "Content-Type":
		p.ContentType = value
	case "Date":
		p.Fetched, err = when(value)
	case "Last-Modified":
		p.LastModified, err = when(value)
	case "Within":
		p.Within, err = absolute(base, value)
		p.From = p.Within
	case "Location":
		p.Final, err = absolute(base, value)
		p.Chain = []site.Hop{{URL: p.URL, Status: 302}}
	}
	return err
}

func when(s string) (time.Time, error) {
	var d calendar.Day
	if err := d.UnmarshalText([]byte(strings.TrimSpace(s))); err != nil {
		return time.Time{}, fmt.Errorf("read date: %w", err)
	}
	return morning(d), nil
}

// document gives the facts of an attachment that was read: the header Document
// says "read", and then the body is its text, or why it could not be.
func document(f txtar.File, p *site.Page) *extract.Facts {
	header, body := lines(string(f.Data))
	for _, line := range header {
		why, ok := strings.CutPrefix(line, "Document: ")
		if !ok {
			continue
		}
		facts := &extract.Facts{URL: p.Final, Asked: p.URL, Seen: p.Fetched, SHA256: p.SHA256, Kind: extract.File, Signals: extract.Signals{Total: -1}}
		if why != "read" {
			facts.Unread = why
			return facts
		}
		facts.Text = body
		facts.Personal = extract.PersonalNumbers(body, p.Fetched)
		return facts
	}
	return nil
}
