package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govaudit/govaudit/audit"
	"github.com/govaudit/govaudit/configs"
	"github.com/govaudit/govaudit/evidence"
	"github.com/govaudit/govaudit/reports"
	"github.com/govaudit/govaudit/store"
)

type evidenceCmd struct {
	Export evidenceExportCmd `cmd:"" help:"把一次检查抓到的一切写成证据包：WARC 文件、索引、逐条哈希相连的清单、签名。"`
	Verify evidenceVerifyCmd `cmd:"" help:"核对证据包：哪个文件、哪一条、哪些字节被改动，逐一指出。"`
	Key    evidenceKeyCmd    `cmd:"" help:"生成签名用的 Ed25519 密钥。"`
}

type evidenceExportCmd struct {
	Config  string   `help:"配置文件。" required:"" type:"path" placeholder:"文件"`
	RunID   string   `name:"run" help:"哪一次审计；默认最近一次。" placeholder:"编号"`
	Site    []string `help:"只导出这个编号的网站（可重复）。" placeholder:"编号"`
	Out     string   `help:"写到哪个目录；须是新的或空的。" default:"evidence" type:"path" placeholder:"目录"`
	MaxFile int64    `help:"一个 WARC 文件到多少 MiB 就另起一个。" default:"1024" placeholder:"MiB"`
}

// Run writes the evidence of a stored run.
func (x *evidenceExportCmd) Run(ctx context.Context, e env) error {
	c, err := configs.Load(x.Config)
	if err != nil {
		return usageError{err}
	}
	if x.MaxFile < 1 {
		return usageError{errors.New("--max-file 至少为 1")}
	}
	w, err := openWorkbench(ctx, e, c, common{Site: x.Site})
	if err != nil {
		return err
	}
	defer w.close()
	out, err := x.prepare(ctx, w)
	if err != nil {
		return err
	}
	camera, closeCamera := w.camera()
	defer closeCamera()
	for i := range out.Sites {
		out.Sites[i].Shots = w.shots(out.Run, &out.Sites[i], camera)
	}
	sum, err := out.Write(ctx, x.Out)
	if errors.Is(err, evidence.ErrNotEmpty) {
		return usageError{err}
	}
	if errors.Is(err, store.ErrNoSnapshot) || errors.Is(err, store.ErrNoBody) {
		err = fmt.Errorf("导出期间，检查 %s 存档的网页按 retention.pages 清理掉了一部分：%w", out.Run.ID, err)
	}
	if err != nil {
		return fmt.Errorf("导出没有完成，%s 里的内容不能用：%w", x.Out, err)
	}
	fmt.Fprintf(e.Stdout, "%s：%d 个网站，%d 条记录，%d 个文件，%.1f MiB（检查 %s）\n", x.Out, len(out.Sites), sum.Records, sum.Files, float64(sum.Bytes)/(1<<20), out.Run.ID)
	if !sum.Stamped.IsZero() {
		fmt.Fprintf(e.Stdout, "时间戳：%s\n", sum.Stamped.In(c.Zone).Format("2006-01-02 15:04:05 -07:00"))
	}
	if sum.Signer != "" {
		fmt.Fprintf(e.Stdout, "已签名，公钥指纹 %s\n", sum.Signer)
	} else {
		fmt.Fprintln(e.Stdout, "没有签名：配置里没有 evidence.key，别人无从知道清单出自谁手。用 govaudit evidence key --out evidence-key.pem 生成密钥，在配置里写 evidence: {key: evidence-key.pem}，再导出一次。")
	}
	fmt.Fprintf(e.Stdout, "核对：govaudit evidence verify %s\n", x.Out)
	return nil
}

// prepare gathers what is exported, and finds what is wrong before anything is written.
func (x *evidenceExportCmd) prepare(ctx context.Context, w *workbench) (*evidence.Export, error) {
	run, results, err := w.stored(ctx, x.RunID)
	if err != nil {
		return nil, err
	}
	out := &evidence.Export{Run: run, Limit: x.MaxFile << 20,
		Results: func(to io.Writer) error {
			return reports.WriteResults(to, audit.Results{Schema: audit.ResultsSchema, Run: run, Sites: results})
		}}
	metas, err := w.store.Snapshots(ctx, cmp.Or(run.Of, run.ID))
	if err != nil {
		return nil, err
	}
	for _, meta := range metas {
		id := meta.Target.ID
		if len(x.Site) > 0 && !slices.Contains(x.Site, id) {
			continue
		}
		snap, err := w.store.Snapshot(ctx, cmp.Or(run.Of, run.ID), id)
		if err != nil {
			return nil, err
		}
		if !snap.Done() {
			return nil, usageError{fmt.Errorf("网站 %s 的抓取还没有结束：先再运行一次 govaudit audit 把它做完，或用 --site 只导出已完成的网站", id)}
		}
		s := evidence.Site{Meta: snap.Meta(), Pages: snap.Pages, Body: snap.Body}
		if i := slices.IndexFunc(results, func(r *audit.Site) bool { return r.ID == id }); i >= 0 {
			s.Result = results[i]
		}
		out.Sites = append(out.Sites, s)
	}
	if len(out.Sites) == 0 {
		return nil, usageError{fmt.Errorf("检查 %s 里没有要导出的网站", run.ID)}
	}
	slices.SortFunc(out.Sites, func(a, b evidence.Site) int { return strings.Compare(a.Meta.Target.ID, b.Meta.Target.ID) })
	if key := w.config.Evidence.Key; key != "" {
		data, err := os.ReadFile(beside(w.config, key))
		if err != nil {
			return nil, usageError{fmt.Errorf("evidence.key：%w", err)}
		}
		if out.Key, err = evidence.ParseKey(data); err != nil {
			return nil, usageError{fmt.Errorf("evidence.key %s：%w", key, err)}
		}
	}
	if w.config.Evidence.TSA != "" {
		out.Stamp = timestamper(w.config.Evidence.TSA)
	}
	return out, nil
}

// beside makes a relative path of the config relative to it.
func beside(c *configs.Config, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.Dir, path)
}

type evidenceKeyCmd struct {
	Out string `help:"私钥写到哪个文件；公钥写在它旁边，文件名加 .pub。" required:"" type:"path" placeholder:"文件"`
}

// Run makes a key. It never overwrites one: what it signed could be checked no more.
func (k *evidenceKeyCmd) Run(e env) error {
	private, public, err := evidence.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	if err := writeNew(k.Out, private, 0o600); err != nil {
		return err
	}
	if err := writeNew(k.Out+".pub", public, 0o644); err != nil {
		return err
	}
	parsed, err := evidence.ParsePublic(public)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.Stdout, "私钥 %s：只有签名的人能读，请另存一份，不要外传。\n公钥 %s：交给要核对证据的人。\n公钥指纹 %s\n在配置里写：evidence: {key: %s}\n",
		k.Out, k.Out+".pub", evidence.FingerprintOf(parsed), k.Out)
	return nil
}

func writeNew(path string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, os.ErrExist) {
		return usageError{fmt.Errorf("%s 已经存在，不覆盖", path)}
	}
	if err != nil {
		return usageError{err}
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
