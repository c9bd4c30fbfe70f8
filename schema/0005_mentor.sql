-- Mentors before their first pair: record checks, selection, training.

-- A certificate of no convictions: that there is one, its number and dates. Its content is never kept.
CREATE TABLE vetting (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the person's
    person_id INTEGER NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL, -- the first day on which it does not count any more
    recorded_by INTEGER REFERENCES account (id),
    recorded_at INTEGER NOT NULL,
    ended_at INTEGER, -- taken back before its term
    ended_by INTEGER REFERENCES account (id),
    end_reason TEXT NOT NULL DEFAULT '',
    CHECK (issued_on < expires_on),
    CHECK ((ended_at IS NULL) = (end_reason = ''))
) STRICT;
CREATE INDEX vetting_person ON vetting (person_id, expires_on, id);
CREATE INDEX vetting_unit ON vetting (unit_id, expires_on, id);
CREATE INDEX vetting_expiry ON vetting (expires_on, id);

-- What people were told of a certificate: each step once.
CREATE TABLE vetting_notice (
    vetting_id INTEGER NOT NULL REFERENCES vetting (id),
    step TEXT NOT NULL CHECK (step IN ('soon', 'over')),
    told_at INTEGER NOT NULL,
    PRIMARY KEY (vetting_id, step)
) STRICT, WITHOUT ROWID;
