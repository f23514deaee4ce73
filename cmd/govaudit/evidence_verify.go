package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/govaudit/govaudit/evidence"
)

type evidenceVerifyCmd struct {
	Dir   string `arg:"" name:"目录" help:"证据包所在的目录。" type:"path"`
	Key   string `help:"签名者的公钥文件（PEM），应从签名者那里直接取得；不给则用证据包里的公钥，只能说明签名以后没有改动。" type:"path" placeholder:"文件"`
	TSACA string `name:"tsa-ca" help:"时间戳服务的根证书（PEM），用来核对时间戳出自谁手。" type:"path" placeholder:"文件"`
}

// errEvidence reports that evidence is not as its manifest says.
var errEvidence = errors.New("证据包有问题：见上")

// Run checks an export and prints what in it is not as its manifest says.
func (x *evidenceVerifyCmd) Run(ctx context.Context, e env) error {
	var c evidence.Check
	if x.Key != "" {
		data, err := os.ReadFile(x.Key)
		if err != nil {
			return usageError{err}
		}
		if c.Key, err = evidence.ParsePublic(data); err != nil {
			return usageError{fmt.Errorf("%s：%w", x.Key, err)}
		}
	}
	if x.TSACA != "" {
		data, err := os.ReadFile(x.TSACA)
		if err != nil {
			return usageError{err}
		}
		if c.Authority = x509.NewCertPool(); !c.Authority.AppendCertsFromPEM(data) {
			return usageError{fmt.Errorf("%s：里面没有 PEM 格式的证书", x.TSACA)}
		}
	}
	if info, err := os.Stat(x.Dir); err != nil || !info.IsDir() {
		return usageError{errors.Join(err, fmt.Errorf("%s 不是目录", x.Dir))}
	}
	r, err := c.Verify(ctx, x.Dir)
	if err != nil {
		return err
	}
	tellEvidence(e.Stdout, x.Dir, r)
	if !r.OK() {
		return errEvidence
	}
	return nil
}

// tellEvidence prints what was found, problems last.
func tellEvidence(w io.Writer, dir string, r *evidence.Report) {
	fmt.Fprintf(w, "%s：检查 %s，%d 个网站，%d 个文件，%d 条记录，%.1f MiB\n", dir, printable(r.Run), r.Sites, r.Files, r.Records, float64(r.Bytes)/(1<<20))
	switch r.Signed {
	case evidence.Unsigned:
		fmt.Fprintln(w, "签名：没有。以下核对只能说明各文件彼此相符，不能说明出自谁手。")
	case evidence.SignedOwn:
		fmt.Fprintf(w, "签名：与随附的公钥相符，指纹 %s。请向签名者核对这个指纹，或用 --key 给出他的公钥。\n", r.Signer)
	case evidence.SignedBy:
		fmt.Fprintf(w, "签名：是所给公钥的主人签的，指纹 %s\n", r.Signer)
	case evidence.Forged:
		fmt.Fprintln(w, "签名：不对，见下")
	}
	if !r.Stamped.IsZero() {
		trust := "没有核对是谁的证书，可用 --tsa-ca 给出根证书"
		if r.Trusted {
			trust = "证书已核对"
		}
		fmt.Fprintf(w, "时间戳：%s，%s（%s）\n", r.Stamped.UTC().Format("2006-01-02 15:04:05 UTC"), printable(r.Stamper), trust)
	}
	if r.OK() {
		fmt.Fprintln(w, "没有发现改动。")
		return
	}
	for _, p := range r.Problems {
		fmt.Fprintln(w, p)
	}
	if r.More > 0 {
		fmt.Fprintf(w, "另有 %d 处没有列出。\n", r.More)
	}
	fmt.Fprintf(w, "共 %d 处不符。\n", len(r.Problems)+r.More)
}
