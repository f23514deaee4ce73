-- What was told to whom: each notice from before it is sent, and each fact that it
-- tells, so that none is told twice. Times are microseconds since 1970 in UTC; NULL is
-- the zero time.
-- +goose Up
CREATE TABLE notices (
    id         TEXT   NOT NULL PRIMARY KEY,
    channel    TEXT   NOT NULL,
    department TEXT   NOT NULL, -- '': those who watch over all
    recipients TEXT   NOT NULL, -- a line each
    made       BIGINT,
    subject    TEXT   NOT NULL,
    content    TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    ended      BIGINT,
    note       TEXT   NOT NULL
) WITHOUT ROWID;
CREATE INDEX notices_state ON notices (state);
CREATE INDEX notices_made ON notices (made);

CREATE TABLE notice_facts (
    channel    TEXT NOT NULL,
    department TEXT NOT NULL,
    fact       TEXT NOT NULL,
    notice     TEXT NOT NULL REFERENCES notices (id),
    PRIMARY KEY (channel, department, fact)
) WITHOUT ROWID;
CREATE INDEX notice_facts_notice ON notice_facts (notice);

-- Up to when notices that fell due have been dealt with; one row.
CREATE TABLE notice_rounds (
    id    INTEGER NOT NULL PRIMARY KEY,
    since BIGINT
);
