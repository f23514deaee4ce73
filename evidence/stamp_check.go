package evidence

import "crypto/x509"

func (v *verifier) timestamp(manifest []byte, authority *x509.CertPool) {}
