-- What a page says, as package extract keeps it, beside the body it was read from:
-- it can be read again from that body and is never the only copy. And what a page
-- lacked when a browser showed it.
-- +goose Up
ALTER TABLE bodies ADD COLUMN facts BLOB;
ALTER TABLE pages ADD COLUMN rendered_lacks TEXT NOT NULL DEFAULT '';
