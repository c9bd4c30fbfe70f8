-- name: survey_ripe_count one
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sheet_id i64
-- col: n i64
SELECT count(*) AS n FROM survey_response
WHERE round_id = :round_id AND role = :role AND form_code = :form AND sheet_id = :sheet_id AND state = 'done' AND released = 0;

-- name: survey_ripe many
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sheet_id i64
-- arg: limit i64
SELECT r.id, r.unit_id, r.participation_id, r.person_id, r.sheet_id, r.marks, r.done_at,
       o.programme_id, o.survey_id, o.phase
FROM survey_response r JOIN survey_round o ON o.id = r.round_id
WHERE r.round_id = :round_id AND r.role = :role AND r.form_code = :form AND r.sheet_id = :sheet_id AND r.state = 'done'
  AND r.released = 0
ORDER BY r.done_at, r.id LIMIT :limit;

-- name: survey_group_shown one
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: sheet_id i64
SELECT times FROM survey_tally
WHERE round_id = :round_id AND role = :role AND form_code = :form AND sheet_id = :sheet_id AND n = 0;

-- name: survey_ripe_groups many
-- arg: round_id i64
-- col: sheet_id i64
SELECT role, form_code, coalesce(sheet_id, 0) AS sheet_id FROM survey_response
WHERE round_id = :round_id AND state = 'done' AND released = 0 GROUP BY role, form_code, sheet_id;

-- name: survey_set_released exec
-- arg: id i64
UPDATE survey_response SET released = 1 WHERE id = :id;

-- name: survey_texts_release exec
-- arg: response_id i64
UPDATE survey_text SET released = 1 WHERE response_id = :response_id;

-- name: survey_texts_numbers many
-- arg: response_id i64
SELECT n FROM survey_text WHERE response_id = :response_id;

-- name: survey_choices_numbers many
-- arg: response_id i64
SELECT n FROM survey_choice WHERE response_id = :response_id GROUP BY n;

-- name: survey_tally_add exec
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

-- Both sheets of a participant as they are, and nobody else changes them before the end of the transaction.
-- name: survey_result_hold one
-- arg: unit_id i64
-- arg: role text
-- arg: form text
-- arg: participation_id i64
-- arg: survey_id i64
-- arg: programme_id i64
-- arg: person_id i64
INSERT INTO survey_result (unit_id, role, form_code, participation_id, survey_id, programme_id, person_id)
VALUES (:unit_id, :role, :form, :participation_id, :survey_id, :programme_id, :person_id)
ON CONFLICT (unit_id, role, form_code, participation_id, survey_id) DO UPDATE SET person_id = survey_result.person_id
RETURNING before_sheet, before_marks, after_sheet, after_marks;

-- name: survey_result_before exec
-- arg: unit_id i64
-- arg: role text
-- arg: form text
-- arg: participation_id i64
-- arg: survey_id i64
-- arg: sheet_id i64
-- arg: marks text
-- arg: at i64
UPDATE survey_result SET before_sheet = :sheet_id, before_marks = :marks, before_at = :at
WHERE unit_id = :unit_id AND role = :role AND form_code = :form AND participation_id = :participation_id
  AND survey_id = :survey_id;

-- name: survey_result_after exec
-- arg: unit_id i64
-- arg: role text
-- arg: form text
-- arg: participation_id i64
-- arg: survey_id i64
-- arg: sheet_id i64
-- arg: marks text
-- arg: at i64
UPDATE survey_result SET after_sheet = :sheet_id, after_marks = :marks, after_at = :at
WHERE unit_id = :unit_id AND role = :role AND form_code = :form AND participation_id = :participation_id
  AND survey_id = :survey_id;
