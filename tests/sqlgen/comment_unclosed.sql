--! 3: q: at "/* here WHERE id = 1;": not closed
-- name: q many
SELECT name FROM unit /* here WHERE id = 1;
