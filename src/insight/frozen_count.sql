-- Everybody of the units of a tree, in no order.
-- name: count_parts each
-- arg: unit_id i64
-- col: birth_year i64?
-- col: role_model text?
SELECT p.unit_id, p.id, p.birth_year, x.side, x.state, x.form_code, x.place, x.joined_on, x.finished_on, g.starts_on,
       g.ends_on, g.state AS programme_state,
       CASE WHEN x.side = 'mentee' THEN
           (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) END AS role_model
FROM unit_up d JOIN person p ON p.unit_id = d.unit_id JOIN participation x ON x.person_id = p.id
JOIN programme g ON g.id = x.programme_id
WHERE d.ancestor_id = :unit_id;

-- Units of a tree with a programme in a term and a regulation behind it.
-- name: count_programmes many
-- arg: unit_id i64
-- arg: first text
-- arg: last text
SELECT g.unit_id FROM unit_up d JOIN programme g ON g.unit_id = d.unit_id
WHERE d.ancestor_id = :unit_id AND g.state NOT IN ('draft', 'cancelled') AND g.starts_on <= :last AND g.ends_on >= :first
  AND EXISTS (SELECT 1 FROM stage_mark m WHERE m.programme_id = g.id AND m.item = 'regulation')
GROUP BY g.unit_id;
