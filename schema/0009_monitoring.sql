-- Monitoring: rubric, SWOT, indicators and their snapshots.

-- The rubric of stage 1, filled by one member of a commission; those of one day are one assessment.
CREATE TABLE rubric (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    day TEXT NOT NULL,
    filler TEXT NOT NULL,     -- as written: members of a commission may have no account
    filler_key TEXT NOT NULL, -- utf8_key
    total INTEGER NOT NULL,   -- sum of the scores
    filled_by INTEGER REFERENCES account (id),
    filled_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX rubric_once ON rubric (programme_id, day, filler_key);

CREATE TABLE rubric_score (
    rubric_id INTEGER NOT NULL REFERENCES rubric (id) ON DELETE CASCADE,
    n INTEGER NOT NULL, -- of the criterion in the pack
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 2),
    PRIMARY KEY (rubric_id, n)
) STRICT, WITHOUT ROWID;

-- The SWOT grid of a programme: four texts that the coordinator edits freely.
CREATE TABLE swot (
    programme_id INTEGER PRIMARY KEY REFERENCES programme (id),
    strengths TEXT NOT NULL,
    weaknesses TEXT NOT NULL,
    opportunities TEXT NOT NULL,
    threats TEXT NOT NULL,
    version INTEGER NOT NULL, -- grows with every change: two editors are told
    changed_by INTEGER REFERENCES account (id),
    changed_at INTEGER NOT NULL
) STRICT;

-- Open answers that were put into the grid, or put aside: they are not offered again.
CREATE TABLE swot_used (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    answer TEXT NOT NULL,
    PRIMARY KEY (programme_id, answer)
) STRICT, WITHOUT ROWID;

-- What a unit says of a year itself: denominators of outside statistics, numerators that nothing here counts.
CREATE TABLE figure (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    code TEXT NOT NULL, -- of the indicator
    part TEXT NOT NULL CHECK (part IN ('numerator', 'denominator')),
    value INTEGER NOT NULL CHECK (value >= 0),
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (unit_id, year, code, part)
) STRICT, WITHOUT ROWID;

-- A unit's own aim for a year, percent; without a row that of the unit above, then of the pack.
CREATE TABLE target (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    code TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (unit_id, year, code)
) STRICT, WITHOUT ROWID;

-- All indicators of a unit for a period, as they were counted. Never changed: counted again, it is a
-- new row with the reason.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    period TEXT NOT NULL, -- 2026-05: from January to the end of May
    n INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('counting', 'done')),
    final INTEGER NOT NULL, -- 1: the month was over
    reason TEXT NOT NULL DEFAULT '',
    n_units INTEGER NOT NULL DEFAULT 0,    -- organisations below, and how many of them
    n_reported INTEGER NOT NULL DEFAULT 0, -- had handed in their report
    made_by INTEGER REFERENCES account (id), -- NULL: the program itself
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX snapshot_n ON snapshot (unit_id, period, n);

CREATE TABLE snapshot_value (
    snapshot_id INTEGER NOT NULL REFERENCES snapshot (id),
    code TEXT NOT NULL,
    pack_id INTEGER NOT NULL REFERENCES pack (id), -- whose definition it was
    numerator INTEGER, -- NULL: nobody said
    denominator INTEGER,
    n_parts INTEGER NOT NULL, -- organisations in it, and how many of them gave
    n_numerator INTEGER NOT NULL,
    n_denominator INTEGER NOT NULL,
    answers INTEGER, -- of questionnaires; NULL: it is not fed by them
    marks INTEGER NOT NULL DEFAULT 0, -- the sum of what they say
    -- Answers of groups of fewer than five: not in the numbers above, but in those of the first unit above
    -- where they are enough together.
    few INTEGER NOT NULL DEFAULT 0,
    few_yes INTEGER NOT NULL DEFAULT 0,
    few_marks INTEGER NOT NULL DEFAULT 0,
    target INTEGER,  -- percent
    source TEXT NOT NULL DEFAULT '', -- of the denominator, when the unit itself said it
    as_of TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (snapshot_id, code)
) STRICT, WITHOUT ROWID;

-- Enterprises behind the mentors of an organisation: one that helps two schools counts once above them.
CREATE TABLE snapshot_place (
    snapshot_id INTEGER NOT NULL REFERENCES snapshot (id),
    code TEXT NOT NULL,
    place TEXT NOT NULL, -- utf8_key
    PRIMARY KEY (snapshot_id, code, place)
) STRICT, WITHOUT ROWID;

-- The monitoring report of a unit for a period: numbers of a snapshot and words about them.
CREATE TABLE monitoring_report (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    period TEXT NOT NULL,
    snapshot_id INTEGER NOT NULL REFERENCES snapshot (id),
    summary TEXT NOT NULL,
    analysis TEXT NOT NULL,
    plans TEXT NOT NULL,
    tables TEXT NOT NULL DEFAULT '', -- its tables as they were handed in (report_blocks.h)
    version INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    handed_in_at INTEGER,
    PRIMARY KEY (unit_id, period)
) STRICT, WITHOUT ROWID;

-- How many organisations below a unit have handed in; the same as the number of their rows above.
CREATE TABLE report_count (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    period TEXT NOT NULL,
    handed_in INTEGER NOT NULL,
    PRIMARY KEY (unit_id, period)
) STRICT, WITHOUT ROWID;

-- What a school measures of a participant itself: marks, clubs, works; in hundredths (435: 4,35). It
-- counts in the comparison once it is released, both values of five people and more at a time.
CREATE TABLE measure (
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    metric TEXT NOT NULL, -- of impact-metrics.tsv
    unit_id INTEGER NOT NULL REFERENCES unit (id), -- the participant's
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    role TEXT NOT NULL CHECK (role IN ('mentee', 'mentor')),
    form_code TEXT NOT NULL,
    value_before INTEGER, -- NULL: not said
    value_after INTEGER,
    released INTEGER NOT NULL DEFAULT 0,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (participation_id, metric),
    CHECK (value_before IS NOT NULL OR value_after IS NOT NULL),
    CHECK (released = 0 OR value_before IS NOT NULL AND value_after IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX measure_programme ON measure (programme_id, role, form_code, metric, released);
CREATE INDEX measure_unit ON measure (unit_id, metric);
