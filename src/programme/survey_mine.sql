-- Sheets of a person, the newest first.
-- name: survey_mine_rows many
-- arg: person_id i64
-- col: title text?
SELECT r.id, r.state, o.phase, o.closes_on, o.closed_at, u.utc_offset, p.title AS programme,
       (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM survey_response r JOIN survey_round o ON o.id = r.round_id JOIN programme p ON p.id = o.programme_id
JOIN unit u ON u.id = o.unit_id
WHERE r.person_id = :person_id ORDER BY r.id DESC LIMIT 100;
