-- name: world_has_accounts one
-- scan: looks at one row
SELECT id FROM account LIMIT 1;

-- name: world_latest_pack one
SELECT id FROM pack WHERE current = 1 ORDER BY code LIMIT 1;

-- A published pair whose mentee has a number of years; for the two demo accounts.
-- name: world_pair one
-- arg: programme_id i64
SELECT e.person_id AS mentee, o.person_id AS mentor, e.unit_id,
       p.surname, p.given, p.patronymic,
       q.surname AS mentor_surname, q.given AS mentor_given, q.patronymic AS mentor_patronymic
FROM pair x JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
JOIN person p ON p.id = e.person_id JOIN person q ON q.id = o.person_id
WHERE x.programme_id = :programme_id ORDER BY x.sort_key, x.id LIMIT 1;

-- name: world_representative exec
-- arg: person_id i64
-- arg: minor_id i64
-- arg: unit_id i64
-- arg: created_at i64
INSERT INTO representative (person_id, minor_id, unit_id, kind, created_at)
VALUES (:person_id, :minor_id, :unit_id, 'parent', :created_at);

-- Everybody of a programme, for their consents.
-- name: world_people many
-- arg: programme_id i64
SELECT x.person_id, x.side, p.unit_id, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id ORDER BY x.side, x.sort_key, x.id;

-- The parents among the demo accounts signed themselves.
-- name: world_parent one
-- arg: minor_id i64
SELECT q.id, q.surname, q.given, q.patronymic FROM representative r JOIN person q ON q.id = r.person_id
WHERE r.minor_id = :minor_id LIMIT 1;

-- name: world_consent rows
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: text_id i64
-- arg: given_by_id i64?
-- arg: given_by text
-- arg: relation text
-- arg: given_on text
-- arg: recorded_by i64
-- arg: recorded_at i64
INSERT INTO consent (id, unit_id, person_id, text_id, given_by_id, given_by, relation, method, given_on, recorded_by, recorded_at)
VALUES (:id, :unit_id, :person_id, :text_id, :given_by_id, :given_by, :relation, 'paper', :given_on, :recorded_by, :recorded_at);
