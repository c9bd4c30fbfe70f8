-- name: rubric_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: day text
-- arg: filler text
-- arg: filler_key text
-- arg: total i64
-- arg: filled_by i64?
-- arg: filled_at i64
INSERT INTO rubric (id, unit_id, programme_id, day, filler, filler_key, total, filled_by, filled_at)
VALUES (:id, :unit_id, :programme_id, :day, :filler, :filler_key, :total, :filled_by, :filled_at)
ON CONFLICT (programme_id, day, filler_key) DO NOTHING;

-- name: rubric_score_insert exec
-- arg: rubric_id i64
-- arg: n i64
-- arg: score i64
INSERT INTO rubric_score (rubric_id, n, score) VALUES (:rubric_id, :n, :score);

-- name: rubric_delete exec
-- arg: programme_id i64
-- arg: id i64
DELETE FROM rubric WHERE id = :id AND programme_id = :programme_id;

-- name: rubric_day_rows many
-- arg: programme_id i64
-- arg: before text
-- col: n i64
-- col: total i64
SELECT day, count(*) AS n, CAST(sum(total) AS BIGINT) AS total FROM rubric
WHERE programme_id = :programme_id AND day < :before GROUP BY day ORDER BY day DESC LIMIT 26;

-- name: rubric_members many
-- arg: programme_id i64
-- arg: day text
SELECT id, filler, total FROM rubric
WHERE programme_id = :programme_id AND day = :day ORDER BY filler_key LIMIT 100;

-- name: rubric_sums many
-- arg: programme_id i64
-- arg: day text
-- col: total i64
-- col: fillings i64
SELECT s.n, CAST(sum(s.score) AS BIGINT) AS total, count(*) AS fillings
FROM rubric r JOIN rubric_score s ON s.rubric_id = r.id
WHERE r.programme_id = :programme_id AND r.day = :day GROUP BY s.n ORDER BY s.n;
