-- name: stage_marks many
-- arg: programme_id i64
-- col: stage_code text
-- col: item text
-- col: done_at i64
-- col: who text?
SELECT m.stage_code, m.item, m.done_at, a.display_name AS who
FROM stage_mark m LEFT JOIN account a ON a.id = m.done_by WHERE m.programme_id = :programme_id;

-- name: stage_rows many
-- arg: programme_id i64
-- col: stage_code text
-- col: starts_on text
-- col: due_on text
-- col: missing text
-- col: reason text
-- col: left_at i64?
-- col: who text?
SELECT s.stage_code, s.starts_on, s.due_on, s.left_at, s.missing, s.reason, a.display_name AS who
FROM stage s LEFT JOIN account a ON a.id = s.left_by WHERE s.programme_id = :programme_id;

-- name: step_dates many
-- arg: programme_id i64
-- col: stage_code text
-- col: item text
-- col: due_on text
-- col: moved_at i64
-- col: who text?
SELECT m.stage_code, m.item, m.due_on, m.moved_at, a.display_name AS who
FROM step_date m LEFT JOIN account a ON a.id = m.moved_by WHERE m.programme_id = :programme_id;

-- name: step_date_set exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: item text
-- arg: due_on text
-- arg: moved_at i64
-- arg: moved_by i64?
INSERT INTO step_date (programme_id, stage_code, item, due_on, moved_at, moved_by)
VALUES (:programme_id, :stage_code, :item, :due_on, :moved_at, :moved_by)
ON CONFLICT (programme_id, stage_code, item)
DO UPDATE SET due_on = excluded.due_on, moved_at = excluded.moved_at, moved_by = excluded.moved_by;

-- name: step_date_drop exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: item text
DELETE FROM step_date WHERE programme_id = :programme_id AND stage_code = :stage_code AND item = :item;

-- name: stage_mark_insert exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: item text
-- arg: done_at i64
-- arg: done_by i64?
INSERT INTO stage_mark (programme_id, stage_code, item, done_at, done_by)
VALUES (:programme_id, :stage_code, :item, :done_at, :done_by)
ON CONFLICT (programme_id, stage_code, item) DO NOTHING;

-- name: stage_mark_delete exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: item text
DELETE FROM stage_mark WHERE programme_id = :programme_id AND stage_code = :stage_code AND item = :item;

-- name: stage_set_dates exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: starts_on text
-- arg: due_on text
INSERT INTO stage (programme_id, stage_code, starts_on, due_on)
VALUES (:programme_id, :stage_code, :starts_on, :due_on)
ON CONFLICT (programme_id, stage_code) DO UPDATE SET starts_on = excluded.starts_on, due_on = excluded.due_on;

-- name: stage_set_left exec
-- arg: programme_id i64
-- arg: stage_code text
-- arg: left_at i64
-- arg: left_by i64?
-- arg: missing text
-- arg: reason text
INSERT INTO stage (programme_id, stage_code, left_at, left_by, missing, reason)
VALUES (:programme_id, :stage_code, :left_at, :left_by, :missing, :reason)
ON CONFLICT (programme_id, stage_code) DO UPDATE
SET left_at = excluded.left_at, left_by = excluded.left_by, missing = excluded.missing, reason = excluded.reason
WHERE stage.left_at IS NULL;

-- name: stage_set_open exec
-- arg: programme_id i64
-- arg: stage_code text
UPDATE stage SET left_at = NULL, left_by = NULL, missing = '', reason = ''
WHERE programme_id = :programme_id AND stage_code = :stage_code AND left_at IS NOT NULL;

-- Signed documents, the newest last.
-- name: stage_outputs many
-- arg: programme_id i64
SELECT kind, paper_id, number, day FROM stage_output
WHERE programme_id = :programme_id ORDER BY kind, paper_id LIMIT 1000;

-- name: stage_output_put exec
-- arg: programme_id i64
-- arg: kind text
-- arg: paper_id i64
-- arg: number text
-- arg: day text
INSERT INTO stage_output (programme_id, kind, paper_id, number, day)
VALUES (:programme_id, :kind, :paper_id, :number, :day)
ON CONFLICT (programme_id, kind, paper_id) DO NOTHING;

-- name: stage_output_drop exec
-- arg: programme_id i64
-- arg: kind text
-- arg: paper_id i64
DELETE FROM stage_output WHERE programme_id = :programme_id AND kind = :kind AND paper_id = :paper_id;
