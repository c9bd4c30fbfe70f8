-- name: pairs_page many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: to_key text
SELECT id, form_code, state, score, mentee_name, mentor_name FROM pair
WHERE programme_id = :programme_id AND (sort_key, id) > (:after_key, :after_id) AND sort_key < :to_key
ORDER BY sort_key, id LIMIT 51;

-- Found by the index of states: SQLite would rather walk pair_list, which has all that is shown.
-- name: pairs_of_state many
-- arg: programme_id i64
-- arg: state text
-- arg: after_key text
-- arg: after_id i64
-- arg: to_key text
SELECT x.id, x.form_code, x.state, x.score, x.mentee_name, x.mentor_name
FROM (SELECT o.id FROM pair o
      WHERE o.programme_id = :programme_id AND o.state = :state AND (o.sort_key, o.id) > (:after_key, :after_id)
        AND o.sort_key < :to_key
      ORDER BY o.sort_key, o.id LIMIT 51) k JOIN pair x ON x.id = k.id
ORDER BY x.sort_key, x.id;

-- name: pairs_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM pair WHERE id = :id AND programme_id = :programme_id;

-- name: pairs_total one
-- arg: programme_id i64
SELECT n, mean FROM pair_total WHERE programme_id = :programme_id;

-- name: pair_row one
-- arg: id i64
-- col: mentee_birth i64?
-- col: mentor_birth i64?
SELECT x.id, x.unit_id, x.programme_id, x.mentee_id, x.mentor_id, x.form_code, x.role_model, x.state, x.score, x.shared,
       x.created_at, x.ended_at, g.pack_id, g.title AS programme_title,
       e.person_id AS mentee_person, p.surname AS mentee_surname, p.given AS mentee_given,
       p.patronymic AS mentee_patronymic, p.birth_year AS mentee_birth, e.request,
       o.person_id AS mentor_person, q.surname AS mentor_surname, q.given AS mentor_given,
       q.patronymic AS mentor_patronymic, q.birth_year AS mentor_birth, o.competencies
FROM pair x JOIN programme g ON g.id = x.programme_id
JOIN participation e ON e.id = x.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = x.mentor_id JOIN person q ON q.id = o.person_id
WHERE x.id = :id;

-- Living pairs of one person, on either side, and of the children this person represents.
-- name: pairs_of_person many
-- arg: person_id i64
-- arg: born_since i64
-- col: id i64
WITH those (id) AS (
    SELECT CAST(:person_id AS BIGINT)
    UNION
    SELECT m.minor_id FROM representative m JOIN person k ON k.id = m.minor_id
    WHERE m.person_id = :person_id AND coalesce(k.birth_year, :born_since) >= :born_since)
SELECT x.id FROM pair x
WHERE x.state IN ('agreed', 'active')
  AND x.id IN (SELECT q.id FROM those JOIN participation e ON e.person_id = those.id JOIN pair q ON q.mentee_id = e.id
               UNION ALL
               SELECT q.id FROM those JOIN participation e ON e.person_id = those.id JOIN pair q ON q.mentor_id = e.id)
ORDER BY x.id LIMIT 100;

-- Who answers for the programme: a coordinator of the unit or right above it.
-- name: pair_curator one
-- arg: unit_id i64
-- arg: role i64
SELECT a.display_name, u.phone
FROM unit_up w JOIN role_grant g ON g.unit_id = w.ancestor_id AND g.role = :role
JOIN account a ON a.id = g.account_id JOIN unit u ON u.id = w.ancestor_id
WHERE w.unit_id = :unit_id AND a.disabled_at IS NULL ORDER BY w.depth, a.id LIMIT 1;
