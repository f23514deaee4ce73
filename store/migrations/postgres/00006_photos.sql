-- Pictures of stored pages, by the run that holds something against them. The
-- picture itself is a body.
-- +goose Up
CREATE TABLE photos (
    run    TEXT COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site   TEXT COLLATE "C" NOT NULL,
    url    TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    doc    TEXT NOT NULL,
    PRIMARY KEY (run, site, url)
);
