--! 3: q: whether name may be NULL cannot be known because of LEFT; add -- col: name text, or text? when it may
-- name: q many
SELECT p.name FROM unit u LEFT JOIN unit p ON p.id = u.parent_id WHERE u.id = 1;
