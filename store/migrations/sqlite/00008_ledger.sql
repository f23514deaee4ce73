-- What is to be mended: items, and the events they are the fold of. Events are only
-- added. They outlive the runs they follow from.
-- +goose Up
CREATE TABLE ledger_items (
    id         TEXT NOT NULL PRIMARY KEY,
    site       TEXT NOT NULL,
    rule       TEXT NOT NULL,
    department TEXT NOT NULL,
    state      TEXT NOT NULL,
    severity   TEXT NOT NULL,
    due        INTEGER NOT NULL, -- days since 1970-01-01; 0: none
    recurred   INTEGER NOT NULL,
    version    INTEGER NOT NULL, -- events so far
    doc        TEXT    NOT NULL
) WITHOUT ROWID;
CREATE INDEX ledger_items_site ON ledger_items (site, id);
CREATE INDEX ledger_items_department ON ledger_items (department, state, id);

CREATE TABLE ledger_events (
    item TEXT NOT NULL,
    n    INTEGER NOT NULL, -- 1 for the first of the item
    at   BIGINT  NOT NULL,
    kind TEXT    NOT NULL,
    doc  TEXT    NOT NULL,
    PRIMARY KEY (item, n)
) WITHOUT ROWID;
CREATE INDEX ledger_events_at ON ledger_events (at, item, n);

-- One row per run that was folded into the items of a site, in their order.
CREATE TABLE ledger_folds (
    site TEXT NOT NULL,
    n    INTEGER NOT NULL,
    run  TEXT NOT NULL,
    head TEXT    NOT NULL,
    doc  TEXT    NOT NULL,
    PRIMARY KEY (site, n),
    UNIQUE (site, run)
) WITHOUT ROWID;

-- '': an audit, or a judgement of one; 'recheck': a visit to single pages, which is
-- no score.
ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT '';
