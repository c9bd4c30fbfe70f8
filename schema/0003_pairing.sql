-- Drafts of pairs and what comes of them.

-- The programme's own rules of pairing: weights of criteria, settings (pairing_settings.h). A criterion
-- without a row has the pack's weight, a setting without one is as usual.
CREATE TABLE weight (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    code TEXT NOT NULL,
    value INTEGER NOT NULL, -- of a weight 0..100
    PRIMARY KEY (programme_id, code)
) STRICT, WITHOUT ROWID;

-- The coordinator's word on two people: together, or never.
CREATE TABLE pair_mark (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    mentee_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    mentor_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'veto')),
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (programme_id, mentee_id, mentor_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_mark_mentee ON pair_mark (mentee_id);
CREATE INDEX pair_mark_mentor ON pair_mark (mentor_id);

-- Preference cards after the common meeting; seen by the coordinator only.
CREATE TABLE preference (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    from_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    to_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('choice', 'help', 'exclude')),
    place INTEGER NOT NULL DEFAULT 0, -- 1..3 of a choice
    PRIMARY KEY (programme_id, from_id, to_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX preference_from ON preference (from_id);
CREATE INDEX preference_to ON preference (to_id);

-- A run of the pairing, with everything it was given, so that it gives the same pairs again.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    n INTEGER NOT NULL, -- «Черновик 3»
    state TEXT NOT NULL CHECK (state IN ('running', 'whatif', 'draft', 'published', 'replaced', 'failed')),
    base_run_id INTEGER REFERENCES run (id), -- what a variant is compared with
    engine TEXT NOT NULL,  -- version of the rules and the engine
    seed INTEGER NOT NULL,
    inputs BLOB NOT NULL,  -- people, marks, weights, settings, as pairing/run.h packs them
    inputs_digest BLOB NOT NULL,
    n_mentees INTEGER NOT NULL,
    n_mentors INTEGER NOT NULL,
    n_places INTEGER NOT NULL,
    n_pairs INTEGER NOT NULL,
    score INTEGER NOT NULL,
    proved INTEGER NOT NULL, -- no set of pairs is better by its rules, and this was checked
    facts TEXT NOT NULL DEFAULT '',  -- settings and what is known of the whole, as pairing/run.h packs them
    report TEXT NOT NULL DEFAULT '', -- who got pairs, by organisation, municipality, form; likewise
    version INTEGER NOT NULL DEFAULT 1,
    created_by INTEGER REFERENCES account (id),
    created_at INTEGER NOT NULL,
    published_at INTEGER
) STRICT;
CREATE UNIQUE INDEX run_n ON run (programme_id, n);
CREATE INDEX run_state ON run (programme_id, state, n);

CREATE TABLE run_pair (
    run_id INTEGER NOT NULL REFERENCES run (id),
    mentee_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    mentor_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    sort_key TEXT NOT NULL,   -- the mentee's
    score INTEGER NOT NULL,   -- 0..100
    pinned INTEGER NOT NULL,
    changed INTEGER NOT NULL, -- against the base run: 0 same, 1 new or another mentor
    parts TEXT NOT NULL,      -- explanation, part by part, as pairing/run.h packs it
    next TEXT NOT NULL,       -- the two next best, likewise
    why TEXT NOT NULL,        -- one line: «Запрос, время»
    PRIMARY KEY (run_id, mentee_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_pair_list ON run_pair (run_id, sort_key, mentee_id);
CREATE INDEX run_pair_score ON run_pair (run_id, score, mentee_id);
CREATE INDEX run_pair_mentor ON run_pair (mentor_id, run_id);
CREATE INDEX run_pair_mentee ON run_pair (mentee_id, run_id);

CREATE TABLE run_unpaired (
    run_id INTEGER NOT NULL REFERENCES run (id),
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    sort_key TEXT NOT NULL,
    reason_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    help TEXT NOT NULL DEFAULT '', -- about this one, and what would give a pair; as pairing/run.h packs it
    PRIMARY KEY (run_id, participation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_unpaired_of ON run_unpaired (participation_id, run_id);
CREATE INDEX run_unpaired_list ON run_unpaired (run_id, side, sort_key, participation_id);

CREATE TABLE pair (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the mentee's organisation
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    mentee_id INTEGER NOT NULL REFERENCES participation (id),
    mentor_id INTEGER NOT NULL REFERENCES participation (id),
    mentee_name TEXT NOT NULL, -- full names, so that the list of pairs reads nothing but its index;
    mentor_name TEXT NOT NULL, -- person_rename corrects them together with the key
    sort_key TEXT NOT NULL, -- the mentee's
    form_code TEXT NOT NULL,
    role_model TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('agreed', 'active', 'finished', 'ended')),
    run_id INTEGER REFERENCES run (id),
    score INTEGER NOT NULL DEFAULT 0,
    shared TEXT NOT NULL DEFAULT '', -- what they share, fit for both to read
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    need_at INTEGER NOT NULL DEFAULT 0, -- a side asks for somebody: 0; else the last meeting held, or created_at
    quiet_at INTEGER, -- since when nothing was held, is planned or was said: reminders; NULL: no more of them
    quiet_n INTEGER NOT NULL DEFAULT 0, -- reminders since then
    personal INTEGER NOT NULL DEFAULT 0 CHECK (personal IN (0, 1)) -- it has a personal programme
) STRICT;
-- An entry of an index of PostgreSQL ends at 2,700 bytes: it takes the names from the table.
-- pg: CREATE INDEX pair_list ON pair (programme_id, sort_key, id);
-- sqlite: CREATE INDEX pair_list ON pair
-- sqlite:     (programme_id, sort_key, id, state, form_code, score, mentee_name, mentor_name);
CREATE INDEX pair_state ON pair (programme_id, state, sort_key, id);
CREATE INDEX pair_need ON pair (programme_id, need_at, sort_key, id) WHERE ended_at IS NULL;
CREATE INDEX pair_quiet ON pair (programme_id, quiet_at, id) WHERE ended_at IS NULL;
CREATE INDEX pair_impersonal ON pair (programme_id, sort_key, id) WHERE ended_at IS NULL AND personal = 0;
CREATE UNIQUE INDEX pair_living ON pair (mentee_id) WHERE ended_at IS NULL;
CREATE INDEX pair_mentee ON pair (mentee_id, state, id);
CREATE INDEX pair_mentor ON pair (mentor_id, state);
CREATE INDEX pair_run ON pair (run_id);

-- Pairs of a programme, of any state; counted when they are published, not by every page.
CREATE TABLE pair_total (
    programme_id INTEGER PRIMARY KEY REFERENCES programme (id),
    n INTEGER NOT NULL,
    mean INTEGER -- of the scores
) STRICT;
