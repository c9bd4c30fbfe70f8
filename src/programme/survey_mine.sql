-- Sheets of a person, and those that a parent fills about a child; the newest first.
-- name: survey_mine_rows many
-- arg: person_id i64
-- arg: born_since i64
-- col: title text?
SELECT r.id, r.role, r.state, w.given, o.phase, o.closes_on, o.closed_at, u.utc_offset, p.title AS programme,
       (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM survey_response r JOIN survey_round o ON o.id = r.round_id JOIN programme p ON p.id = o.programme_id
JOIN unit u ON u.id = o.unit_id JOIN person w ON w.id = r.person_id
WHERE (r.person_id = :person_id AND r.role <> 'parent')
   OR (r.role = 'parent' AND coalesce(w.birth_year, :born_since) >= :born_since
       AND r.person_id IN (SELECT m.minor_id FROM representative m WHERE m.person_id = :person_id))
ORDER BY r.id DESC LIMIT 100;
