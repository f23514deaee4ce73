-- Who may sign in, programs with a token, sessions, and the log of what was done
-- (操作日志), whose rows are only added.
-- +goose Up
CREATE TABLE users (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    display     TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    departments TEXT    NOT NULL, -- a JSON list
    hash        TEXT    NOT NULL, -- of the password, argon2id; '' lets nobody in
    disabled    BIGINT  NOT NULL, -- 0 or 1
    must_change BIGINT  NOT NULL, -- 0 or 1
    epoch       BIGINT  NOT NULL, -- sessions of an earlier one have ended
    created     BIGINT,
    signed_in   BIGINT
);
CREATE TABLE tokens (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    hash        TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    departments TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    created     BIGINT,
    until       BIGINT,
    revoked     BIGINT,
    used        BIGINT
);
CREATE TABLE sessions (
    token   TEXT COLLATE "C" NOT NULL PRIMARY KEY, -- a hash of what the cookie holds
    data    BYTEA  NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE TABLE operations (
    id      BIGINT  NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at      BIGINT,
    who     TEXT COLLATE "C" NOT NULL,
    origin  TEXT    NOT NULL,
    what    TEXT    NOT NULL,
    object  TEXT    NOT NULL,
    was     TEXT    NOT NULL,
    became  TEXT    NOT NULL
);
CREATE INDEX operations_who ON operations (who, id);
