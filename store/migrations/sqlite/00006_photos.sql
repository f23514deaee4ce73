-- Pictures of stored pages, by the run that holds something against them. The
-- picture itself is a body.
-- +goose Up
CREATE TABLE photos (
    run    TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site   TEXT NOT NULL,
    url    TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (run, site, url)
) WITHOUT ROWID;
