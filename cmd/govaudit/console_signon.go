package main

import (
	"fmt"

	"github.com/govaudit/govaudit/signon"
	"github.com/govaudit/govaudit/web"
)

// addSignOn lets people sign in at the provider that the config names. The provider is
// first asked when somebody does.
func (d *desk) addSignOn(c *web.Config) error {
	settings := d.config.Serve.OIDC
	if !settings.Used() {
		return nil
	}
	secret := ""
	if settings.SecretFile != "" {
		var err error
		if secret, err = readSecret(beside(d.config, settings.SecretFile)); err != nil {
			return fmt.Errorf("serve.oidc.secret_file：%w", err)
		}
	}
	c.SignOn = signon.New(settings, secret, d.env.Now)
	return nil
}
