-- name: survey_counts_of many
-- arg: round_id i64
-- col: sent i64
-- col: done i64
SELECT role, form_code, CAST(sum(sent) AS BIGINT) AS sent, CAST(sum(done) AS BIGINT) AS done
FROM survey_count WHERE round_id = :round_id GROUP BY role, form_code ORDER BY role, form_code;

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

-- name: survey_scope_row one
-- arg: id i64
SELECT unit_id FROM survey WHERE id = :id;

-- name: survey_round_scope one
-- arg: id i64
SELECT unit_id FROM survey_round WHERE id = :id;

-- name: survey_response_scope one
-- arg: id i64
SELECT unit_id, round_id, person_id FROM survey_response WHERE id = :id;
