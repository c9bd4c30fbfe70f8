-- Documents: what they say of an organisation, templates, and the register.

CREATE TABLE unit_paper (
    unit_id INTEGER PRIMARY KEY REFERENCES unit (id),
    full_name TEXT NOT NULL,  -- as in the charter
    address TEXT NOT NULL,
    city TEXT NOT NULL,       -- «г. Кунгур»
    email TEXT NOT NULL,
    inn TEXT NOT NULL,
    head_post TEXT NOT NULL,  -- «директор»
    head TEXT NOT NULL,       -- surname, given name, patronymic
    basis TEXT NOT NULL,      -- on which the head acts: «Устава»
    changed_by INTEGER REFERENCES account (id),
    changed_at INTEGER NOT NULL
) STRICT;

-- Forms of a name written by hand, where the rules of grammar do not do; '': as the rules have it.
CREATE TABLE person_case (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    gender TEXT NOT NULL CHECK (gender IN ('', 'm', 'f')),
    genitive TEXT NOT NULL,
    dative TEXT NOT NULL,
    accusative TEXT NOT NULL,
    instrumental TEXT NOT NULL,
    changed_by INTEGER REFERENCES account (id),
    changed_at INTEGER NOT NULL
) STRICT;

-- What only people know, once for all papers of a programme.
CREATE TABLE paper_answer (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    name TEXT NOT NULL, -- of the field
    value TEXT NOT NULL,
    PRIMARY KEY (programme_id, name)
) STRICT, WITHOUT ROWID;

-- Templates of one's own; the newest in use at the unit or the nearest level above is taken.
CREATE TABLE paper_template (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    body BLOB NOT NULL,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    ended_at INTEGER -- back to the one before, or a newer one came
) STRICT;
CREATE UNIQUE INDEX paper_template_version ON paper_template (unit_id, kind, version);
CREATE UNIQUE INDEX paper_template_current ON paper_template (unit_id, kind) WHERE ended_at IS NULL;

-- The register. The file of a document and its scan lie in the data folder under its id.
CREATE TABLE paper (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL DEFAULT 0, -- pair or participation; 0: the programme
    year INTEGER NOT NULL,
    n INTEGER NOT NULL,       -- running in the year, of the kind and the organisation
    number TEXT NOT NULL,     -- as it is written: «12», «12-Н»
    day TEXT NOT NULL,
    title TEXT NOT NULL,      -- without names
    state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'cancelled')),
    template_id INTEGER REFERENCES paper_template (id), -- NULL: the standard one
    scan_type TEXT NOT NULL DEFAULT '', -- '': there is none
    scan_name TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', -- why it was cancelled
    published TEXT NOT NULL DEFAULT '' CHECK (published IN ('', 'file', 'scan')), -- for everybody
    version INTEGER NOT NULL DEFAULT 1,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    CHECK (state <> 'cancelled' OR reason <> ''),
    CHECK (state = 'signed' OR published = ''),
    CHECK (published <> 'scan' OR scan_type <> '')
) STRICT;
CREATE UNIQUE INDEX paper_number ON paper (unit_id, kind, year, n);
CREATE UNIQUE INDEX paper_number_text ON paper (unit_id, kind, year, number);
CREATE INDEX paper_list ON paper (programme_id, id);
CREATE INDEX paper_of_kind ON paper (programme_id, kind, subject_id, id);
CREATE INDEX paper_about ON paper (subject_id) WHERE subject_id <> 0;
CREATE INDEX paper_published ON paper (unit_id, day, id) WHERE published <> '';
CREATE INDEX paper_of_template ON paper (template_id);

-- Signed documents of a whole programme that are not cancelled: outputs of its roadmap (programme/roadmap.h).
CREATE TABLE stage_output (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    kind TEXT NOT NULL,
    paper_id INTEGER NOT NULL REFERENCES paper (id),
    number TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (programme_id, kind, paper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX stage_output_paper ON stage_output (paper_id);

CREATE TABLE paper_event (
    paper_id INTEGER NOT NULL REFERENCES paper (id),
    n INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('make', 'remake', 'scan', 'sign', 'cancel', 'publish', 'hide')),
    detail TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (paper_id, n)
) STRICT, WITHOUT ROWID;
