package browser

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"
)

func shoot(t *testing.T, p *Pool, s Shot, pages map[string]string) (*Photo, image.Image) {
	t.Helper()
	s.URL = home
	w := &web{pages: pages}
	s.Fetch = w.fetch
	photo, err := p.Shoot(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(photo.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("GOVAUDIT_TEST_SHOTS"); dir != "" { // to be looked at by a person
		name := strings.NewReplacer("/", "_", " ", "_").Replace(t.Name())
		if err := os.WriteFile(dir+"/"+name+".png", photo.PNG, 0o600); err != nil {
			t.Error(err)
		}
	}
	return photo, img
}

// red counts the pixels of boxes.
func red(img image.Image) (n, top int) {
	top = -1
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			if r>>8 == 0xe1 && g>>8 == 0x1d && bl>>8 == 0x48 {
				if n++; top < 0 {
					top = y
				}
			}
		}
	}
	return n, top
}

func TestShoot(t *testing.T) {
	p := pool(t)
	caption := []string{"甲市人民政府 http://www.a.gov.cn/", "取得时间 2026-04-10 08:00:00"}
	t.Run("a quote is marked though its words stand in several elements", func(t *testing.T) {
		photo, img := shoot(t, p, Shot{Caption: caption, Marks: []string{"本单位 2019年3月1日 废止", "没有的话"}}, map[string]string{
			"/": `text/html <link rel=stylesheet href=/a.css><h1>关于某办法的通知</h1><p>` + strings.Repeat("正文内容。", 200) + `</p><p class=x>本单位<b>2019年
			3月1日</b> 废止</p><script>document.body.textContent='脚本'</script>`,
			"/a.css": `text/css .x{color:#00f;font-size:20px}`,
		})
		if n, _ := red(img); photo.Marked != 1 || n < 300 {
			t.Errorf("marked %d, %d red pixels", photo.Marked, n)
		}
		if photo.Width != width || img.Bounds().Dx() != width || img.Bounds().Dy() != photo.Height {
			t.Errorf("%dx%d, told %dx%d", img.Bounds().Dx(), img.Bounds().Dy(), photo.Width, photo.Height)
		}
	})
	t.Run("a broken link is marked by its address", func(t *testing.T) {
		photo, _ := shoot(t, p, Shot{Caption: caption, Marks: []string{"http://www.a.gov.cn/gone.html"}}, map[string]string{
			"/": `text/html <p>列表 <a href=/gone.html>打不开的链接</a></p>`,
		})
		if photo.Marked != 1 {
			t.Errorf("marked %d", photo.Marked)
		}
	})
	t.Run("words quoted from several places are marked each, and personal numbers covered", func(t *testing.T) {
		photo, _ := shoot(t, p, Shot{Caption: caption, Marks: []string{"发文字号：甲政规〔2025〕2号 成文日期：2025-12-05", "王某 | 4201**********0010 | 620", "没有 这些"}}, map[string]string{
			"/": `text/html <table><tr><th>发文字号</th><td>甲政规〔2025〕2号</td></tr><tr><th>成文日期</th><td>2025-12-05</td></tr></table>
				<table><tr><td>王某</td><td>420111199001010010</td><td>620</td></tr></table>`,
		})
		if photo.Marked != 2 {
			t.Errorf("marked %d", photo.Marked)
		}
	})
	t.Run("a long page stops at its bound, and shows the place that is quoted", func(t *testing.T) {
		photo, img := shoot(t, p, Shot{Caption: caption, Marks: []string{"最后一行"}, MaxHeight: 3000}, map[string]string{
			"/": `text/html <p>第一行</p><div style="height:20000px"></div><p>最后一行</p>`,
		})
		if n, top := red(img); photo.Height > 3000 || n < 100 || top < 500 {
			t.Errorf("height %d, %d red pixels from %d on", photo.Height, n, top)
		}
	})
	t.Run("a page that cannot be had gives a picture without it", func(t *testing.T) {
		if _, err := p.Shoot(context.Background(), Shot{URL: home, Fetch: func(context.Context, Request) Response { return Response{} }}); err != nil {
			t.Log("no picture: ", err)
		}
	})
}
