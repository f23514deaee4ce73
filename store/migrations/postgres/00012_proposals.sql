-- What one person decided that counts only once a second person agrees. Rows go when
-- somebody agrees (and a decision comes in their place) or does not; the log of what
-- was done tells of all three.
-- +goose Up
CREATE TABLE proposals (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- of what it is about, as people see it
    site        TEXT NOT NULL,
    rule        TEXT NOT NULL,
    code        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    answer      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    person      TEXT NOT NULL,
    account     TEXT NOT NULL, -- with which the person signed in
    made        BIGINT,
    until       TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    run         TEXT NOT NULL
);
