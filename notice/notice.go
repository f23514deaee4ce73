package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Channel is the way a notice goes.
type Channel string

// The channels.
const (
	Mail Channel = "mail"
	Hook Channel = "webhook"
)

// Word is the channel as people read it.
func (c Channel) Word() string {
	if c == Hook {
		return "接口"
	}
	return "邮件"
}

// State is what has become of a notice.
type State string

// The states. What is being sent when the process ends becomes unknown: it may have
// arrived, so it is not sent again unless a person says so.
const (
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed"  // it was certainly not taken: its matters are told again
	Unknown State = "unknown" // nobody knows whether it was taken
	Dropped State = "dropped" // a person said that it was not: its matters are told again
)

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Sending:
		return "正在发送"
	case Sent:
		return "已发出"
	case Failed:
		return "未发出"
	case Unknown:
		return "不知是否送到"
	case Dropped:
		return "未送到，将重发"
	}
	return string(s)
}

// Errors that a caller branches on.
var (
	// ErrTold says that something in a notice was told before.
	ErrTold = errors.New("told before")
	// ErrNoNotice says that there is no such notice, or that it is not as it must be.
	ErrNoNotice = errors.New("no such notice, or its outcome is known")
	// ErrUnknown is wrapped by a sender that cannot say whether a notice was taken.
	ErrUnknown = errors.New("it may have been taken")
)

// Notice is a digest on its way to an audience.
type Notice struct {
	ID       string    `json:"id"`
	Channel  Channel   `json:"channel"`
	Audience Audience  `json:"audience"`
	To       []string  `json:"to"` // addresses of mail, or the host of a webhook
	Made     time.Time `json:"made"`
	Subject  string    `json:"subject"`
	Text     string    `json:"text"`
	State    State     `json:"state"`
	Ended    time.Time `json:"ended,omitzero"`
	Note     string    `json:"note,omitempty"` // what was wrong, or who settled it

	// Digest, HTML and URL are there until it is sent, and not recorded.
	Digest Digest `json:"-"`
	HTML   string `json:"-"`
	URL    string `json:"-"` // of the webhook
}

// newNotice puts a digest on its way.
func newNotice(by Channel, d Digest, to []string, url string) (Notice, error) {
	page, err := d.HTML()
	if err != nil {
		return Notice{}, err
	}
	n := Notice{Channel: by, Audience: d.Audience, To: to, Made: d.At, Subject: d.Subject(), Text: d.Text(), State: Sending, Digest: d, HTML: page, URL: url}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%q", by, d.Audience.Department, d.At.UnixMicro(), d.Keys())
	n.ID = d.At.Format("20060102-150405") + "-" + hex.EncodeToString(h.Sum(nil)[:4])
	return n, nil
}
