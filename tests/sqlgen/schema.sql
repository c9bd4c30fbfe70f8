-- What the queries of this folder are checked against.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES unit (id),
    name TEXT NOT NULL,
    note TEXT,
    score REAL,
    active INTEGER NOT NULL DEFAULT 1,
    photo BLOB
) STRICT;
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE visit (
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (unit_id, day)
) STRICT, WITHOUT ROWID;
-- pg: CREATE INDEX visit_day ON visit USING brin (day);
-- sqlite: CREATE INDEX visit_day ON visit (day);
