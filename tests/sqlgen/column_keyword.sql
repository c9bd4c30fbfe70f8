--! 3: q: "default" cannot be a field in C; name the column with AS
-- name: q many
SELECT name AS "default" FROM unit WHERE id = 1;
