// Package ledger is the list of what is to be mended (整改台账): one item per
// certain defect, its states, and the events that led to them. It folds what runs
// saw and what people said into events; it knows no database, network or clock, and
// strikes nothing off that was not observed.
package ledger
