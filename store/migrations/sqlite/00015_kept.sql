-- What is kept beside the newest crawl of a site, in pieces, so that a crawl that finds
-- everything unchanged costs little. It can all be made again, and goes with its snapshot.
-- +goose Up
CREATE TABLE kept (
    snapshot BIGINT  NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL,
    part     INTEGER NOT NULL,
    data     BLOB    NOT NULL,
    PRIMARY KEY (snapshot, name, part)
);
