-- Questionnaires: sheets, invitations, answers.

-- A questionnaire of an organisation, or of one of its programmes. Those of the pack are not here.
CREATE TABLE survey (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER REFERENCES programme (id), -- NULL: for every programme of the unit and below
    title TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('mentee', 'mentor', 'any', 'parent')), -- any: mentees and mentors
    form_code TEXT NOT NULL DEFAULT '',             -- '': people of every form
    version INTEGER NOT NULL DEFAULT 1,             -- grows with every change: two editors are told
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE INDEX survey_unit ON survey (unit_id, id);
CREATE INDEX survey_programme ON survey (programme_id, id);

-- The words of a questionnaire at one version. A published one never changes: answers point at it.
CREATE TABLE survey_sheet (
    id INTEGER PRIMARY KEY,
    pack_id INTEGER REFERENCES pack (id),     -- of the pack: its form, side and phase
    form_code TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    phase TEXT NOT NULL DEFAULT '',
    survey_id INTEGER REFERENCES survey (id), -- or one's own: its n-th version
    n INTEGER NOT NULL DEFAULT 1,
    published_at INTEGER,                     -- NULL: the draft of the next version
    CHECK ((pack_id IS NULL) <> (survey_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX survey_sheet_pack ON survey_sheet (pack_id, form_code, role, phase);
CREATE UNIQUE INDEX survey_sheet_own ON survey_sheet (survey_id, n);

CREATE TABLE survey_item (
    sheet_id INTEGER NOT NULL REFERENCES survey_sheet (id),
    n INTEGER NOT NULL, -- 1..
    kind TEXT NOT NULL CHECK (kind IN ('scale10', 'open', 'bool', 'frequency5', 'person_rank3', 'person_multi')),
    text TEXT NOT NULL,
    metric TEXT NOT NULL DEFAULT '',
    required INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, n)
) STRICT, WITHOUT ROWID;

-- One sending to a programme: «анкетирование на входе». Closed by a person or by its day.
CREATE TABLE survey_round (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the programme's
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    survey_id INTEGER REFERENCES survey (id),      -- NULL: the sheets of the pack
    phase TEXT NOT NULL CHECK (phase IN ('before', 'after', 'other')),
    closes_on TEXT NOT NULL,
    remind_days INTEGER NOT NULL DEFAULT 0,        -- 0: nobody is reminded
    sent INTEGER NOT NULL DEFAULT 0,               -- sheets; the same as the sums of survey_count
    done INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    opened_at INTEGER NOT NULL,
    opened_by INTEGER REFERENCES account (id),
    closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX survey_round_once ON survey_round (programme_id, phase) WHERE survey_id IS NULL;
CREATE INDEX survey_round_list ON survey_round (programme_id, id);
CREATE INDEX survey_round_open ON survey_round (id) WHERE closed_at IS NULL;
CREATE INDEX survey_round_of ON survey_round (survey_id, id);

-- The sheet of one participant, or of a parent about one. What was answered to closed items stands in marks, a letter an
-- item in their order: '0' no, '1'..'9' and 'A' (ten), '-' nothing yet. So an answer is one small
-- update, and all answers of a sheet are read in one piece.
CREATE TABLE survey_response (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),  -- the participant's
    participation_id INTEGER NOT NULL REFERENCES participation (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role = 'mentee' OR role = 'mentor' OR role = 'parent'), -- parent: a minor's parent answers
    form_code TEXT NOT NULL,
    sort_key TEXT NOT NULL,                         -- the person's name_key
    sheet_id INTEGER REFERENCES survey_sheet (id),  -- NULL until the first answer: then these words stay
    marks TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'begun' OR state = 'done'),
    method TEXT NOT NULL DEFAULT '' CHECK (method = '' OR method = 'account' OR method = 'link' OR method = 'paper'),
    token_hash BLOB UNIQUE,                         -- NULL: no link, or withdrawn
    link_n INTEGER NOT NULL DEFAULT 0,              -- which link: a new one stops the one before
    told_at INTEGER NOT NULL,                       -- when the person was last told or reminded
    done_at INTEGER,
    released INTEGER NOT NULL DEFAULT 0             -- counted in the results (survey.h says when)
) STRICT;
CREATE UNIQUE INDEX survey_response_once ON survey_response (round_id, participation_id, role);
CREATE INDEX survey_response_list ON survey_response (round_id, sort_key, id);
CREATE INDEX survey_response_due ON survey_response (round_id, told_at) WHERE state <> 'done';
CREATE INDEX survey_response_ripe ON survey_response (round_id, role, form_code, sheet_id, done_at) WHERE state = 'done' AND released = 0;
CREATE INDEX survey_response_begun ON survey_response (round_id) WHERE state = 'begun';
CREATE INDEX survey_response_person ON survey_response (person_id, id);
CREATE INDEX survey_response_of ON survey_response (participation_id);

-- Answers in words. shuffle orders them so that nobody is known by the place. Kept in that order, for the pages that list
-- them: in the order of sheets each answer was a page of the file to be read.
CREATE TABLE survey_text (
    response_id INTEGER NOT NULL REFERENCES survey_response (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    sheet_id INTEGER NOT NULL REFERENCES survey_sheet (id),
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    released INTEGER NOT NULL DEFAULT 0,
    shuffle INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (round_id, sheet_id, role, form_code, n, released, shuffle, response_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX survey_text_of ON survey_text (response_id, n);

-- Answers that name people; place 1..3 of a rank, 0 of a plain list.
CREATE TABLE survey_choice (
    response_id INTEGER NOT NULL REFERENCES survey_response (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    participation_id INTEGER NOT NULL REFERENCES participation (id),
    place INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (response_id, n, participation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_choice_of ON survey_choice (participation_id);

-- Sheets sent and answered, by place, side and form.
CREATE TABLE survey_count (
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    phase TEXT NOT NULL,
    sent INTEGER NOT NULL,
    done INTEGER NOT NULL,
    sort_key TEXT NOT NULL DEFAULT '', -- the unit's name_key when it was sent
    PRIMARY KEY (round_id, unit_id, role, form_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_count_unit ON survey_count (unit_id, phase);
CREATE INDEX survey_count_list ON survey_count (round_id, sort_key, unit_id);

-- The sums of survey_count over all units.
CREATE TABLE survey_total (
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    sent INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (round_id, role, form_code)
) STRICT, WITHOUT ROWID;

-- How often each answer was given, of released sheets: a page of results reads nothing else.
CREATE TABLE survey_tally (
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    sheet_id INTEGER NOT NULL REFERENCES survey_sheet (id),
    n INTEGER NOT NULL,     -- item; 0: sheets
    value INTEGER NOT NULL, -- -1: in words
    times INTEGER NOT NULL,
    PRIMARY KEY (round_id, role, form_code, sheet_id, n, value)
) STRICT, WITHOUT ROWID;

-- Before and after of one participant, side by side and of released sheets only: what monitoring
-- reads, a subtree in one walk. survey_id 0: the sheets of the pack.
CREATE TABLE survey_result (
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the participant's
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    participation_id INTEGER NOT NULL REFERENCES participation (id),
    survey_id INTEGER NOT NULL,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    before_sheet INTEGER NOT NULL DEFAULT 0, -- 0: none
    before_marks TEXT NOT NULL DEFAULT '',
    before_at INTEGER NOT NULL DEFAULT 0,
    after_sheet INTEGER NOT NULL DEFAULT 0,
    after_marks TEXT NOT NULL DEFAULT '',
    after_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (unit_id, role, form_code, participation_id, survey_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_result_of ON survey_result (participation_id);

-- How many participants of a programme gave each pair of values before and after, metric by metric
-- (programme/survey_change.c writes and reads the cells): the sums of survey_result. Sheet 0: none.
CREATE TABLE survey_change (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    role TEXT NOT NULL,
    form_code TEXT NOT NULL,
    before_sheet INTEGER NOT NULL,
    after_sheet INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (programme_id, role, form_code, before_sheet, after_sheet)
) STRICT, WITHOUT ROWID;
