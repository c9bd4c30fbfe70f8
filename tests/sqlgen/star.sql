--! 3: q: name the columns instead of *
-- name: q many
SELECT * FROM unit WHERE id = 1;
