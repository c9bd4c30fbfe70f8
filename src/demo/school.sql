-- Everybody of a programme on one side, as their states are to be changed.
-- name: school_people many
-- arg: programme_id i64
-- arg: side text
SELECT x.id, x.person_id, x.state, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = :side ORDER BY x.sort_key, x.id LIMIT 1000;

-- name: school_representative exec
-- arg: person_id i64
-- arg: minor_id i64
-- arg: unit_id i64
-- arg: created_at i64
INSERT INTO representative (person_id, minor_id, unit_id, kind, created_at)
VALUES (:person_id, :minor_id, :unit_id, 'parent', :created_at);

-- name: school_pairs many
-- arg: programme_id i64
SELECT id, state FROM pair WHERE programme_id = :programme_id ORDER BY sort_key, id LIMIT 1000;
