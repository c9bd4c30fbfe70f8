-- name: preference_veto exec
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO pair_mark (programme_id, mentee_id, mentor_id, kind, made_by, made_at)
VALUES (:programme_id, :mentee_id, :mentor_id, 'veto', :made_by, :made_at)
ON CONFLICT (programme_id, mentee_id, mentor_id) DO UPDATE SET kind = 'veto', made_by = excluded.made_by, made_at = excluded.made_at;
