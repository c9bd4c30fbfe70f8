-- Of one person, and of the children this person represents; of programmes that are not put away.
-- name: leave_of_person many
-- arg: person_id i64
-- arg: born_since i64
-- col: id i64
-- col: side text
-- col: state text
-- col: title text
-- col: person_id i64
-- col: surname text
-- col: given text
-- col: patronymic text
SELECT x.id, x.side, x.state, p.title, x.person_id, w.surname, w.given, w.patronymic
FROM (SELECT CAST(:person_id AS BIGINT) AS id
      UNION
      SELECT m.minor_id FROM representative m JOIN person k ON k.id = m.minor_id
      WHERE m.person_id = :person_id AND coalesce(k.birth_year, :born_since) >= :born_since) o
JOIN participation x ON x.person_id = o.id JOIN programme p ON p.id = x.programme_id JOIN person w ON w.id = x.person_id
WHERE p.state NOT IN ('archived', 'cancelled')
ORDER BY x.id DESC LIMIT 50;

-- name: leave_row one
-- arg: id i64
SELECT x.unit_id, x.person_id, x.side, p.title
FROM participation x JOIN programme p ON p.id = x.programme_id WHERE x.id = :id;
