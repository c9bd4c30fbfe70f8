--! 4: q: whether name may be NULL cannot be known because of (SELECT
-- name: q many
-- col: id i64
SELECT id, (SELECT p.name FROM unit p WHERE p.id = u.parent_id) AS name FROM unit u WHERE id = 1;
