package evidence

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

// NewKey makes a key and returns it and its public half, in PEM (PKCS#8 and
// SubjectPublicKeyInfo).
func NewKey(random io.Reader) (private, public []byte, err error) {
	pub, key, err := ed25519.GenerateKey(random)
	if err != nil {
		return nil, nil, fmt.Errorf("make key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("make key: %w", err)
	}
	public, err = encodePublic(pub)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), public, err
}

// ParseKey reads the key that signs.
func ParseKey(data []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(data)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("不是 PEM（PKCS#8）格式的私钥：应以 -----BEGIN PRIVATE KEY----- 开头")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("私钥无法读取：%w", err)
	}
	k, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("私钥应是 Ed25519，这是 %T", key)
	}
	return k, nil
}

// ParsePublic reads the key that a signature is checked with.
func ParsePublic(data []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(data)
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("不是 PEM 格式的公钥：应以 -----BEGIN PUBLIC KEY----- 开头")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("公钥无法读取：%w", err)
	}
	k, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, fmt.Errorf("公钥应是 Ed25519，这是 %T", key)
	}
	return k, nil
}

func encodePublic(k ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return nil, fmt.Errorf("write public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), nil
}

// FingerprintOf names a public key in hex.
func FingerprintOf(k ed25519.PublicKey) string { return fingerprint(k).SHA256 }

func fingerprint(k ed25519.PublicKey) *Fingerprint {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		panic(err) // an Ed25519 key always can be written
	}
	return &Fingerprint{Algorithm: "ed25519", SHA256: sumOf(der)}
}
