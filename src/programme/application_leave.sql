-- Of one person, and of the children this person represents; of programmes that are not put away.
-- name: leave_of_person many
-- arg: person_id i64
-- arg: born_since i64
SELECT x.id, x.side, x.state, p.title, x.person_id, w.surname, w.given, w.patronymic
FROM participation x JOIN programme p ON p.id = x.programme_id JOIN person w ON w.id = x.person_id
WHERE p.state NOT IN ('archived', 'cancelled')
  AND (x.person_id = :person_id
       OR x.person_id IN (SELECT m.minor_id FROM representative m JOIN person k ON k.id = m.minor_id
                          WHERE m.person_id = :person_id AND coalesce(k.birth_year, :born_since) >= :born_since))
ORDER BY x.id DESC LIMIT 50;

-- name: leave_row one
-- arg: id i64
SELECT x.unit_id, x.person_id, x.side, p.title
FROM participation x JOIN programme p ON p.id = x.programme_id WHERE x.id = :id;
