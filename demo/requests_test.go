package demo

import (
	"fmt"
	"testing"
)

// TestRequestsAddUp holds that a report without planted errors has none: the
// identities of 国办公开办函〔2021〕30号, 填表说明.
func TestRequestsAddUp(t *testing.T) {
	for _, in := range []int{0, 1, 7, 40, 154} {
		for _, carry := range []int{0, 1, 11} {
			for _, next := range []int{0, 1, 6} {
				table, err := newRequests(map[string]string{"in": fmt.Sprint(in), "carry": fmt.Sprint(carry), "next": fmt.Sprint(next)})
				if err != nil {
					continue // more go on than came in
				}
				for i := range 7 {
					done := 0
					for _, r := range requestRows[2 : len(requestRows)-2] {
						done += table[r.key][i]
					}
					if done != table["sum"][i] || table["new"][i]+table["carried"][i] != table["sum"][i]+table["next"][i] {
						t.Errorf("in %d, carry %d, next %d: column %d does not add up", in, carry, next, i)
					}
				}
				for key, row := range table {
					if row[6] != row[0]+row[1]+row[2]+row[3]+row[4]+row[5] {
						t.Errorf("in %d, carry %d, next %d: row %s does not add up", in, carry, next, key)
					}
				}
				if table.total("new") != in || table.total("carried") != carry || table.total("next") != next {
					t.Errorf("in %d, carry %d, next %d: the table says %d, %d, %d", in, carry, next, table.total("new"), table.total("carried"), table.total("next"))
				}
			}
		}
	}
}
