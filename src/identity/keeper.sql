-- The coordinators of a unit, and of the levels above, the nearest first.
-- name: keepers many
-- arg: unit_id i64
-- arg: role i64
-- col: depth i64
SELECT a.id, a.person_id, a.email, w.depth
FROM unit_up w JOIN role_grant g ON g.unit_id = w.ancestor_id AND g.role = :role
JOIN account a ON a.id = g.account_id
WHERE w.unit_id = :unit_id AND a.disabled_at IS NULL ORDER BY w.depth, a.id LIMIT 50;
