// Package evidence writes what an audit saw and found as files that others can
// check without this program: WARC with an index, a list of every record chained
// by hashes, and a manifest that is signed and may carry a timestamp. It also
// checks such files and names what in them was changed. It reads no clock and
// opens no connection.
package evidence

import (
	"fmt"
	"net/url"
)

// Settings is all an operator can say about evidence: the evidence section of the
// configuration.
type Settings struct {
	Key         string `yaml:"key"`         // file with the Ed25519 key that signs; "": nothing is signed
	TSA         string `yaml:"tsa"`         // address of an RFC 3161 timestamp service; "": no timestamp
	Screenshots int    `yaml:"screenshots"` // per site, pages with a fail that are pictured at most
}

// Defaults returns the settings used where the operator says nothing.
func Defaults() Settings { return Settings{Screenshots: 50} }

// Validate reports, in Chinese, every setting of the section that cannot be used.
func (s Settings) Validate() error {
	if s.Screenshots < 0 {
		return fmt.Errorf("evidence.screenshots 不能为负")
	}
	if s.TSA == "" {
		return nil
	}
	if u, err := url.Parse(s.TSA); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("evidence.tsa %q 应写成 https://…", s.TSA)
	}
	return nil
}
