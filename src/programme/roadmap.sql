-- name: stage_marks many
-- arg: programme_id i64
SELECT stage_code, item FROM stage_mark WHERE programme_id = :programme_id;

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
