-- The beginnings of pages in whose words other pages of their site are packed.
-- They are never removed: packed bodies name them by hash.
-- +goose Up
CREATE TABLE primers (
    id     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    site   TEXT NOT NULL,
    sha256 BLOB NOT NULL UNIQUE,
    data   BLOB NOT NULL
);
CREATE INDEX primers_site ON primers (site, id);
