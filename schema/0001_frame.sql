-- The tree, people, accounts, and what the frame itself needs.
-- Ids are made by the application (base/id.h). Times: UTC milliseconds. Days: text 2026-11-05.
-- Booleans: 0 or 1. Every row that belongs to an organisation carries its unit.
-- In tables of people a CHECK of more than two words is written with OR: for IN, SQLite builds a
-- table of the words at every insert, which costs more than the insert.

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES unit (id),
    kind TEXT NOT NULL CHECK (kind IN ('federation', 'region', 'municipality', 'organisation', 'partner')),
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    name_key TEXT NOT NULL,           -- utf8_key(name), for search and order
    region_code TEXT,                 -- methodology/regions.tsv, regions only
    utc_offset INTEGER NOT NULL DEFAULT 180, -- minutes
    phone TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX unit_children ON unit (parent_id, name_key, id);
CREATE INDEX unit_by_name ON unit (name_key, id);
CREATE UNIQUE INDEX unit_region ON unit (region_code);

-- The words of every unit's name: search by the beginning of a word in any subtree.
CREATE TABLE unit_word (
    word TEXT NOT NULL, -- of name_key
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (word, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_word_of ON unit_word (unit_id);

-- Every unit with each of its ancestors and itself: one look-up answers «is A above B».
CREATE TABLE unit_up (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    ancestor_id INTEGER NOT NULL REFERENCES unit (id),
    depth INTEGER NOT NULL, -- 0: itself
    kind TEXT NOT NULL DEFAULT '',     -- of the unit: what is below is listed by name without
    name_key TEXT NOT NULL DEFAULT '', -- reading all of it
    PRIMARY KEY (unit_id, ancestor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_listed ON unit_up (ancestor_id, kind, name_key, unit_id);
CREATE INDEX unit_down ON unit_up (ancestor_id, depth, unit_id);
CREATE UNIQUE INDEX unit_path ON unit_up (unit_id, depth, ancestor_id); -- every page has one, in order

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    surname TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL, -- utf8_key of the three
    birth_year INTEGER,
    import_id INTEGER,      -- the upload that made this person; for undo, with import.first_id
    created_at INTEGER NOT NULL,
    erased_at INTEGER
) STRICT;
CREATE INDEX person_same ON person (unit_id, name_key, birth_year);

CREATE TABLE person_contact (
    person_id INTEGER NOT NULL REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL CHECK (kind = 'phone' OR kind = 'email' OR kind = 'link' OR kind = 'other'),
    value TEXT NOT NULL,          -- phone: +7XXXXXXXXXX
    owner TEXT NOT NULL DEFAULT 'self' CHECK (owner IN ('self', 'representative')),
    note TEXT NOT NULL DEFAULT '', -- «мама Ольга»
    import_id INTEGER,            -- the upload that brought it; for undo
    PRIMARY KEY (person_id, kind, value)
) STRICT, WITHOUT ROWID;

-- A legal representative of a minor.
CREATE TABLE representative (
    person_id INTEGER NOT NULL REFERENCES person (id),
    minor_id INTEGER NOT NULL REFERENCES person (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL DEFAULT 'parent',
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, minor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX representative_of ON representative (minor_id, person_id);

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,      -- lower case
    password_hash TEXT,              -- argon2id; NULL until set
    person_id INTEGER REFERENCES person (id),
    display_name TEXT NOT NULL,      -- «Е. П. Соколова»
    email TEXT NOT NULL DEFAULT '',
    totp_secret BLOB,                -- sealed with the key of the installation; NULL: not enrolled
    totp_last INTEGER NOT NULL DEFAULT 0, -- the last 30-second step used: a code works once
    demo INTEGER NOT NULL DEFAULT 0, -- offered on the sign-in page of a demo server
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_email ON account (email);
CREATE INDEX account_sealed ON account (id) WHERE totp_secret IS NOT NULL;
CREATE INDEX account_demo ON account (demo, id);

-- One-time codes for a lost telephone; a used one is deleted.
CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES account (id),
    code_hash BLOB NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_grant (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    role INTEGER NOT NULL, -- enum role
    sort_key TEXT NOT NULL DEFAULT '', -- the person's name_key: order and search of lists by one index
    granted_by INTEGER REFERENCES account (id),
    granted_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX role_grant_once ON role_grant (account_id, role, unit_id); -- the strongest first
CREATE INDEX role_grant_unit ON role_grant (unit_id, role, account_id);
CREATE INDEX role_grant_list ON role_grant (unit_id, sort_key, id);

CREATE TABLE invite (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    role INTEGER NOT NULL,
    person_id INTEGER REFERENCES person (id), -- the person this invitation is for, if known
    name TEXT NOT NULL DEFAULT '',
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX invite_unit ON invite (unit_id, created_at);
CREATE INDEX invite_person ON invite (person_id);

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    second_factor INTEGER NOT NULL DEFAULT 0, -- the code was given, or a demo sign-in
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ip TEXT NOT NULL,
    agent TEXT NOT NULL -- what the browser says of itself, cut to 200
) STRICT;
CREATE INDEX session_account ON session (account_id, seen_at);
CREATE INDEX session_seen ON session (seen_at);

-- Slow-down on guessing: one row a key (login, address).
CREATE TABLE throttle (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A form's one-time token and where its first answer went.
CREATE TABLE once_token (
    token BLOB PRIMARY KEY,
    location TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_token_age ON once_token (created_at);

-- What was typed when the session had expired, until the person is back.
CREATE TABLE kept_form (
    key_hash BLOB PRIMARY KEY,
    path TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_form_age ON kept_form (created_at);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY, -- carries the time
    unit_id INTEGER,        -- NULL: the installation
    account_id INTEGER,
    on_behalf_of INTEGER,   -- person
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL DEFAULT '',
    object_id INTEGER,
    detail TEXT NOT NULL DEFAULT '',
    ip TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_unit ON audit (unit_id, id);
CREATE INDEX audit_unit_kind ON audit (unit_id, object_kind, id);
CREATE INDEX audit_kind ON audit (object_kind, id);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    object_id INTEGER NOT NULL,
    account_id INTEGER,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    result TEXT NOT NULL DEFAULT '', -- words for the person
    tries INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_object ON job (kind, object_id, id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail')),
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX outbox_address ON outbox (address); -- whoever's data are destroyed

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    path TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
CREATE INDEX notice_of ON notice (person_id, id);
CREATE INDEX notice_unread ON notice (person_id, read_at);
