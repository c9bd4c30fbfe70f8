--! 3: q: whether id may be NULL cannot be known because of LEFT
-- name: q many
SELECT p.id FROM unit u left join unit p ON p.id = u.parent_id WHERE u.id = 1;
