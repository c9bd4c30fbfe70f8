-- name: survey_tally_groups many
-- arg: round_id i64
-- col: n_version i64
SELECT t.role, t.form_code, t.sheet_id, t.times, s.n AS n_version
FROM survey_tally t JOIN survey_sheet s ON s.id = t.sheet_id
WHERE t.round_id = :round_id AND t.n = 0 ORDER BY t.role, t.form_code, s.n DESC;

-- name: survey_tally_of many
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sheet_id i64
SELECT n, value, times FROM survey_tally
WHERE round_id = :round_id AND role = :role AND form_code = :form AND sheet_id = :sheet_id ORDER BY n, value;

-- How satisfied each group is: the whole of them is the sum.
-- name: survey_tally_metric many
-- arg: round_id i64
-- arg: metric text
-- col: answers i64
-- col: total i64
SELECT t.role, t.form_code, t.sheet_id, CAST(sum(t.times) AS BIGINT) AS answers,
       CAST(sum(t.times * t.value) AS BIGINT) AS total
FROM survey_tally t JOIN survey_item i ON i.sheet_id = t.sheet_id AND i.n = t.n
WHERE t.round_id = :round_id AND i.metric = :metric AND i.kind = 'scale10' AND t.value >= 0
GROUP BY t.role, t.form_code, t.sheet_id ORDER BY t.role, t.form_code, t.sheet_id;
