-- name: total_rows many
-- arg: programme_id i64
-- arg: what text
SELECT kind, state, n FROM total WHERE programme_id = :programme_id AND what = :what AND n > 0 ORDER BY kind, state;

-- name: total_change exec
-- arg: programme_id i64
-- arg: what text
-- arg: kind text
-- arg: state text
-- arg: n i64
INSERT INTO total (programme_id, what, kind, state, n) VALUES (:programme_id, :what, :kind, :state, :n)
ON CONFLICT (programme_id, what, kind, state) DO UPDATE SET n = total.n + excluded.n;
