-- Methodology packs, programmes, consents, registries and their uploads.

-- A published version of a pack never changes; running programmes keep theirs.
CREATE TABLE pack (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    digest TEXT NOT NULL, -- of all files, hex
    loaded_at INTEGER NOT NULL,
    current INTEGER NOT NULL -- new programmes take this version
) STRICT;
CREATE UNIQUE INDEX pack_version ON pack (code, version);
CREATE INDEX pack_current ON pack (current, code);

-- The files as they came; the program parses them once per version.
CREATE TABLE pack_file (
    pack_id INTEGER NOT NULL REFERENCES pack (id),
    name TEXT NOT NULL, -- forms.tsv, topics/terms.tsv …
    body BLOB NOT NULL,
    PRIMARY KEY (pack_id, name)
) STRICT, WITHOUT ROWID;

-- Texts of consents, by version. A given consent points at the very words.
CREATE TABLE consent_text (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind TEXT NOT NULL, -- processing, participation, contact, distribution
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX consent_text_version ON consent_text (unit_id, kind, version);

-- Who consented to what text version, when, how it was given, and who recorded it.
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER NOT NULL REFERENCES person (id), -- whose data
    text_id INTEGER NOT NULL REFERENCES consent_text (id),
    given_by_id INTEGER REFERENCES person (id),        -- the representative, when known as a person
    given_by TEXT NOT NULL,                            -- name as written on the paper
    relation TEXT NOT NULL CHECK (relation IN ('self', 'representative')),
    method TEXT NOT NULL CHECK (method IN ('paper', 'site')),
    given_on TEXT NOT NULL,
    recorded_by INTEGER REFERENCES account (id),       -- NULL: the person, by a link, without an account
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    fields INTEGER NOT NULL DEFAULT 0, -- of a publication: what may be shown, bits of identity/consent.h
    CHECK (recorded_by IS NOT NULL OR method = 'site')
) STRICT;
CREATE INDEX consent_given_by ON consent (given_by_id);
CREATE INDEX consent_person ON consent (person_id, text_id, withdrawn_at);

-- What must be destroyed because a consent to the processing of data was taken back (identity/erasure.h). Rows stay:
-- they are the journal of destruction.
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    asked_at INTEGER NOT NULL,
    due_on TEXT NOT NULL, -- the last day
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'destroyed', 'renewed')), -- renewed: consented again
    ended_at INTEGER,
    ended_by INTEGER REFERENCES account (id), -- NULL: the program itself
    CHECK ((ended_at IS NULL) = (outcome = ''))
) STRICT;
CREATE UNIQUE INDEX erasure_open ON erasure (person_id) WHERE ended_at IS NULL;
CREATE INDEX erasure_due ON erasure (due_on, id) WHERE ended_at IS NULL;
CREATE INDEX erasure_unit ON erasure (unit_id, ended_at, due_on, id);

CREATE TABLE programme (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    pack_id INTEGER NOT NULL REFERENCES pack (id),
    title TEXT NOT NULL,
    code TEXT,                -- unique in the installation: what commands call it by
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'preparation', 'enrolment', 'selection', 'matching', 'active',
                                         'finishing', 'finished', 'archived', 'suspended', 'cancelled')),
    resume_to TEXT NOT NULL DEFAULT '', -- while it is suspended: where it goes on
    hours_per_mentee INTEGER NOT NULL DEFAULT 4, -- a month
    max_mentees INTEGER NOT NULL DEFAULT 5,      -- of one mentor
    meeting_days INTEGER NOT NULL DEFAULT 0,     -- a pair meets at least once in so many; 0: as the pack has it
    meetings_least INTEGER NOT NULL DEFAULT 0,   -- least number of meetings of a pair; 0: as the pack has it
    across TEXT NOT NULL CHECK (across IN ('organisation', 'other', 'municipality', 'region', 'any')),
    version INTEGER NOT NULL DEFAULT 1,          -- grows with every change: two editors are told
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    CHECK ((state = 'suspended') = (resume_to <> ''))
) STRICT;
CREATE UNIQUE INDEX programme_code ON programme (code);
CREATE INDEX programme_unit ON programme (unit_id, starts_on, id);

CREATE TABLE programme_form (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    form_code TEXT NOT NULL,
    PRIMARY KEY (programme_id, form_code)
) STRICT, WITHOUT ROWID;

-- An uploaded registry: file, then rows, then people; undone as a whole.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'columns', 'checking', 'ready', 'applying', 'applied', 'undone', 'failed')),
    head_row INTEGER NOT NULL DEFAULT 0,
    n_rows INTEGER NOT NULL DEFAULT 0,
    n_hidden INTEGER NOT NULL DEFAULT 0, -- rows that the file hides,
    hidden_rows TEXT NOT NULL DEFAULT '', -- the first of them: «12, 15»
    n_checked INTEGER NOT NULL DEFAULT 0, -- rows below the head
    checked_at INTEGER NOT NULL DEFAULT 0, -- an id as old as the check of the rows by these columns; 0: none
    n_ready INTEGER NOT NULL DEFAULT 0,
    n_bad INTEGER NOT NULL DEFAULT 0,
    n_similar INTEGER NOT NULL DEFAULT 0,
    n_skipped INTEGER NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '', -- why it failed
    first_id INTEGER NOT NULL DEFAULT 0, -- ids of everything it loaded lie between these two, so that
    last_id INTEGER NOT NULL DEFAULT 0,  -- undo needs no index by upload
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    applied_at INTEGER,
    undone_at INTEGER,
    forgotten_at INTEGER -- its file and rows are gone, the numbers stay
) STRICT;
CREATE INDEX import_programme ON import (programme_id, id);
CREATE INDEX import_kept ON import (created_at, id) WHERE forgotten_at IS NULL;
CREATE INDEX import_state ON import (state, id);

-- Columns of the file and what they mean; code '' = not used.
CREATE TABLE import_column (
    import_id INTEGER NOT NULL REFERENCES import (id),
    n INTEGER NOT NULL, -- 0-based column of the file
    title TEXT NOT NULL,
    sample TEXT NOT NULL,
    code TEXT NOT NULL,
    sure INTEGER NOT NULL, -- 0..100
    PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;

-- The rows of the file in order, many in one value, packed by the module; gone when they are loaded.
-- A row is ready to load unless import_row says otherwise.
CREATE TABLE import_block (
    import_id INTEGER NOT NULL REFERENCES import (id),
    last_row INTEGER NOT NULL, -- row_no of its last row
    packed BLOB NOT NULL,
    PRIMARY KEY (import_id, last_row)
) STRICT;

-- Rows that something is known or said about.
CREATE TABLE import_row (
    import_id INTEGER NOT NULL REFERENCES import (id),
    row_no INTEGER NOT NULL,  -- as the person sees it in the spreadsheet
    cells TEXT NOT NULL,      -- the row's cells as they are now, packed likewise
    state TEXT NOT NULL CHECK (state = 'ready' OR state = 'bad' OR state = 'similar' OR state = 'skip' OR state = 'applied'),
    decision TEXT NOT NULL DEFAULT '' CHECK (decision = '' OR decision = 'skip' OR decision = 'same' OR decision = 'new'),
    person_id INTEGER,        -- the person recognised or asked about
    PRIMARY KEY (import_id, row_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_state ON import_row (import_id, state, row_no);

CREATE TABLE import_problem (
    import_id INTEGER NOT NULL REFERENCES import (id),
    row_no INTEGER NOT NULL,
    code TEXT NOT NULL,    -- registry column
    title TEXT NOT NULL,   -- the column's name
    value TEXT NOT NULL,   -- what is in the file
    message TEXT NOT NULL,
    note INTEGER NOT NULL, -- 1: the value was used all the same
    PRIMARY KEY (import_id, row_no, code)
) STRICT, WITHOUT ROWID;

-- A person in a programme, on one side: a row of the registry.
CREATE TABLE participation (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    sort_key TEXT NOT NULL, -- the person's name_key: order and search of lists by one index
    state TEXT NOT NULL, -- programme/participation_state.h
    form_code TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',        -- work or study, as written
    request TEXT NOT NULL DEFAULT '',      -- mentee
    competencies TEXT NOT NULL DEFAULT '', -- mentor, as the next four
    achievements TEXT NOT NULL DEFAULT '',
    interests TEXT NOT NULL DEFAULT '',
    age_wish TEXT NOT NULL DEFAULT '',
    time_resource TEXT NOT NULL DEFAULT '',
    more_places INTEGER NOT NULL DEFAULT 0, -- of a mentor: beyond what the hours give
    joined_on TEXT NOT NULL DEFAULT '',
    finished_on TEXT NOT NULL DEFAULT '',
    results TEXT NOT NULL DEFAULT '',
    case_link TEXT NOT NULL DEFAULT '',
    completion_mark INTEGER NOT NULL DEFAULT 0,
    import_id INTEGER,
    created_at INTEGER NOT NULL,
    CHECK (state = 'in_base' OR state = 'paired' OR state = 'left'
           OR side = 'mentee' AND (state = 'applied' OR state = 'matching' OR state = 'finished')
           OR side = 'mentor' AND (state = 'review' OR state = 'approved' OR state = 'training' OR state = 'ready'
                                   OR state = 'resting' OR state = 'declined' OR state = 'blocked'))
) STRICT;
CREATE UNIQUE INDEX participation_once ON participation (person_id, programme_id, side);
CREATE INDEX participation_list ON participation (programme_id, side, sort_key, id);
CREATE INDEX participation_state ON participation (programme_id, side, state, sort_key, id);
-- Mentees who wait for a mentor, by their forms.
CREATE INDEX participation_waiting ON participation (programme_id, form_code)
    WHERE side = 'mentee' AND state IN ('in_base', 'matching');

-- How many rows of a programme are in each state, so that no page counts them (programme/total.h).
CREATE TABLE total (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    what TEXT NOT NULL CHECK (what IN ('participation', 'application', 'pair', 'meeting', 'paper')),
    kind TEXT NOT NULL, -- side of a participation or an application, kind of a paper, '' of a pair or a meeting that was held
    state TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (programme_id, what, kind, state)
) STRICT, WITHOUT ROWID;

-- Changes of the state of a person in a programme. That they came into the base is in their own row.
CREATE TABLE participation_event (
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id), -- NULL: the program itself
    PRIMARY KEY (participation_id, n),
    CHECK (from_state <> to_state),
    CHECK (reason <> '' OR action NOT IN ('accept', 'decline', 'leave', 'block', 'unblock', 'unpair'))
) STRICT, WITHOUT ROWID;

-- A step of the roadmap that is done (the pack says which exist).
CREATE TABLE stage_mark (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    stage_code TEXT NOT NULL,
    item TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    done_by INTEGER REFERENCES account (id),
    PRIMARY KEY (programme_id, stage_code, item)
) STRICT, WITHOUT ROWID;

-- What a programme decided about a stage; a stage without a row stands as the pack has it.
CREATE TABLE stage (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    stage_code TEXT NOT NULL,
    starts_on TEXT NOT NULL DEFAULT '', -- '': by the pack
    due_on TEXT NOT NULL DEFAULT '',
    left_at INTEGER,
    left_by INTEGER REFERENCES account (id),
    missing TEXT NOT NULL DEFAULT '', -- outputs that were not there, and why it was left all the same
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (programme_id, stage_code),
    CHECK (starts_on <= due_on),
    CHECK (missing = '' OR reason <> '')
) STRICT, WITHOUT ROWID;

-- Steps whose day was moved by itself.
CREATE TABLE step_date (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    stage_code TEXT NOT NULL,
    item TEXT NOT NULL,
    due_on TEXT NOT NULL,
    moved_at INTEGER NOT NULL,
    moved_by INTEGER REFERENCES account (id),
    PRIMARY KEY (programme_id, stage_code, item)
) STRICT, WITHOUT ROWID;

-- What happened to a programme: changes of its state, and what was done on its roadmap.
CREATE TABLE programme_event (
    id INTEGER PRIMARY KEY,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL DEFAULT '', -- both '': the state stayed
    to_state TEXT NOT NULL DEFAULT '',
    stage_code TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '', -- the step, the new dates, what was missing
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id), -- NULL: the program itself
    CHECK (from_state <> to_state OR to_state = ''),
    CHECK (reason <> '' OR action NOT IN ('suspend', 'cancel', 'reopen', 'stage_reopen'))
) STRICT;
CREATE INDEX programme_event_list ON programme_event (programme_id, id);
