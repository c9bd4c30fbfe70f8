-- Teachers: personal programmes, open lessons and visits, addenda.

-- A personal programme of a pair; a row is an edition. What was approved never changes: a change is
-- the next edition, and the approved one is in force until that one is approved.
CREATE TABLE personal (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the pair's
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    edition INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'council', 'approved', 'finished', 'ended', 'replaced')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    types TEXT NOT NULL DEFAULT '', -- codes of mentoring-types.tsv parted by ';'
    council TEXT NOT NULL DEFAULT '', -- which one agreed
    protocol_no TEXT NOT NULL DEFAULT '',
    protocol_on TEXT NOT NULL DEFAULT '',
    order_no TEXT NOT NULL DEFAULT '', -- of the head
    order_on TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1, -- grows with every change: two editors are told
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK (order_on <> '' OR state NOT IN ('approved', 'finished', 'ended', 'replaced')),
    CHECK (protocol_on <> '' OR state IN ('draft', 'review'))
) STRICT;
CREATE UNIQUE INDEX personal_edition ON personal (pair_id, edition);
CREATE INDEX personal_list ON personal (programme_id, id);

-- A part of it, by the pack's personal-sections.tsv.
CREATE TABLE personal_part (
    personal_id INTEGER NOT NULL REFERENCES personal (id),
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (personal_id, code)
) STRICT, WITHOUT ROWID;

-- A row of its plan. The key stays the same in every edition.
CREATE TABLE personal_step (
    personal_id INTEGER NOT NULL REFERENCES personal (id),
    key INTEGER NOT NULL,
    stage TEXT NOT NULL,     -- of personal-stages.tsv
    task TEXT NOT NULL,      -- of personal-tasks.tsv, '' their own
    direction TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    who TEXT NOT NULL,
    result TEXT NOT NULL,
    due_on TEXT NOT NULL,
    PRIMARY KEY (personal_id, key)
) STRICT, WITHOUT ROWID;

-- What of the plan is done; the same for all editions.
CREATE TABLE personal_mark (
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    key INTEGER NOT NULL,
    done_on TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '', -- what came of it
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (pair_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE personal_event (
    personal_id INTEGER NOT NULL REFERENCES personal (id),
    n INTEGER NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (personal_id, n),
    CHECK (reason <> '' OR action NOT IN ('return', 'end'))
) STRICT, WITHOUT ROWID;

-- A lesson that others come to: open, or a visit of one of the pair to the other.
CREATE TABLE lesson (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the teacher's organisation
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    teacher_id INTEGER NOT NULL REFERENCES person (id), -- who gives it: either of the pair
    kind TEXT NOT NULL CHECK (kind IN ('open', 'visit')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    held_on TEXT NOT NULL,
    class TEXT NOT NULL,
    subject TEXT NOT NULL,
    topic TEXT NOT NULL,
    plan TEXT NOT NULL DEFAULT '',    -- made with the mentor
    summary TEXT NOT NULL DEFAULT '', -- the mentor's
    advice TEXT NOT NULL DEFAULT '',
    summary_by INTEGER REFERENCES account (id),
    summary_at INTEGER,
    reason TEXT NOT NULL DEFAULT '',  -- why it was cancelled
    published_at INTEGER,             -- NULL: not on the public page
    published_by INTEGER REFERENCES account (id),
    n_sheets INTEGER NOT NULL DEFAULT 0, -- sheets given, and the sum of their sums: the log reads no more
    total INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    CHECK (state <> 'cancelled' OR reason <> ''),
    CHECK (published_at IS NULL OR state = 'held')
) STRICT;
CREATE INDEX lesson_log ON lesson (programme_id, held_on, id);
CREATE INDEX lesson_pair ON lesson (pair_id, held_on, id);
CREATE INDEX lesson_teacher ON lesson (teacher_id, held_on, id);
CREATE INDEX lesson_public ON lesson (unit_id, published_at, id);

-- Who is asked to come, and the sheet that they filled.
CREATE TABLE lesson_visit (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    lesson_id INTEGER NOT NULL REFERENCES lesson (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    invited_by INTEGER REFERENCES account (id),
    invited_at INTEGER NOT NULL,
    total INTEGER, -- sum of the marks; NULL: no sheet yet
    comment TEXT NOT NULL DEFAULT '',
    filled_by INTEGER REFERENCES account (id), -- by the coordinator from paper, or by the visitor
    filled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX lesson_visit_once ON lesson_visit (lesson_id, person_id);
CREATE INDEX lesson_visit_person ON lesson_visit (person_id, id);

CREATE TABLE lesson_mark (
    visit_id INTEGER NOT NULL REFERENCES lesson_visit (id),
    item TEXT NOT NULL, -- of lesson-items.tsv
    mark INTEGER NOT NULL CHECK (mark IN (0, 1, 2)),
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (visit_id, item)
) STRICT, WITHOUT ROWID;

-- An addendum to the employment contract of a mentor (ст. 351.8 ТК РФ), from the consent on.
CREATE TABLE addendum (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the mentor's employer
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    participation_id INTEGER NOT NULL REFERENCES participation (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('offered', 'consented', 'declined', 'signed', 'notice', 'ended', 'expired', 'withdrawn')),
    content TEXT NOT NULL, -- of the work
    form TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    pay TEXT NOT NULL, -- size and conditions: for the employer and the mentor alone
    consent_on TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    signed_on TEXT NOT NULL DEFAULT '',
    notice_side TEXT NOT NULL DEFAULT '' CHECK (notice_side IN ('', 'mentor', 'employer')),
    notice_on TEXT NOT NULL DEFAULT '', -- the day the other side got it
    stops_on TEXT NOT NULL DEFAULT '',  -- the first day without mentoring
    reminded_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK (consent_on <> '' OR state IN ('offered', 'declined', 'withdrawn')),
    CHECK (signed_on <> '' OR state NOT IN ('signed', 'notice', 'ended', 'expired')),
    CHECK ((stops_on <> '') = (state IN ('notice', 'ended')))
) STRICT;
CREATE INDEX addendum_list ON addendum (programme_id, id);
CREATE INDEX addendum_person ON addendum (person_id, state, id);
CREATE INDEX addendum_mentor ON addendum (participation_id, id);
CREATE INDEX addendum_term ON addendum (state, ends_on, id);
CREATE INDEX addendum_stop ON addendum (state, stops_on, id);

CREATE TABLE addendum_event (
    addendum_id INTEGER NOT NULL REFERENCES addendum (id),
    n INTEGER NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id), -- NULL: the program itself
    PRIMARY KEY (addendum_id, n),
    CHECK (reason <> '' OR action NOT IN ('decline', 'withdraw', 'notice'))
) STRICT, WITHOUT ROWID;

-- What the evidence for a mentor's category has beside what the system gathers.
CREATE TABLE evidence_item (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    criterion TEXT NOT NULL, -- of evidence-criteria.tsv
    happened_on TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_of ON evidence_item (person_id, happened_on, id);
