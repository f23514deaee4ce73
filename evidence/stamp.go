package evidence

import (
	"context"
	"time"
)

func requestStamp(ctx context.Context, manifest []byte, send func(context.Context, []byte) ([]byte, error)) ([]byte, time.Time, error) {
	return nil, time.Time{}, nil
}
