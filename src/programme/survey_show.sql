-- name: survey_counts_by_unit many
-- arg: round_id i64
-- col: sent i64
-- col: done i64
SELECT u.short_name AS name, CAST(sum(c.sent) AS BIGINT) AS sent, CAST(sum(c.done) AS BIGINT) AS done
FROM survey_count c JOIN unit u ON u.id = c.unit_id
WHERE c.round_id = :round_id GROUP BY u.id, u.short_name, u.name_key ORDER BY u.name_key, u.id LIMIT 200;

-- name: survey_send_job one
-- arg: round_id i64
SELECT id, state FROM job WHERE kind = 'survey_send' AND object_id = :round_id ORDER BY id DESC LIMIT 1;
