-- Sheets of a side and form that nobody has begun.
-- name: survey_paper_rows many
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
SELECT r.id, p.surname, p.given, p.patronymic
FROM survey_response r JOIN person p ON p.id = r.person_id
WHERE r.round_id = :round_id AND r.role = :role AND r.form_code = :form AND r.state = 'waiting'
  AND (r.sort_key, r.id) > (:after_key, :after_id)
ORDER BY r.sort_key, r.id LIMIT :limit;

-- name: survey_paper_key one
-- arg: round_id i64
-- arg: id i64
SELECT sort_key FROM survey_response WHERE id = :id AND round_id = :round_id;

-- name: survey_paper_row one
-- arg: id i64
-- arg: round_id i64
SELECT r.id, p.surname, p.given, p.patronymic FROM survey_response r JOIN person p ON p.id = r.person_id
WHERE r.id = :id AND r.round_id = :round_id;
