-- The beginnings of pages in whose words other pages of their site are packed.
-- They are never removed: packed bodies name them by hash.
-- +goose Up
CREATE TABLE primers (
    id     BIGINT NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    site   TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL UNIQUE,
    data   BYTEA NOT NULL
);
CREATE INDEX primers_site ON primers (site, id);
