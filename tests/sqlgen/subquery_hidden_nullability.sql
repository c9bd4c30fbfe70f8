--! 3: q: whether name may be NULL cannot be known because of (SELECT
-- name: q many
SELECT x.name
FROM (SELECT (SELECT p.name FROM unit p WHERE p.id = u.parent_id) AS name FROM unit u WHERE id = 1) x;
