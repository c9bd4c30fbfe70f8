--! 3: q: at "`": not closed, or not common
-- name: q many
SELECT `name` FROM unit WHERE id = 1;
