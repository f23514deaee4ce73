-- Visits to home pages outside of crawls (govaudit probe), for what is counted
-- over days: at is microseconds since 1970 in UTC.
-- +goose Up
CREATE TABLE visits (
    site TEXT   NOT NULL,
    at   BIGINT NOT NULL,
    url  TEXT   NOT NULL,
    doc  TEXT   NOT NULL,
    PRIMARY KEY (site, at)
);
