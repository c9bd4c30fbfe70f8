-- name: survey_people_page many
-- arg: round_id i64
-- arg: state text
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
SELECT r.id, r.role, r.form_code, r.state, r.method, r.token_hash, r.sort_key, p.surname, p.given, p.patronymic
FROM survey_response r JOIN person p ON p.id = r.person_id
WHERE r.round_id = :round_id AND (r.sort_key, r.id) > (:after_key, :after_id)
  AND (:state = '' OR (:state = 'done' AND r.state = 'done') OR (:state = 'open' AND r.state <> 'done'))
ORDER BY r.sort_key, r.id LIMIT :limit;

-- name: survey_people_key one
-- arg: round_id i64
-- arg: id i64
SELECT sort_key FROM survey_response WHERE id = :id AND round_id = :round_id;

-- Those who still answer by a link: participants, or parents.
-- name: survey_cards_page many
-- arg: round_id i64
-- arg: parents bool
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
SELECT r.id, r.link_n, p.surname, p.given, p.patronymic
FROM survey_response r JOIN person p ON p.id = r.person_id
WHERE r.round_id = :round_id AND (r.sort_key, r.id) > (:after_key, :after_id)
  AND r.state <> 'done' AND r.token_hash IS NOT NULL AND :parents = CASE WHEN r.role = 'parent' THEN 1 ELSE 0 END
ORDER BY r.sort_key, r.id LIMIT :limit;

-- name: survey_name_of one
-- arg: id i64
SELECT p.surname, p.given, p.patronymic FROM survey_response r JOIN person p ON p.id = r.person_id WHERE r.id = :id;
