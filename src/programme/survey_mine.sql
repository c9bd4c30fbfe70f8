-- Sheets of a person, and those that a parent fills about a child; the newest first.
-- name: survey_mine_rows many
-- arg: person_id i64
-- arg: born_since i64
-- col: id i64
-- col: role text
-- col: state text
-- col: given text
-- col: phase text
-- col: closes_on text
-- col: closed_at i64?
-- col: utc_offset i64
-- col: programme text
-- col: title text?
SELECT r.id, r.role, r.state, w.given, o.phase, o.closes_on, o.closed_at, u.utc_offset, p.title AS programme,
       (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM (SELECT q.id FROM survey_response q WHERE q.person_id = :person_id AND q.role <> 'parent'
      UNION ALL
      SELECT q.id FROM representative m JOIN person k ON k.id = m.minor_id JOIN survey_response q ON q.person_id = k.id
      WHERE m.person_id = :person_id AND q.role = 'parent' AND coalesce(k.birth_year, :born_since) >= :born_since) x
JOIN survey_response r ON r.id = x.id JOIN survey_round o ON o.id = r.round_id JOIN programme p ON p.id = o.programme_id
JOIN unit u ON u.id = o.unit_id JOIN person w ON w.id = r.person_id
ORDER BY r.id DESC LIMIT 100;
