--! 3: q has no statement
-- name: q many
-- name: p many
SELECT id FROM unit WHERE id = 1;
