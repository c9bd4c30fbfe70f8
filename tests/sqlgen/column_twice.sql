--! 3: q: two columns are called name; rename one with AS
-- name: q many
SELECT u.name, p.name FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.id = 1;
