package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

var (
	oidSHA256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
)

// The messages of RFC 3161 and RFC 5652, as far as they are read. What follows in
// a SEQUENCE behind the named elements is passed over.
type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

type stampRequest struct {
	Version     int
	Imprint     imprint
	Certificate bool
}

type stampResponse struct {
	Status struct {
		Code int
	}
	Token asn1.RawValue `asn1:"optional"`
}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      asn1.RawValue
	Content      encapsulated
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	CRLs         asn1.RawValue `asn1:"optional,tag:1"`
	Signers      []signerInfo  `asn1:"set"`
}

type encapsulated struct {
	Type    asn1.ObjectIdentifier
	Content []byte `asn1:"explicit,tag:0"`
}

type signerInfo struct {
	Version    int
	Signer     asn1.RawValue // issuer and serial number, or [0] key identifier
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type stampInfo struct {
	Version int
	Policy  asn1.ObjectIdentifier
	Imprint imprint
	Serial  *big.Int
	Time    asn1.RawValue
}

// maxStamp bounds the answer of a timestamp service.
const maxStamp = 1 << 20

// requestStamp asks for a timestamp of the manifest and returns the service's
// answer as it came, once it is known to be about the manifest.
func requestStamp(ctx context.Context, manifest []byte, send func(context.Context, []byte) ([]byte, error)) ([]byte, time.Time, error) {
	sum := sha256.Sum256(manifest)
	request, err := asn1.Marshal(stampRequest{Version: 1, Certificate: true,
		Imprint: imprint{pkix.AlgorithmIdentifier{Algorithm: oidSHA256, Parameters: asn1.NullRawValue}, sum[:]}})
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("timestamp: %w", err)
	}
	answer, err := send(ctx, request)
	if err != nil {
		return nil, time.Time{}, err
	}
	s, err := readStamp(answer)
	if err == nil {
		err = s.about(manifest)
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("时间戳服务的回答不能用：%w", err)
	}
	return answer, s.at, nil
}

// timeToken is what a timestamp says, before its signature is checked.
type timeToken struct {
	at   time.Time
	info stampInfo
	data signedData
}

var errStamp = errors.New("不是 RFC 3161 的时间戳")

// readStamp takes the answer of a timestamp service apart.
func readStamp(answer []byte) (*timeToken, error) {
	if len(answer) > maxStamp {
		return nil, errStamp
	}
	var resp stampResponse
	if rest, err := asn1.Unmarshal(answer, &resp); err != nil || len(rest) > 0 {
		return nil, errStamp
	}
	if resp.Status.Code > 1 || len(resp.Token.FullBytes) == 0 {
		return nil, fmt.Errorf("服务拒绝了请求（状态 %d）", resp.Status.Code)
	}
	var info contentInfo
	if rest, err := asn1.Unmarshal(resp.Token.FullBytes, &info); err != nil || len(rest) > 0 || !info.Type.Equal(oidSignedData) {
		return nil, errStamp
	}
	t := new(timeToken)
	if rest, err := asn1.Unmarshal(info.Content.Bytes, &t.data); err != nil || len(rest) > 0 || !t.data.Content.Type.Equal(oidTSTInfo) {
		return nil, errStamp
	}
	if rest, err := asn1.Unmarshal(t.data.Content.Content, &t.info); err != nil || len(rest) > 0 {
		return nil, errStamp
	}
	if t.info.Time.Tag != asn1.TagGeneralizedTime {
		return nil, errStamp
	}
	var err error
	if t.at, err = time.Parse("20060102150405Z", string(t.info.Time.Bytes)); err != nil || strings.ContainsAny(string(t.info.Time.Bytes), "+-") {
		return nil, errStamp
	}
	return t, nil
}

// about reports whether the timestamp is of this manifest.
func (t *timeToken) about(manifest []byte) error {
	sum := sha256.Sum256(manifest)
	if !t.info.Imprint.Algorithm.Algorithm.Equal(oidSHA256) || !bytes.Equal(t.info.Imprint.Hash, sum[:]) {
		return errors.New("它不是这份清单的时间戳")
	}
	return nil
}
