-- What went over the wire for a page, packed; when its body was really received,
-- where a later answer said that it had not changed; the page as a browser showed
-- it; and whose script asked for it.
-- +goose Up
ALTER TABLE pages ADD COLUMN wire BLOB;
ALTER TABLE pages ADD COLUMN same BIGINT;
ALTER TABLE pages ADD COLUMN rendered BLOB; -- hash of its body; NULL: no browser was used
ALTER TABLE pages ADD COLUMN rendered_at BIGINT;
ALTER TABLE pages ADD COLUMN within TEXT NOT NULL DEFAULT '';
