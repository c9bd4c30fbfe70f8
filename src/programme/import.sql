-- name: import_row_get one
-- arg: id i64
SELECT i.id, i.unit_id, i.programme_id, i.side, i.file_name, i.state, i.head_row, i.n_rows, i.n_hidden, i.hidden_rows, i.n_checked, i.n_ready,
       i.n_bad, i.n_similar, i.n_skipped, i.message, i.first_id, i.last_id, i.created_at, i.applied_at, p.pack_id,
       u.utc_offset
FROM import i JOIN programme p ON p.id = i.programme_id JOIN unit u ON u.id = i.unit_id
WHERE i.id = :id;

-- name: imports_of_programme many
-- arg: programme_id i64
SELECT i.id, i.side, i.file_name, i.state, i.created_at, u.utc_offset
FROM import i JOIN unit u ON u.id = i.unit_id
WHERE i.programme_id = :programme_id ORDER BY i.id DESC LIMIT 100;

-- name: import_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: side text
-- arg: file_name text
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO import (id, unit_id, programme_id, side, file_name, state, created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :side, :file_name, 'reading', :created_by, :created_at);

-- name: import_set_state exec
-- arg: id i64
-- arg: state text
-- arg: message text
UPDATE import SET state = :state, message = :message WHERE id = :id;

-- Only from one of the states of its place; 0 rows: somebody was faster.
-- name: import_move exec
-- arg: id i64
-- arg: from text
-- arg: to text
UPDATE import SET state = :to, message = '' WHERE id = :id AND state = :from;

-- name: import_set_head exec
-- arg: id i64
-- arg: side text
-- arg: head_row i64
-- arg: n_rows i64
-- arg: n_hidden i64
-- arg: hidden_rows text
UPDATE import SET state = 'columns', side = :side, head_row = :head_row, n_rows = :n_rows, n_hidden = :n_hidden,
    hidden_rows = :hidden_rows, message = ''
WHERE id = :id;

-- name: import_set_applied exec
-- arg: id i64
-- arg: first_id i64
-- arg: last_id i64
-- arg: applied_at i64
UPDATE import SET state = 'applied', first_id = :first_id, last_id = :last_id, applied_at = :applied_at,
    message = '' WHERE id = :id;

-- name: import_set_undone exec
-- arg: id i64
-- arg: undone_at i64
UPDATE import SET state = 'undone', undone_at = :undone_at WHERE id = :id;

-- name: import_set_counts exec
-- arg: id i64
-- arg: n_checked i64
-- arg: n_ready i64
-- arg: n_bad i64
-- arg: n_similar i64
-- arg: n_skipped i64
UPDATE import SET n_checked = :n_checked, n_ready = :n_ready, n_bad = :n_bad, n_similar = :n_similar,
    n_skipped = :n_skipped
WHERE id = :id;

-- name: import_set_checked exec
-- arg: import_id i64
-- arg: checked_at i64
UPDATE import SET checked_at = :checked_at WHERE id = :import_id;

-- The check of the rows holds: the columns are the same, and nobody came into the base since.
-- name: import_check_holds one
-- arg: import_id i64
SELECT i.id FROM import i
WHERE i.id = :import_id AND i.checked_at > 0 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id > i.checked_at);

-- name: import_row_counts many
-- arg: import_id i64
-- col: n i64
SELECT state, decision, count(*) AS n FROM import_row WHERE import_id = :import_id
GROUP BY state, decision ORDER BY state, decision;

-- name: import_columns_clear exec
-- arg: import_id i64
DELETE FROM import_column WHERE import_id = :import_id;

-- name: import_column_insert exec
-- arg: import_id i64
-- arg: n i64
-- arg: title text
-- arg: sample text
-- arg: code text
-- arg: sure i64
INSERT INTO import_column (import_id, n, title, sample, code, sure)
VALUES (:import_id, :n, :title, :sample, :code, :sure);

-- name: import_column_set exec
-- arg: import_id i64
-- arg: n i64
-- arg: code text
UPDATE import_column SET code = :code, sure = 100 WHERE import_id = :import_id AND n = :n;

-- name: import_columns many
-- arg: import_id i64
SELECT n, title, sample, code, sure FROM import_column WHERE import_id = :import_id ORDER BY n;

-- name: import_rows_clear exec
-- arg: import_id i64
DELETE FROM import_row WHERE import_id = :import_id;

-- name: import_blocks_clear exec
-- arg: import_id i64
DELETE FROM import_block WHERE import_id = :import_id;

-- Those whose rows are loaded: their pages take what is written next.
-- name: import_blocks_done exec
-- arg: import_id i64
-- arg: last_row i64
DELETE FROM import_block WHERE import_id = :import_id AND last_row <= :last_row;

-- name: import_block_insert exec
-- arg: import_id i64
-- arg: last_row i64
-- arg: packed blob
INSERT INTO import_block (import_id, last_row, packed) VALUES (:import_id, :last_row, :packed);

-- The block that holds the row, or the next one.
-- name: import_block_from one
-- arg: import_id i64
-- arg: row_no i64
SELECT last_row, packed FROM import_block
WHERE import_id = :import_id AND last_row >= :row_no ORDER BY last_row LIMIT 1;

-- name: import_rows_between many
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
SELECT row_no, cells, state, decision, person_id FROM import_row
WHERE import_id = :import_id AND row_no >= :first AND row_no <= :last ORDER BY row_no;

-- name: import_rows_in_state many
-- arg: import_id i64
-- arg: state text
-- arg: after i64
SELECT row_no, cells, decision, person_id FROM import_row
WHERE import_id = :import_id AND state = :state AND row_no > :after ORDER BY row_no LIMIT 51;

-- name: import_row_store exec
-- arg: import_id i64
-- arg: row_no i64
-- arg: cells text
-- arg: state text
-- arg: person_id i64?
INSERT INTO import_row (import_id, row_no, cells, state, person_id)
VALUES (:import_id, :row_no, :cells, :state, :person_id)
ON CONFLICT (import_id, row_no) DO UPDATE SET cells = :cells, state = :state, person_id = :person_id;

-- name: import_row_decide exec
-- arg: import_id i64
-- arg: row_no i64
-- arg: decision text
UPDATE import_row SET decision = :decision
WHERE import_id = :import_id AND row_no = :row_no AND state <> 'applied';

-- name: import_problems_of_row exec
-- arg: import_id i64
-- arg: row_no i64
DELETE FROM import_problem WHERE import_id = :import_id AND row_no = :row_no;

-- name: import_problem_insert exec
-- arg: import_id i64
-- arg: row_no i64
-- arg: code text
-- arg: title text
-- arg: value text
-- arg: message text
-- arg: note i64
INSERT INTO import_problem (import_id, row_no, code, title, value, message, note)
VALUES (:import_id, :row_no, :code, :title, :value, :message, :note)
ON CONFLICT (import_id, row_no, code) DO NOTHING;

-- Of rows that are left out (skipped), that cannot be loaded (bad), or only remarked on (notes).
-- name: import_problems_after many
-- arg: import_id i64
-- arg: after i64
-- arg: show text
-- col: row_no i64
-- col: code text
-- col: title text
-- col: value text
-- col: message text
-- col: note bool
-- col: state text
-- col: decision text
SELECT p.row_no, p.code, p.title, p.value, p.message, p.note, COALESCE(r.state, 'ready') AS state,
       COALESCE(r.decision, '') AS decision
FROM import_problem p LEFT JOIN import_row r ON r.import_id = p.import_id AND r.row_no = p.row_no
WHERE p.import_id = :import_id AND p.row_no > :after
  AND :show = CASE WHEN r.decision = 'skip' OR r.state = 'skip' THEN 'skipped' WHEN r.state = 'bad' THEN 'bad'
                   ELSE 'notes' END
ORDER BY p.row_no, p.code LIMIT 200;

-- A row with nothing but remarks is loaded: is there one?
-- name: import_has_notes one
-- arg: import_id i64
-- col: n i64
SELECT count(*) AS n FROM (
    SELECT 1 FROM import_problem p LEFT JOIN import_row r ON r.import_id = p.import_id AND r.row_no = p.row_no
    WHERE p.import_id = :import_id AND COALESCE(r.state, 'ready') NOT IN ('skip', 'bad') AND COALESCE(r.decision, '') <> 'skip'
    LIMIT 1) x;

-- name: import_known_keys each
-- arg: unit_id i64
SELECT name_key FROM person WHERE unit_id = :unit_id ORDER BY name_key;

-- People of the unit whose name keys lie so: who the row may be. People of this very upload are
-- told apart by their rows.
-- name: import_namesakes many
-- arg: unit_id i64
-- arg: import_id i64
-- arg: from_key text
-- arg: to_key text
SELECT id, surname, given, patronymic, birth_year FROM person
WHERE unit_id = :unit_id AND name_key >= :from_key AND name_key < :to_key AND erased_at IS NULL
  AND (import_id IS NULL OR import_id <> :import_id)
ORDER BY name_key, id LIMIT 50;

-- name: import_participates one
-- arg: programme_id i64
-- arg: side text
-- arg: person_id i64
SELECT id FROM participation
WHERE programme_id = :programme_id AND side = :side AND person_id = :person_id;

-- What the upload added to people who were there before it. Ids of everything it loaded lie between
-- import.first_id and last_id, here and below.
-- name: import_undo_added_contacts exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM person_contact WHERE import_id = :import_id AND person_id IN (
    SELECT x.person_id FROM participation x JOIN person p ON p.id = x.person_id
    WHERE x.id >= :first AND x.id <= :last AND x.import_id = :import_id
    AND (p.import_id IS NULL OR p.import_id <> :import_id));

-- name: import_undo_states many
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
-- col: n i64
SELECT programme_id, side, state, count(*) AS n FROM participation
WHERE id >= :first AND id <= :last AND import_id = :import_id GROUP BY programme_id, side, state;

-- Record checks that came with the upload, and what was told of them.
-- name: import_undo_vetting_notices exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM vetting_notice WHERE vetting_id IN (
    SELECT v.id FROM participation x JOIN vetting v ON v.person_id = x.person_id
    WHERE x.id >= :first AND x.id <= :last AND x.import_id = :import_id AND v.id >= :first AND v.id <= :last);

-- name: import_undo_vetting exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM vetting WHERE id IN (
    SELECT v.id FROM participation x JOIN vetting v ON v.person_id = x.person_id
    WHERE x.id >= :first AND x.id <= :last AND x.import_id = :import_id AND v.id >= :first AND v.id <= :last);

-- name: import_undo_participations exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM participation WHERE id >= :first AND id <= :last AND import_id = :import_id;

-- Contacts, then people, that only this upload brought and nobody else uses by now.
-- name: import_undo_contacts exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM person_contact WHERE person_id IN (
    SELECT p.id FROM person p WHERE p.id >= :first AND p.id <= :last AND p.import_id = :import_id
    AND NOT EXISTS (SELECT 1 FROM participation x WHERE x.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM vetting x WHERE x.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM invite x WHERE x.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM representative x WHERE x.person_id = p.id OR x.minor_id = p.id));

-- name: import_undo_people exec
-- arg: import_id i64
-- arg: first i64
-- arg: last i64
DELETE FROM person WHERE id >= :first AND id <= :last AND import_id = :import_id
    AND NOT EXISTS (SELECT 1 FROM participation x WHERE x.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM account x WHERE x.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM vetting x WHERE x.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM invite x WHERE x.person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM representative x WHERE x.person_id = person.id OR x.minor_id = person.id);

-- Nothing reads the rows of an upload that was undone: they are people's data and go with it.
-- name: import_problems_clear exec
-- arg: import_id i64
DELETE FROM import_problem WHERE import_id = :import_id;

-- name: import_latest_job one
-- arg: kind text
-- arg: import_id i64
SELECT id, state FROM job WHERE kind = :kind AND object_id = :import_id ORDER BY id DESC LIMIT 1;

-- For the file of rows to correct: chunks by key.
-- name: import_bad_chunk many
-- arg: import_id i64
-- arg: after i64
SELECT row_no, cells FROM import_row
WHERE import_id = :import_id AND state = 'bad' AND row_no > :after ORDER BY row_no LIMIT 500;

-- name: import_problems_of many
-- arg: import_id i64
-- arg: row_no i64
SELECT title, value, message FROM import_problem WHERE import_id = :import_id AND row_no = :row_no ORDER BY code;
