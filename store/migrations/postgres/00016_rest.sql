-- What a browser left open of a page it showed: a crawl that is taken up again goes on
-- from there.
-- +goose Up
ALTER TABLE pages ADD COLUMN rendered_rest TEXT NOT NULL DEFAULT '';
