--! 5: q: the next query begins before the ; of this one
-- name: q many
SELECT id FROM unit WHERE id = 1

-- name: p many
SELECT id FROM unit WHERE id = 1;
