package evidence

import (
	"bytes"
	"crypto"
	_ "crypto/sha256" // the digests that signers use
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"io/fs"
	"math/big"
	"slices"
)

var (
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
)

// digests are the hash algorithms a signer may use, and the signature algorithms
// they make with a key of each kind.
var digests = []struct {
	oid        asn1.ObjectIdentifier
	hash       crypto.Hash
	rsa, ecdsa x509.SignatureAlgorithm
}{
	{oidSHA256, crypto.SHA256, x509.SHA256WithRSA, x509.ECDSAWithSHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384, x509.SHA384WithRSA, x509.ECDSAWithSHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512, x509.SHA512WithRSA, x509.ECDSAWithSHA512},
}

var (
	errSigner  = errors.New("时间戳的签名不对")
	errUnknown = errors.New("时间戳的签名算法本程序不能核对")
)

// timestamp checks the timestamp of the manifest, where there is one.
func (v *verifier) timestamp(manifest []byte, authority *x509.CertPool) {
	answer, err := readFile(v.root, stampFile, maxStamp)
	if errors.Is(err, fs.ErrNotExist) {
		if authority != nil {
			v.report.file(stampFile, "没有时间戳")
		}
		return
	}
	var t *timeToken
	if err == nil {
		t, err = readStamp(answer)
	}
	if err == nil {
		err = t.about(manifest)
	}
	var signer *x509.Certificate
	if err == nil {
		signer, err = t.signed()
	}
	if err == nil && authority != nil {
		if _, err = signer.Verify(x509.VerifyOptions{Roots: authority, Intermediates: t.others(), CurrentTime: t.at,
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}}); err != nil {
			err = errors.New("时间戳的证书不是所给根证书签发的，或当时无效：" + printable(err.Error()))
		}
	}
	if err != nil {
		v.report.file(stampFile, "%s", err)
		return
	}
	v.report.Stamped, v.report.Stamper, v.report.Trusted = t.at, signer.Subject.String(), authority != nil
}

// signed checks the signature of the timestamp and returns whose it is.
func (t *timeToken) signed() (*x509.Certificate, error) {
	if len(t.data.Signers) != 1 {
		return nil, errSigner
	}
	s := t.data.Signers[0]
	cert := t.signer(s.Signer)
	if cert == nil || !slices.Contains(cert.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return nil, errors.New("时间戳里没有签名者的证书，或证书不能用于时间戳")
	}
	for _, d := range digests {
		if !s.Digest.Algorithm.Equal(d.oid) {
			continue
		}
		h := d.hash.New()
		h.Write(t.data.Content.Content)
		if !attributed(s.Attributes.Bytes, h.Sum(nil)) {
			return nil, errSigner
		}
		algorithm := x509.UnknownSignatureAlgorithm
		switch cert.PublicKeyAlgorithm {
		case x509.RSA:
			if slices.ContainsFunc([]asn1.ObjectIdentifier{oidRSA, {1, 2, 840, 113549, 1, 1, 11}, {1, 2, 840, 113549, 1, 1, 12}, {1, 2, 840, 113549, 1, 1, 13}}, s.Algorithm.Algorithm.Equal) {
				algorithm = d.rsa
			}
		case x509.ECDSA:
			algorithm = d.ecdsa
		case x509.Ed25519:
			algorithm = x509.PureEd25519
		}
		if algorithm == x509.UnknownSignatureAlgorithm {
			return nil, errUnknown
		}
		over := bytes.Clone(s.Attributes.FullBytes)
		over[0] = 0x31 // signed as the SET that it is, not by the tag it is sent with
		if err := cert.CheckSignature(algorithm, over, s.Signature); err != nil {
			return nil, errSigner
		}
		return cert, nil
	}
	return nil, errUnknown
}

// attributed reports whether the signed attributes are those of a timestamp with
// this digest.
func attributed(attributes, digest []byte) bool {
	var kind, content bool
	for len(attributes) > 0 {
		var a struct {
			Type   asn1.ObjectIdentifier
			Values asn1.RawValue
		}
		rest, err := asn1.Unmarshal(attributes, &a)
		if err != nil {
			return false
		}
		attributes = rest
		switch {
		case a.Type.Equal(oidContentType):
			var oid asn1.ObjectIdentifier
			_, err := asn1.Unmarshal(a.Values.Bytes, &oid)
			kind = err == nil && oid.Equal(oidTSTInfo)
		case a.Type.Equal(oidMessageDigest):
			var sum []byte
			_, err := asn1.Unmarshal(a.Values.Bytes, &sum)
			content = err == nil && bytes.Equal(sum, digest)
		}
	}
	return kind && content
}

// signer returns the certificate in the token that the signer is named by.
func (t *timeToken) signer(id asn1.RawValue) *x509.Certificate {
	certs, err := x509.ParseCertificates(t.data.Certificates.Bytes)
	if err != nil {
		return nil
	}
	var byIssuer struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	_, err = asn1.Unmarshal(id.FullBytes, &byIssuer)
	for _, c := range certs {
		if err == nil && byIssuer.Serial != nil && bytes.Equal(c.RawIssuer, byIssuer.Issuer.FullBytes) && c.SerialNumber.Cmp(byIssuer.Serial) == 0 {
			return c
		}
		if id.Class == asn1.ClassContextSpecific && len(id.Bytes) > 0 && bytes.Equal(c.SubjectKeyId, id.Bytes) {
			return c
		}
	}
	return nil
}

// others are the certificates that came with the timestamp.
func (t *timeToken) others() *x509.CertPool {
	pool := x509.NewCertPool()
	if certs, err := x509.ParseCertificates(t.data.Certificates.Bytes); err == nil {
		for _, c := range certs {
			pool.AddCert(c)
		}
	}
	return pool
}
