--! 3: q: name the columns instead of *
-- name: q many
SELECT u.* FROM unit u WHERE id = 1;
