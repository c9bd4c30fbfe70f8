-- name: representative_rows many
-- arg: minor_id i64
-- arg: born_since i64
SELECT r.person_id, q.surname, q.given, q.patronymic
FROM representative r JOIN person p ON p.id = r.minor_id JOIN person q ON q.id = r.person_id
WHERE r.minor_id = :minor_id AND coalesce(p.birth_year, :born_since) >= :born_since
ORDER BY r.person_id LIMIT 2;

-- name: representative_insert exec
-- arg: person_id i64
-- arg: minor_id i64
-- arg: unit_id i64
-- arg: now i64
INSERT INTO representative (person_id, minor_id, unit_id, created_at) VALUES (:person_id, :minor_id, :unit_id, :now)
ON CONFLICT DO NOTHING;

-- name: representative_delete exec
-- arg: account_id i64
-- arg: unit_id i64
DELETE FROM representative
WHERE unit_id = :unit_id AND person_id = (SELECT a.person_id FROM account a WHERE a.id = :account_id);
