-- Results in short, beside the results themselves, for pages and metrics about
-- thousands of sites. An empty doc is one that is still to be made from the result.
-- +goose Up
CREATE TABLE summaries (
    run   TEXT COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site  TEXT COLLATE "C" NOT NULL,
    packs TEXT COLLATE "C" NOT NULL, -- that scored it
    doc   TEXT NOT NULL,
    rules TEXT NOT NULL, -- what became of each rule, a line each
    PRIMARY KEY (run, site)
);
CREATE INDEX summaries_site ON summaries (site, packs);
CREATE INDEX summaries_unmade ON summaries (run) WHERE doc = '';
INSERT INTO summaries (run, site, packs, doc, rules) SELECT run, site, '', '', '' FROM results;
