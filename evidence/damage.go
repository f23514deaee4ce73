package evidence

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// damage says in Chinese how s differs from what the list says of it; "" if it
// does not.
func (s *seen) damage(e *Entry) string {
	switch {
	case s.sha256 == e.SHA256 && s.size == e.Size && s.err == nil:
		if s.packed != e.Packed {
			return "存储的字节被改动，解开后的内容没有变"
		}
		return s.untrue(e)
	case s.id != "" && s.id != e.ID && s.err == nil:
		return fmt.Sprintf("此处现在是另一条记录：%s %s", printable(s.kind), printable(s.target))
	case !s.parts && s.err != nil:
		return "已改动，读不出来（" + reason(s.err) + "）"
	case !s.content:
		return "已改动：正文与其摘要不符"
	case !s.block:
		return "已改动：正文之前的部分（HTTP 头）与摘要不符"
	case s.err != nil:
		return "已改动（" + reason(s.err) + "）"
	}
	return "已改动：记录头与清单不符"
}

// untrue says what a record whose bytes are as listed says otherwise than the list.
func (s *seen) untrue(e *Entry) string {
	switch {
	case s.kind != e.Type || s.id != e.ID || s.target != e.Target || s.date != e.Date:
		return "清单所写的类型、地址或时间与记录不符"
	case !s.content:
		return "正文与记录自己所写的摘要不符"
	case !s.block:
		return "内容与记录自己所写的摘要不符"
	}
	return ""
}

// reason is an error of reading in words.
func reason(err error) string {
	switch {
	case errors.Is(err, gzip.ErrChecksum):
		return "压缩数据的校验和不对"
	case errors.Is(err, gzip.ErrHeader):
		return "不是压缩数据"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "数据中断"
	case errors.Is(err, errHead), errors.Is(err, errLength):
		return err.Error()
	}
	return "压缩数据损坏"
}

// printable bounds outside text that is shown, and keeps it from commanding a terminal.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffd {
			return '·'
		}
		return r
	}, first(s, 2000))
	return s
}
