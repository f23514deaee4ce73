package browser

import (
	"context"
	"encoding/json"
	"fmt"
)

// remember tells the page what need not be pressed on it.
func (t *tab) remember(ctx context.Context) error {
	if len(t.page.Known) == 0 {
		return nil
	}
	text, err := json.Marshal(t.page.Known)
	if err != nil {
		return err
	}
	_, err = use[int](ctx, t, fmt.Sprintf("remember(%s), 0", text))
	return err
}
