package reports

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// readFilled opens a workbook that came back from a person, within bounds, and has read
// read it. It comes from outside, and its reader is not ours: what makes that panic is a
// broken workbook. split is the option of the export that makes smaller ones.
func readFilled(in io.Reader, split string, read func(*excelize.File) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("工作簿已损坏，无法读取（%v）：请从导出的工作簿重新填写", p)
		}
	}()
	limited := &io.LimitedReader{R: in, N: mostBytes + 1}
	f, err := excelize.OpenReader(limited, excelize.Options{UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked, RawCellValue: true})
	if limited.N <= 0 {
		return fmt.Errorf("工作簿超过 %d MB：请用 %s 分批导出", mostBytes>>20, split)
	}
	if err != nil {
		return fmt.Errorf("不是可读的 .xlsx 工作簿：%w", err)
	}
	defer f.Close()
	return read(f)
}
