-- Sums of questionnaires, pairs and reports that are kept, against the rows they are kept of: how much is to be added.

-- name: recount_counts many
-- scan: from the console only
-- col: round_id i64
-- col: unit_id i64
-- col: role text
-- col: form_code text
-- col: sent i64
-- col: done i64
SELECT d.round_id, d.unit_id, d.role, d.form_code, CAST(sum(d.sent) AS BIGINT) AS sent,
       CAST(sum(d.done) AS BIGINT) AS done
FROM (SELECT round_id, unit_id, role, form_code, 1 AS sent, CASE state WHEN 'done' THEN 1 ELSE 0 END AS done
      FROM survey_response
      UNION ALL
      SELECT round_id, unit_id, role, form_code, -sent, -done FROM survey_count) d
GROUP BY d.round_id, d.unit_id, d.role, d.form_code
HAVING sum(d.sent) <> 0 OR sum(d.done) <> 0 ORDER BY d.round_id, d.unit_id, d.role, d.form_code LIMIT 50000;

-- name: recount_count_add exec
-- arg: round_id i64
-- arg: unit_id i64
-- arg: role text
-- arg: form text
-- arg: sent i64
-- arg: done i64
INSERT INTO survey_count (round_id, unit_id, role, form_code, phase, sent, done, sort_key)
SELECT o.id, u.id, :role, :form, o.phase, :sent, :done, u.name_key FROM survey_round o JOIN unit u ON u.id = :unit_id
WHERE o.id = :round_id
ON CONFLICT (round_id, unit_id, role, form_code) DO UPDATE
SET sent = survey_count.sent + excluded.sent, done = survey_count.done + excluded.done;

-- name: recount_round_totals many
-- scan: from the console only
-- col: round_id i64
-- col: role text
-- col: form_code text
-- col: sent i64
-- col: done i64
SELECT d.round_id, d.role, d.form_code, CAST(sum(d.sent) AS BIGINT) AS sent, CAST(sum(d.done) AS BIGINT) AS done
FROM (SELECT round_id, role, form_code, 1 AS sent, CASE state WHEN 'done' THEN 1 ELSE 0 END AS done FROM survey_response
      UNION ALL
      SELECT round_id, role, form_code, -sent, -done FROM survey_total) d
GROUP BY d.round_id, d.role, d.form_code
HAVING sum(d.sent) <> 0 OR sum(d.done) <> 0 ORDER BY d.round_id, d.role, d.form_code LIMIT 50000;

-- name: recount_round_total_add exec
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sent i64
-- arg: done i64
INSERT INTO survey_total (round_id, role, form_code, sent, done) VALUES (:round_id, :role, :form, :sent, :done)
ON CONFLICT (round_id, role, form_code) DO UPDATE
SET sent = survey_total.sent + excluded.sent, done = survey_total.done + excluded.done;

-- name: recount_rounds many
-- scan: from the console only
-- col: id i64
-- col: sent i64
-- col: done i64
SELECT d.id, CAST(sum(d.sent) AS BIGINT) AS sent, CAST(sum(d.done) AS BIGINT) AS done
FROM (SELECT round_id AS id, 1 AS sent, CASE state WHEN 'done' THEN 1 ELSE 0 END AS done FROM survey_response
      UNION ALL
      SELECT id, -sent, -done FROM survey_round) d
GROUP BY d.id HAVING sum(d.sent) <> 0 OR sum(d.done) <> 0 ORDER BY d.id LIMIT 50000;

-- name: recount_round_add exec
-- arg: id i64
-- arg: sent i64
-- arg: done i64
UPDATE survey_round SET sent = sent + :sent, done = done + :done WHERE id = :id;

-- Marks are a letter an item (schema/0007_survey.sql).
-- name: recount_tallies many
-- scan: from the console only
-- col: round_id i64
-- col: role text
-- col: form_code text
-- col: sheet_id i64
-- col: n i64
-- col: value i64
-- col: times i64
SELECT d.round_id, d.role, d.form_code, d.sheet_id, d.n, d.value, CAST(sum(d.times) AS BIGINT) AS times
FROM (SELECT round_id, role, form_code, sheet_id, 0 AS n, 0 AS value, 1 AS times FROM survey_response WHERE released = 1
      UNION ALL
      SELECT r.round_id, r.role, r.form_code, r.sheet_id, i.n,
             CASE substr(r.marks, CAST(i.n AS INT), 1) WHEN 'A' THEN 10
                  ELSE CAST(substr(r.marks, CAST(i.n AS INT), 1) AS INT) END, 1
      FROM survey_response r JOIN survey_item i ON i.sheet_id = r.sheet_id
      WHERE r.released = 1 AND substr(r.marks, CAST(i.n AS INT), 1) NOT IN ('-', '')
      UNION ALL
      SELECT round_id, role, form_code, sheet_id, n, -1, 1 FROM survey_text WHERE released = 1
      UNION ALL
      SELECT r.round_id, r.role, r.form_code, r.sheet_id, k.n, -1, 1
      FROM (SELECT DISTINCT response_id, n FROM survey_choice) k JOIN survey_response r ON r.id = k.response_id
      WHERE r.released = 1
      UNION ALL
      SELECT round_id, role, form_code, sheet_id, n, value, -times FROM survey_tally) d
GROUP BY d.round_id, d.role, d.form_code, d.sheet_id, d.n, d.value
HAVING sum(d.times) <> 0 ORDER BY d.round_id, d.role, d.form_code, d.sheet_id, d.n, d.value LIMIT 50000;

-- name: recount_tally_add exec
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sheet_id i64
-- arg: n i64
-- arg: value i64
-- arg: times i64
INSERT INTO survey_tally (round_id, role, form_code, sheet_id, n, value, times)
VALUES (:round_id, :role, :form, :sheet_id, :n, :value, :times)
ON CONFLICT (round_id, role, form_code, sheet_id, n, value) DO UPDATE SET times = survey_tally.times + excluded.times;

-- Programmes that may have answers, and each pair of sheets that was answered or is kept there.
-- name: recount_surveyed many
-- scan: from the console only
SELECT DISTINCT programme_id FROM survey_round ORDER BY programme_id;

-- name: recount_changes many
-- arg: programme_id i64
-- col: role text
-- col: form_code text
-- col: before_sheet i64
-- col: after_sheet i64
SELECT r.role, r.form_code, r.before_sheet, r.after_sheet
FROM participation x JOIN survey_result r ON r.participation_id = x.id
WHERE x.programme_id = :programme_id
UNION
SELECT role, form_code, before_sheet, after_sheet FROM survey_change WHERE programme_id = :programme_id
ORDER BY role, form_code, before_sheet, after_sheet;

-- name: recount_results each
-- arg: programme_id i64
SELECT r.role, r.form_code, r.before_sheet, r.before_marks, r.after_sheet, r.after_marks
FROM participation x JOIN survey_result r ON r.participation_id = x.id
WHERE x.programme_id = :programme_id;

-- name: recount_pair_totals many
-- scan: from the console only
-- col: programme_id i64
-- col: n i64
-- col: mean i64
SELECT d.programme_id, d.n, d.mean
FROM (SELECT programme_id, count(*) AS n, CAST(round(avg(score)) AS INTEGER) AS mean FROM pair GROUP BY programme_id) d
LEFT JOIN pair_total t ON t.programme_id = d.programme_id
WHERE t.n IS NULL OR t.n <> d.n OR t.mean IS NULL OR t.mean <> d.mean ORDER BY d.programme_id LIMIT 50000;

-- name: recount_pair_total_set exec
-- arg: programme_id i64
-- arg: n i64
-- arg: mean i64
INSERT INTO pair_total (programme_id, n, mean) VALUES (:programme_id, :n, :mean)
ON CONFLICT (programme_id) DO UPDATE SET n = excluded.n, mean = excluded.mean;

-- name: recount_reports many
-- scan: from the console only
-- col: unit_id i64
-- col: period text
-- col: n i64
SELECT d.unit_id, d.period, CAST(sum(d.n) AS BIGINT) AS n
FROM (SELECT w.ancestor_id AS unit_id, r.period, 1 AS n
      FROM monitoring_report r JOIN unit_up w ON w.unit_id = r.unit_id
      WHERE r.handed_in_at IS NOT NULL AND w.kind = 'organisation' AND w.depth > 0
      UNION ALL
      SELECT unit_id, period, -handed_in FROM report_count) d
GROUP BY d.unit_id, d.period HAVING sum(d.n) <> 0 ORDER BY d.unit_id, d.period LIMIT 50000;

-- name: recount_report_add exec
-- arg: unit_id i64
-- arg: period text
-- arg: n i64
INSERT INTO report_count (unit_id, period, handed_in) VALUES (:unit_id, :period, :n)
ON CONFLICT (unit_id, period) DO UPDATE SET handed_in = report_count.handed_in + excluded.handed_in;
