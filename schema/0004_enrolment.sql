-- Applications to a programme and what is decided about them.

-- The public door of a programme; a programme that never opened one has no row.
CREATE TABLE enrolment (
    programme_id INTEGER PRIMARY KEY REFERENCES programme (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    code INTEGER NOT NULL UNIQUE, -- of the address on the poster: nine digits by chance
    opened INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    mentees INTEGER NOT NULL, -- who may apply
    mentors INTEGER NOT NULL,
    forms TEXT NOT NULL,      -- codes parted by ';'
    mentee_places INTEGER NOT NULL DEFAULT 0, -- 0: no limit
    mentor_places INTEGER NOT NULL DEFAULT 0,
    about TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '', -- who answers questions
    changed_by INTEGER REFERENCES account (id),
    changed_at INTEGER NOT NULL,
    CHECK (from_on <= to_on)
) STRICT;

-- A link by which a class teacher writes down a list.
CREATE TABLE enrolment_teacher (
    id INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL, -- whom it was given to: «Белова, 7 „Б“»
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enrolment_teacher_of ON enrolment_teacher (programme_id, id);

-- An application, until it is decided; its personal data goes soon after (programme/application.h).
CREATE TABLE application (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    author TEXT NOT NULL CHECK (author IN ('self', 'representative', 'teacher')),
    teacher_id INTEGER REFERENCES enrolment_teacher (id),
    state TEXT NOT NULL CHECK (state IN ('unsigned', 'new', 'waiting', 'approved', 'refused', 'withdrawn')),
    digest BLOB, -- of all that was typed: the same sent again is the same application
    surname TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    birth_year INTEGER NOT NULL, -- 0: cleared
    form_code TEXT NOT NULL,
    category TEXT NOT NULL, -- request-categories.tsv
    request TEXT NOT NULL,
    place TEXT NOT NULL,
    competencies TEXT NOT NULL,
    achievements TEXT NOT NULL,
    interests TEXT NOT NULL,
    age_wish TEXT NOT NULL,
    time_resource TEXT NOT NULL,
    phone TEXT NOT NULL, -- the participant's own
    email TEXT NOT NULL,
    representative TEXT NOT NULL, -- full name
    representative_phone TEXT NOT NULL,
    representative_email TEXT NOT NULL,
    ip TEXT NOT NULL,   -- to bound how many come from one address
    known TEXT NOT NULL DEFAULT '' CHECK (known IN ('', 'same', 'new')), -- the coordinator's word on person_id
    person_id INTEGER REFERENCES person (id),
    participation_id INTEGER REFERENCES participation (id),
    reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL, -- every signature is there (until then: created_at): the order of the queue
    decided_at INTEGER, -- the end: approved, refused, withdrawn
    decided_by INTEGER REFERENCES account (id),
    cleared_at INTEGER, -- when the personal data went
    CHECK (reason <> '' OR state <> 'refused')
) STRICT;
CREATE UNIQUE INDEX application_once ON application (programme_id, digest);
CREATE INDEX application_queue ON application (programme_id, side, state, queued_at, id);
CREATE INDEX application_from ON application (programme_id, ip, created_at);
CREATE INDEX application_teacher ON application (teacher_id, id);
CREATE INDEX application_state ON application (state, created_at);
CREATE INDEX application_clear ON application (cleared_at, decided_at);
CREATE INDEX application_person ON application (person_id);
CREATE INDEX application_participation ON application (participation_id);

-- Signatures before there is a person; at the approval they become consents.
CREATE TABLE application_consent (
    application_id INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, -- of the text
    relation TEXT NOT NULL CHECK (relation IN ('self', 'representative')),
    text_id INTEGER NOT NULL REFERENCES consent_text (id),
    given_by TEXT NOT NULL,
    given_on TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, kind, relation)
) STRICT, WITHOUT ROWID;

-- A change of a methodology that is not published yet: these files instead of those of the version it was begun
-- from (programme/methodology_edit.h).
CREATE TABLE pack_draft (
    pack_id INTEGER NOT NULL REFERENCES pack (id),
    name TEXT NOT NULL,
    body BLOB NOT NULL,
    changed_by INTEGER REFERENCES account (id),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (pack_id, name)
) STRICT, WITHOUT ROWID;
