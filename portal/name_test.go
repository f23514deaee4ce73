package portal

import "testing"

func TestOwnNamesBeforeAColumn(t *testing.T) {
	for _, tt := range []struct {
		body, found, want string
		ok                bool
	}{
		{"滨阳新区管理委员会", "新区要闻", "要闻", true},
		{"滨阳新区管理委员会", "管委会文件", "文件", true},
		{"柳河街道办事处", "街道动态", "动态", true},
		{"示例县人民政府", "街道动态", "动态", false},
		{"示例县人民政府", "管委会文件", "文件", false},
		{"鄂敖旗人民政府", "旗文件", "文件", true},
		{"示例市人民政府", "市委要闻", "要闻", false},
	} {
		if got := gradeOne(tt.found, tt.want, ownName(tt.body)) == Exact; got != tt.ok {
			t.Errorf("%s at %s: exact %v, want %v", tt.found, tt.body, got, tt.ok)
		}
	}
}
