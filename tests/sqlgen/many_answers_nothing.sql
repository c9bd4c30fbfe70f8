--! 3: q: it answers no rows; say exec
-- name: q many
DELETE FROM unit WHERE id = 1;
