-- What results leave to people, in short, beside the results themselves, for lists of
-- the questions of thousands of sites. An empty doc is one that is still to be made from
-- the result. And an index by which items are counted without being read.
-- +goose Up
CREATE TABLE questions (
    run  TEXT COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site TEXT COLLATE "C" NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (run, site)
);
INSERT INTO questions (run, site, doc) SELECT run, site, '' FROM summaries;
CREATE INDEX ledger_items_tallies ON ledger_items (site, department, rule, state, severity, due, recurred);
