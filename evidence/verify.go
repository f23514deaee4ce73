package evidence

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// Check is how an export is verified.
type Check struct {
	Key       ed25519.PublicKey // who must have signed; nil: the key beside the manifest
	Authority *x509.CertPool    // who must stand behind the timestamp; nil: anyone
}

// Verify checks the export in a folder and names all that is not as its manifest
// says. It streams: its memory does not grow with the export. An error is one of
// ours; what is wrong with the evidence stands in the report.
func (c *Check) Verify(ctx context.Context, dir string) (*Report, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	v := &verifier{root: root, report: new(Report), bound: maxBad}
	data, err := readFile(root, manifestFile, maxManifest)
	if errors.Is(err, fs.ErrNotExist) {
		v.report.file(manifestFile, "缺少清单：不是证据包，或导出没有完成")
		return v.report, nil
	}
	if err != nil {
		v.report.file(manifestFile, "无法读取：%v", err)
		return v.report, nil
	}
	v.manifest, err = parseManifest(data)
	if err != nil {
		v.signature(c.Key, data, nil)
		v.report.file(manifestFile, "清单被改动，读不出来：%s", printable(err.Error()))
		return v.report, nil
	}
	m := v.manifest
	v.report.Run, v.report.Sites, v.report.Files = m.Run.ID, len(m.Sites), len(m.Files)
	v.signature(c.Key, data, m.Signer)
	v.timestamp(data, c.Authority)
	if err := v.names(); err != nil {
		return nil, err
	}
	if err := v.records(ctx); err != nil {
		return nil, err
	}
	return v.report, nil
}

// verifier is one verification under way.
type verifier struct {
	root     *os.Root
	manifest *Manifest
	report   *Report
	files    map[string]*File // those of the manifest that are there, with the size stated
	bound    int              // of records kept for a closer look, per file
}

// signature checks who stands behind the manifest.
func (v *verifier) signature(want ed25519.PublicKey, data []byte, stated *Fingerprint) {
	r := v.report
	sig, err := readFile(v.root, signatureFile, 1<<10)
	if errors.Is(err, fs.ErrNotExist) {
		switch {
		case stated != nil:
			r.Signed = Forged
			r.file(signatureFile, "清单写明已签名，签名文件却不在")
		case want != nil:
			r.Signed = Forged
			r.file(signatureFile, "没有签名，无法证明出自所给公钥的主人")
		}
		return
	}
	if err != nil {
		r.Signed = Forged
		r.file(signatureFile, "无法读取：%v", err)
		return
	}
	key, own := want, false
	if key == nil {
		own = true
		var err error
		if key, err = v.beside(); err != nil {
			r.Signed = Forged
			r.file(publicFile, "公钥缺失或被改动，无法核对签名")
			return
		}
	} else if beside, err := v.beside(); err != nil || !beside.Equal(want) {
		r.file(publicFile, "随附的公钥缺失，或不是所给的公钥")
	}
	r.Signer = FingerprintOf(key)
	if own && stated != nil && stated.SHA256 != r.Signer {
		r.Signed = Forged
		r.file(publicFile, "公钥（指纹 %s）不是 manifest.json 所写的签名者：两者之一被改动", r.Signer)
		return
	}
	if !ed25519.Verify(key, data, sig) {
		r.Signed = Forged
		r.file(manifestFile, "签名不符：manifest.json 或 manifest.sig 被改动，或者不是用这把钥匙签的（公钥指纹 %s）", r.Signer)
		return
	}
	if stated == nil || stated.SHA256 != r.Signer {
		r.Signed = Forged
		r.file(manifestFile, "清单所写的签名者不是这把钥匙")
		return
	}
	r.Signed = SignedBy
	if own {
		r.Signed = SignedOwn
	}
}

// beside reads the public key in the folder, which must stand there as it was written.
func (v *verifier) beside() (ed25519.PublicKey, error) {
	data, err := readFile(v.root, publicFile, 16<<10)
	if err != nil {
		return nil, err
	}
	key, err := ParsePublic(data)
	if err != nil {
		return nil, err
	}
	if canonical, err := encodePublic(key); err != nil || !bytes.Equal(canonical, data) {
		return nil, errors.New("not as it was written")
	}
	return key, nil
}

// names compares the files that are there with those that should be.
func (v *verifier) names() error {
	stated := map[string]*File{}
	for i := range v.manifest.Files {
		stated[v.manifest.Files[i].Path] = &v.manifest.Files[i]
	}
	proof := []string{manifestFile, signatureFile, publicFile, stampFile}
	v.files = map[string]*File{}
	err := fs.WalkDir(v.root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		f := stated[path]
		switch {
		case d.IsDir():
			if path != "." && path != archiveDir && path != indexDir {
				v.report.file(path, "多出的文件夹，不在清单里")
				return fs.SkipDir
			}
		case f != nil && !d.Type().IsRegular():
			v.report.file(path, "不是普通文件")
		case f != nil:
			v.files[path] = f
		case !slices.Contains(proof, path):
			v.report.file(path, "多出的文件，不在清单里")
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range v.manifest.Files {
		if v.files[f.Path] != nil {
			continue
		}
		if _, err := v.root.Lstat(f.Path); errors.Is(err, fs.ErrNotExist) {
			v.report.file(f.Path, "文件不在")
		}
	}
	return nil
}

// whole compares a file with its hash in the manifest.
func (v *verifier) whole(name string) error {
	f := v.files[name]
	if f == nil {
		return nil
	}
	in, err := v.root.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, in)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	v.report.Bytes += n
	v.compare(f, n, hex.EncodeToString(sum.Sum(nil)))
	return nil
}

// compare tells of a file that is not as the manifest says, and reports whether it is.
func (v *verifier) compare(f *File, n int64, sum string) bool {
	switch {
	case n != f.Bytes:
		v.report.file(f.Path, "应有 %d 字节，现有 %d 字节", f.Bytes, n)
	case sum != f.SHA256:
		v.report.file(f.Path, "内容被改动：SHA-256 应为 %s，现为 %s", f.SHA256, sum)
	default:
		return true
	}
	return false
}

// readFile reads a file of bounded size.
func readFile(root *os.Root, name string, limit int64) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("不是普通文件")
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("超过 %d 字节", limit)
	}
	return data, err
}
