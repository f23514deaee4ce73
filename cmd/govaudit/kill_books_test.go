package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"
)

// imports has a department fill in the first item of its workbook and send it back, again
// and again, until the server is gone.
func (p *person) imports(link string, w *words) {
	for {
		status, book := p.speak("GET", "/items/workbook")
		if status == 0 {
			return
		}
		word := w.next("导入")
		filled := fill(book, word, link)
		if filled == nil { // all are answered: until a recheck opens one again
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if status = p.send("/items/workbook", filled); status == 0 {
			return
		} else if status == http.StatusSeeOther {
			w.took(word)
		}
	}
}

// fill answers the first item of a workbook; nil where there is none.
func fill(book []byte, word, link string) []byte {
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		return nil
	}
	const sheet = "整改台账"
	rows, err := f.GetRows(sheet)
	if err != nil || len(rows) < 2 || len(rows[1]) == 0 || rows[1][0] == "" {
		return nil
	}
	if err := f.SetSheetRow(sheet, "R2", &[]string{"已整改", word, link, "", "王五"}); err != nil {
		return nil
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil
	}
	return out.Bytes()
}

// send uploads a file as speak sends a form; 0 where no answer came.
func (p *person) send(path string, data []byte) (status int) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "a.xlsx")
	if err != nil {
		return 0
	}
	part.Write(data)
	w.Close()
	r, err := http.NewRequest(http.MethodPost, p.base+path, &body)
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("X-Form-Token", p.form)
	res, err := p.http.Do(r)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0
	}
	return res.StatusCode
}

// rechecks has an evaluator ask for the pages of an item again and again, and open it again
// where it is answered, until the server is gone.
func (p *person) rechecks(item string, w *words) {
	for {
		word := w.next("recheck")
		status, _ := p.speak("POST", "/items/recheck", "id", item)
		if status == 0 {
			return
		}
		if status == http.StatusSeeOther {
			w.took(word)
		} else {
			time.Sleep(10 * time.Millisecond) // one is under way
		}
		var it struct {
			Version int
			State   string
		}
		if _, body := p.speak("GET", "/api/v1/items/"+item); json.Unmarshal(body, &it) == nil && it.State == "answered" {
			p.speak("POST", "/api/v1/items/"+item+"/say", "version", strconv.Itoa(it.Version), "say", "reopen", "why", "还没有改好")
		}
	}
}
