--! 4: q: no such column: nme
-- name: q many
-- col: id i64
SELECT id, nme
FROM unit WHERE id = 1;
