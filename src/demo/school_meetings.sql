-- name: school_pairs many
-- arg: programme_id i64
SELECT id, state FROM pair WHERE programme_id = :programme_id ORDER BY sort_key, id LIMIT 1000;
