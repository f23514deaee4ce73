-- Times are microseconds since 1970 in UTC; NULL is the zero time.
-- +goose Up
CREATE TABLE runs (
    id       TEXT    NOT NULL PRIMARY KEY,
    work     TEXT    NOT NULL,
    judges   TEXT    NOT NULL, -- the run whose snapshots it judges; '': its own
    as_of    BIGINT,
    started  BIGINT,
    finished BIGINT,
    program  TEXT    NOT NULL,
    packs    TEXT    NOT NULL
);

CREATE TABLE snapshots (
    id   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run  TEXT    NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site TEXT    NOT NULL,
    done BOOLEAN NOT NULL,
    doc  TEXT    NOT NULL,
    UNIQUE (run, site)
);
CREATE INDEX snapshots_site ON snapshots (site);

-- One row per distinct body over all runs. Pages name their bodies by hash
-- without a foreign key: both are written in one transaction, and an index of
-- millions of pages by hash would serve nothing else.
CREATE TABLE bodies (
    sha256 BLOB   NOT NULL PRIMARY KEY,
    data   BLOB   NOT NULL
);

CREATE TABLE pages (
    snapshot      BIGINT  NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    long_url      TEXT    NOT NULL,
    final         TEXT    NOT NULL,
    found_on      TEXT    NOT NULL,
    depth         INTEGER NOT NULL,
    chain         TEXT    NOT NULL,
    status        INTEGER NOT NULL,
    failure       TEXT    NOT NULL,
    err           TEXT    NOT NULL,
    fetched       BIGINT,
    millis        INTEGER NOT NULL,
    content_type  TEXT    NOT NULL,
    last_modified BIGINT,
    etag          TEXT    NOT NULL,
    sha256        BLOB,
    stored        BOOLEAN NOT NULL,
    size          BIGINT  NOT NULL,
    truncated     BOOLEAN NOT NULL,
    PRIMARY KEY (snapshot, url)
) WITHOUT ROWID;

CREATE TABLE records (
    snapshot BIGINT NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    sha256   BLOB   NOT NULL,
    PRIMARY KEY (snapshot, sha256)
) WITHOUT ROWID;

CREATE TABLE results (
    run  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (run, site)
) WITHOUT ROWID;
