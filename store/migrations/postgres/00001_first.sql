-- Keys compare as bytes (COLLATE "C"), as in SQLite.
-- Times are microseconds since 1970 in UTC; NULL is the zero time.
-- +goose Up
CREATE TABLE runs (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    work     TEXT    NOT NULL,
    judges   TEXT COLLATE "C" NOT NULL, -- the run whose snapshots it judges; '': its own
    as_of    BIGINT,
    started  BIGINT,
    finished BIGINT,
    program  TEXT    NOT NULL,
    packs    TEXT    NOT NULL
);

CREATE TABLE snapshots (
    id   BIGINT  NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    run  TEXT COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site TEXT COLLATE "C" NOT NULL,
    done BOOLEAN NOT NULL,
    doc  TEXT    NOT NULL,
    UNIQUE (run, site)
);
CREATE INDEX snapshots_site ON snapshots (site);

-- One row per distinct body over all runs. Pages name their bodies by hash
-- without a foreign key: both are written in one transaction, and an index of
-- millions of pages by hash would serve nothing else.
CREATE TABLE bodies (
    sha256 BYTEA  NOT NULL PRIMARY KEY,
    data   BYTEA  NOT NULL
);

CREATE TABLE pages (
    snapshot      BIGINT  NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    url           TEXT COLLATE "C" NOT NULL,
    long_url      TEXT    NOT NULL,
    final         TEXT    NOT NULL,
    found_on      TEXT    NOT NULL,
    depth         BIGINT  NOT NULL,
    chain         TEXT    NOT NULL,
    status        BIGINT  NOT NULL,
    failure       TEXT    NOT NULL,
    err           TEXT    NOT NULL,
    fetched       BIGINT,
    millis        BIGINT  NOT NULL,
    content_type  TEXT    NOT NULL,
    last_modified BIGINT,
    etag          TEXT    NOT NULL,
    sha256        BYTEA,
    stored        BOOLEAN NOT NULL,
    size          BIGINT  NOT NULL,
    truncated     BOOLEAN NOT NULL,
    PRIMARY KEY (snapshot, url)
);

CREATE TABLE records (
    snapshot BIGINT NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    sha256   BYTEA  NOT NULL,
    PRIMARY KEY (snapshot, sha256)
);

CREATE TABLE results (
    run  TEXT COLLATE "C" NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    site TEXT COLLATE "C" NOT NULL,
    doc  TEXT NOT NULL,
    PRIMARY KEY (run, site)
);
