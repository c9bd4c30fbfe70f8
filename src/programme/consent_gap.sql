-- name: consent_gap_people many
-- arg: programme_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
-- col: birth_year i64?
SELECT x.id, x.sort_key, x.person_id, x.state, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 101;

-- name: consent_gap_edge one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;
