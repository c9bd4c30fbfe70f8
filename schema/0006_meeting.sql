-- Meetings of pairs, plans of support, cards of the common meeting, forms of an organisation.

-- What happened to a pair. Who wished it and why is the coordinator's knowledge alone.
CREATE TABLE pair_event (
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    n INTEGER NOT NULL,
    action TEXT NOT NULL, -- work/pair_state.h
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id), -- NULL: the program itself
    PRIMARY KEY (pair_id, n),
    CHECK (from_state <> to_state),
    CHECK (reason <> '' OR action NOT IN ('mentee_wish', 'mentor_wish', 'curator'))
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    kind TEXT NOT NULL, -- of the pack's meeting-kinds.tsv
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'moved', 'cancelled', 'missed')),
    starts_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    place TEXT NOT NULL,                 -- or a link
    agenda TEXT NOT NULL DEFAULT '',     -- '': the kind's
    result TEXT NOT NULL DEFAULT '',     -- of one that was held, with the next two
    homework TEXT NOT NULL DEFAULT '',
    next_step TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',     -- why it was moved, cancelled or missed
    moved_to INTEGER REFERENCES meeting (id),
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    closed_by INTEGER REFERENCES account (id),
    closed_at INTEGER,
    CHECK ((state = 'planned') = (closed_at IS NULL)),
    CHECK ((state = 'moved') = (moved_to IS NOT NULL))
) STRICT;
CREATE INDEX meeting_pair ON meeting (pair_id, starts_at, id);
CREATE UNIQUE INDEX meeting_once ON meeting (pair_id, starts_at) WHERE state = 'planned';
CREATE INDEX meeting_programme ON meeting (programme_id, starts_at, id);
CREATE INDEX meeting_due ON meeting (programme_id, state, starts_at, id);

-- Feedback that a side owes after a meeting, until it is there, too old or reminded of often enough.
CREATE TABLE feedback_reminder (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    n INTEGER NOT NULL DEFAULT 0, -- how many times it was reminded
    due_at INTEGER NOT NULL,      -- when to remind next
    PRIMARY KEY (meeting_id, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_reminder_due ON feedback_reminder (due_at, meeting_id, side);

-- What one side says after a meeting: the author and the coordinator read it, nobody else.
CREATE TABLE meeting_feedback (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 10), -- the first scale of the sheet
    help INTEGER NOT NULL,
    go_on INTEGER, -- after the trial meeting: 1 with this partner, 0 with another
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id),
    PRIMARY KEY (meeting_id, side),
    CHECK (help IN (0, 1)),
    CHECK (go_on IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_feedback_programme ON meeting_feedback (programme_id, side, made_at, mark);
CREATE INDEX meeting_feedback_pair ON meeting_feedback (pair_id, side, made_at);

-- Every item of that sheet, by the pack's number.
CREATE TABLE meeting_answer (
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    side TEXT NOT NULL,
    n INTEGER NOT NULL,
    metric TEXT NOT NULL,
    score INTEGER,               -- of a scale, 1 and 0 of yes and no
    text TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (meeting_id, side, n)
) STRICT, WITHOUT ROWID;

-- How a pair fares, so that lists count nothing. A pair without a meeting has no row.
CREATE TABLE pair_pulse (
    pair_id INTEGER PRIMARY KEY REFERENCES pair (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    held INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER,  -- the last one held
    next_at INTEGER,  -- the nearest planned
    mark_mentee INTEGER, -- the last ones
    mark_mentor INTEGER,
    low INTEGER NOT NULL DEFAULT 0,  -- the last mark of a side was low
    help INTEGER NOT NULL DEFAULT 0, -- a side asks for the coordinator
    refused INTEGER NOT NULL DEFAULT 0, -- sides that would have another partner, after the trial
    wish_side TEXT NOT NULL DEFAULT '' CHECK (wish_side IN ('', 'mentee', 'mentor', 'both')), -- who asks to end it
    wish TEXT NOT NULL DEFAULT '',
    wish_at INTEGER
) STRICT;
CREATE INDEX pair_pulse_programme ON pair_pulse (programme_id, pair_id);

-- Goals of a pair, and what its mentor notes down.
CREATE TABLE pair_goal (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    project INTEGER NOT NULL DEFAULT 0 CHECK (project IN (0, 1)), -- an educational or cultural project
    text TEXT NOT NULL,
    criterion TEXT NOT NULL DEFAULT '', -- how it is seen
    due_on TEXT NOT NULL DEFAULT '',
    reached_on TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '', -- one sentence when it is reached
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX pair_goal_of ON pair_goal (pair_id, id);
CREATE INDEX pair_goal_project ON pair_goal (programme_id) WHERE project = 1;

CREATE TABLE pair_note (
    id INTEGER PRIMARY KEY,
    pair_id INTEGER NOT NULL REFERENCES pair (id),
    noted_on TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX pair_note_of ON pair_note (pair_id, noted_on, id);

-- The common meeting before the pairs are made, and who is invited. The invitation is the card, too.
CREATE TABLE gathering (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    starts_at INTEGER NOT NULL,
    place TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    closes_on TEXT NOT NULL, -- the last day on which cards are taken
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX gathering_programme ON gathering (programme_id, starts_at, id);
CREATE INDEX gathering_closes ON gathering (closes_on, id); -- reminders

CREATE TABLE preference_card (
    id INTEGER PRIMARY KEY,
    gathering_id INTEGER NOT NULL REFERENCES gathering (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('mentee', 'mentor')),
    sort_key TEXT NOT NULL,
    link INTEGER NOT NULL DEFAULT 1, -- grows when the link is taken back
    link_hash BLOB NOT NULL,
    why TEXT NOT NULL DEFAULT '',    -- the coordinator's alone, as all of the card
    answered_at INTEGER,
    answered_by INTEGER REFERENCES account (id), -- NULL: by the link
    reminded_at INTEGER
) STRICT;
CREATE UNIQUE INDEX preference_card_once ON preference_card (gathering_id, participation_id);
CREATE UNIQUE INDEX preference_card_link ON preference_card (link_hash);
CREATE INDEX preference_card_list ON preference_card (gathering_id, side, sort_key, id);
CREATE INDEX preference_card_of ON preference_card (participation_id, answered_at);
CREATE INDEX preference_card_answered ON preference_card (programme_id, answered_at);

-- What is done for a mentee without a pair until there is one.
CREATE TABLE support (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    participation_id INTEGER NOT NULL REFERENCES participation (id) ON DELETE CASCADE,
    sort_key TEXT NOT NULL,
    helper TEXT NOT NULL,
    psychologist INTEGER NOT NULL,
    plan TEXT NOT NULL,
    due_on TEXT NOT NULL,
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL,
    told_at INTEGER, -- that it is overdue
    closed_at INTEGER,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX support_open ON support (participation_id) WHERE closed_at IS NULL;
CREATE INDEX support_of ON support (participation_id, id);
CREATE INDEX support_due ON support (programme_id, closed_at, due_on, id);
CREATE INDEX support_overdue ON support (due_on, id) WHERE closed_at IS NULL AND told_at IS NULL;

-- A form of mentoring that an organisation or a region adds; the rules are those of its base.
CREATE TABLE unit_form (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    mentor_kind TEXT NOT NULL,
    mentee_kind TEXT NOT NULL,
    aim TEXT NOT NULL DEFAULT '',
    base TEXT NOT NULL, -- a form of the pack
    made_by INTEGER REFERENCES account (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_form_code ON unit_form (code);
CREATE INDEX unit_form_unit ON unit_form (unit_id, id);
