-- What people decided, one row per word spoken. Rows are only added: the latest
-- about a thing counts. They outlive the run they were made on.
-- +goose Up
CREATE TABLE decisions (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    site        TEXT    NOT NULL,
    rule        TEXT    NOT NULL,
    code        TEXT    NOT NULL, -- '' with '' as subject: the finding as a whole
    subject     TEXT    NOT NULL,
    answer      TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    made        BIGINT,
    until       TEXT    NOT NULL, -- last day it applies, 2026-12-31
    fingerprint TEXT    NOT NULL, -- of the evidence it rests on
    run         TEXT    NOT NULL
);
CREATE INDEX decisions_site ON decisions (site);
