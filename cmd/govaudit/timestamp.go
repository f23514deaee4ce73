package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// timestamper asks the operator's own timestamp service (RFC 3161). It is the one
// request of the program that is a POST, and goes to no portal: to the address in
// the configuration, when evidence is exported, with the hash of the manifest.
func timestamper(address string) func(context.Context, []byte) ([]byte, error) {
	client := &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func(ctx context.Context, request []byte) (answer []byte, err error) {
		defer func() {
			if err != nil {
				err = fmt.Errorf("时间戳服务 %s：%w", address, err)
			}
		}()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(request))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/timestamp-query")
		resp, err := client.Do(req)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("回答 HTTP %d", resp.StatusCode)
		}
		return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	}
}
