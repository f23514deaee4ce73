-- What is to be mended: items, and the events they are the fold of. Events are only
-- added. They outlive the runs they follow from.
-- +goose Up
CREATE TABLE ledger_items (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    site       TEXT COLLATE "C" NOT NULL,
    rule       TEXT COLLATE "C" NOT NULL,
    department TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,
    severity   TEXT COLLATE "C" NOT NULL,
    due        INTEGER NOT NULL, -- days since 1970-01-01; 0: none
    recurred   INTEGER NOT NULL,
    version    INTEGER NOT NULL, -- events so far
    doc        TEXT    NOT NULL
);
CREATE INDEX ledger_items_site ON ledger_items (site, id);
CREATE INDEX ledger_items_department ON ledger_items (department, state, id);

CREATE TABLE ledger_events (
    item TEXT COLLATE "C" NOT NULL,
    n    INTEGER NOT NULL, -- 1 for the first of the item
    at   BIGINT  NOT NULL,
    kind TEXT    NOT NULL,
    doc  TEXT    NOT NULL,
    PRIMARY KEY (item, n)
);
CREATE INDEX ledger_events_at ON ledger_events (at, item, n);

-- One row per run that was folded into the items of a site, in their order.
CREATE TABLE ledger_folds (
    site TEXT COLLATE "C" NOT NULL,
    n    INTEGER NOT NULL,
    run  TEXT COLLATE "C" NOT NULL,
    head TEXT    NOT NULL,
    doc  TEXT    NOT NULL,
    PRIMARY KEY (site, n),
    UNIQUE (site, run)
);

-- '': an audit, or a judgement of one; 'recheck': a visit to single pages, which is
-- no score.
ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT '';
