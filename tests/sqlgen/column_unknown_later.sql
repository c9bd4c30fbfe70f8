--! 5: q: no such column: nme
-- name: q many
SELECT id
FROM unit
WHERE nme = 'a';
