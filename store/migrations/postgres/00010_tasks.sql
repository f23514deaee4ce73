-- What serve is to do: schedules that were looked at, tasks that came of them or that
-- people asked for, and sites that people added. Times are microseconds since 1970 in
-- UTC; NULL is the zero time.
-- +goose Up
CREATE TABLE schedules (
    name      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    spec      TEXT   NOT NULL, -- the expression and the zone that since belongs to
    since     BIGINT,          -- all that fell due up to here has been dealt with
    paused_by TEXT   NOT NULL,
    paused_at BIGINT
);

CREATE TABLE tasks (
    id       BIGINT  NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    schedule TEXT COLLATE "C" NOT NULL,
    due      BIGINT, -- NULL: a person asked for it
    run      TEXT COLLATE "C" NOT NULL,
    state    TEXT    NOT NULL,
    doc      TEXT    NOT NULL,
    UNIQUE (schedule, due)
);
CREATE INDEX tasks_state ON tasks (state);
CREATE INDEX tasks_run ON tasks (run);

CREATE TABLE sites (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    doc        TEXT   NOT NULL,
    added_by   TEXT   NOT NULL,
    added      BIGINT,
    retired_by TEXT   NOT NULL, -- '': it is audited
    retired    BIGINT
);
