package rules

import (
	"fmt"
	"strings"
)

// maskedLeast is how many names of columns have to be covered with stars.
const maskedLeast = 2

// masked says that names of columns are covered with stars, as filters of words before a
// portal do: any name may stand below them. "" where none is.
func masked(c *Case) string {
	n, example := 0, ""
	for _, col := range c.Portal.Columns {
		for _, name := range col.Names {
			if strings.Contains(name, "**") || strings.Contains(name, "＊＊") {
				n++
				if example == "" || name < example {
					example = name
				}
				break
			}
		}
	}
	if n < maskedLeast {
		return ""
	}
	return fmt.Sprintf("有 %d 个栏目的名称被星号遮盖（如“%s”），看不到原来的名称", n, abridge(example))
}
