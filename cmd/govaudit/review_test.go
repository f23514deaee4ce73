package main

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fillCells is the command `fill FROM TO SHEET!CELL=TEXT…` of the scripts: it does to a
// workbook what a person does who fills it in. \n stands for nothing else than itself.
func fillCells(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: fill FROM TO SHEET!CELL=TEXT…")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, a := range args[2:] {
		place, text, ok := strings.Cut(a, "=")
		sheet, cell, inSheet := strings.Cut(place, "!")
		if !ok || !inSheet {
			ts.Fatalf("fill %s: write SHEET!CELL=TEXT", a)
		}
		ts.Check(f.SetCellStr(sheet, cell, text))
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}
