package extract

import "testing"

func TestMayHoldLetters(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  bool
	}{
		{"no page speaks of letters", []string{"某市人民政府办公室关于印发工作方案的通知"}, false},
		{"a label of its own", []string{"答复时间：2026-03-01"}, true},
		{"a label behind words of another element", []string{"某市人民政府办公室关于印发工作方案的通知\x01答复时间"}, true},
		{"a label of as many characters as labels have", []string{"某市某区某镇人民政府答复时间"}, true},
		{"a sentence that speaks of answers", []string{"对存在问题的，应当在规定期限内完成整改并反馈结果。"}, false},
		{"a label below a sentence", []string{"应当在规定期限内完成整改并反馈有关情况", "办结时间"}, true},
		{"a state behind a sentence", []string{"某市人民政府办公室关于印发工作方案的通知 已回复"}, true},
		{"a state in a sentence", []string{"某市人民政府办公室关于来信反映的问题已回复"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &content{scratch: new(scratch)}
			for _, s := range tt.lines {
				c.rows = append(c.rows, line{from: int32(len(c.text)), to: int32(len(c.text) + len(s))})
				c.text += s
			}
			if got := c.mayHoldLetters(); got != tt.want {
				t.Errorf("mayHoldLetters() = %v, want %v", got, tt.want)
			}
		})
	}
}
