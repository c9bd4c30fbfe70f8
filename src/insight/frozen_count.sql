-- «+ 0»: for the first rows of a walk PostgreSQL would go through everybody in the order of the ids.
-- name: count_parts each
-- arg: unit_id i64
-- col: birth_year i64?
-- col: role_model text?
SELECT p.id, p.birth_year, x.side, x.state, x.form_code, x.place, x.joined_on, x.finished_on, g.starts_on, g.ends_on,
       g.state AS programme_state,
       (SELECT q.role_model FROM pair q WHERE q.mentee_id = x.id ORDER BY q.state, q.id LIMIT 1) AS role_model
FROM person p JOIN participation x ON x.person_id = p.id JOIN programme g ON g.id = x.programme_id
WHERE p.unit_id = :unit_id ORDER BY p.id + 0;

-- Programmes of a unit in a term with a regulation behind them.
-- name: count_programmes one
-- arg: unit_id i64
-- arg: first text
-- arg: last text
-- col: n i64
SELECT count(*) AS n FROM programme g
WHERE g.unit_id = :unit_id AND g.state NOT IN ('draft', 'cancelled') AND g.starts_on <= :last AND g.ends_on >= :first
  AND EXISTS (SELECT 1 FROM stage_mark m WHERE m.programme_id = g.id AND m.item = 'regulation');
