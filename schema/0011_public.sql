-- What an organisation shows to everybody.

-- «Раздел „Наставничество“» of an organisation.
CREATE TABLE showcase (
    unit_id INTEGER PRIMARY KEY REFERENCES unit (id),
    code INTEGER NOT NULL, -- of its address
    opened INTEGER NOT NULL,
    about TEXT NOT NULL,
    contacts TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX showcase_code ON showcase (code);

-- Whom it would like to show; what is shown of them is what their consent allows now.
CREATE TABLE showcase_person (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    part TEXT NOT NULL CHECK (part IN ('team', 'mentor', 'mentee')),
    post TEXT NOT NULL,    -- «Куратор, учитель физики»
    results TEXT NOT NULL,
    photo TEXT NOT NULL DEFAULT '', -- digest of the file; '' none
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE UNIQUE INDEX showcase_person_once ON showcase_person (person_id, unit_id);
CREATE INDEX showcase_person_list ON showcase_person (unit_id, part, id);

-- Best practices: a story of a pair, with or without a name.
CREATE TABLE showcase_story (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER REFERENCES person (id), -- whose it is; NULL: nobody can be recognised in it
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX showcase_story_list ON showcase_story (unit_id, id);
CREATE INDEX showcase_story_person ON showcase_story (person_id);
