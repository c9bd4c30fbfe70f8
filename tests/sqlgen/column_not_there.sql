--! 3: q: the result has no column nme
-- name: q many
-- col: nme text
SELECT name FROM unit WHERE id = 1;
