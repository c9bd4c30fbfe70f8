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

-- The candidate's own words; the questions are the pack's.
CREATE TABLE selection_answer (
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (participation_id, item)
) STRICT, WITHOUT ROWID;

-- A sheet of an interview.
CREATE TABLE interview (
    id INTEGER PRIMARY KEY,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    held_on TEXT NOT NULL,
    interviewer TEXT NOT NULL, -- who talked to the candidate
    note TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX interview_of ON interview (participation_id, id);

CREATE TABLE interview_mark (
    interview_id INTEGER NOT NULL REFERENCES interview (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    mark INTEGER NOT NULL CHECK (mark BETWEEN 0 AND 2),
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (interview_id, item)
) STRICT, WITHOUT ROWID;

-- What was looked at before the decision, one row a check of the pack.
CREATE TABLE selection_check (
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    passed INTEGER NOT NULL,
    number INTEGER,
    note TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (participation_id, item)
) STRICT, WITHOUT ROWID;

-- Who decides in a programme: nobody named here, the coordinator.
CREATE TABLE commission (
    programme_id INTEGER PRIMARY KEY REFERENCES programme (id),
    quorum INTEGER NOT NULL CHECK (quorum > 0),
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;

CREATE TABLE commission_member (
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    n INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (programme_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE selection_decision (
    id INTEGER PRIMARY KEY,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    outcome TEXT NOT NULL CHECK (outcome IN ('approve', 'decline', 'paper')),
    decided_on TEXT NOT NULL,
    quorum INTEGER NOT NULL DEFAULT 0, -- 0: the coordinator alone
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    CHECK (outcome = 'approve' OR reason <> '')
) STRICT;
CREATE INDEX selection_decision_of ON selection_decision (participation_id, id);

CREATE TABLE selection_vote (
    decision_id INTEGER NOT NULL REFERENCES selection_decision (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    name TEXT NOT NULL,
    vote TEXT NOT NULL CHECK (vote IN ('for', 'against', 'abstained', 'absent')),
    PRIMARY KEY (decision_id, n)
) STRICT, WITHOUT ROWID;

-- Training: what a programme asks for (no row: as the pack has it), its sessions, who was there.
CREATE TABLE training_rules (
    programme_id INTEGER PRIMARY KEY REFERENCES programme (id),
    attendance INTEGER NOT NULL CHECK (attendance BETWEEN 0 AND 100), -- percent of the hours
    pass INTEGER NOT NULL CHECK (pass BETWEEN 0 AND 100),             -- percent of the answers
    attempts INTEGER NOT NULL CHECK (attempts >= 0),                  -- 0: no bound
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;

CREATE TABLE training (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    held_on TEXT NOT NULL,
    topic TEXT NOT NULL, -- of the pack, or '' for one of their own
    title TEXT NOT NULL, -- what people read
    hours INTEGER NOT NULL CHECK (hours > 0),
    trainer TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX training_list ON training (programme_id, held_on, id);

CREATE TABLE training_mark (
    training_id INTEGER NOT NULL REFERENCES training (id) ON DELETE CASCADE,
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    present INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (training_id, participation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX training_mark_of ON training_mark (participation_id, training_id);

CREATE TABLE training_attempt (
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    n_right INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    answers TEXT NOT NULL, -- code=bits, parted by blanks
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (participation_id, n)
) STRICT, WITHOUT ROWID;
