--! 3: q: no such column: abc
-- name: q many
SELECT name FROM unit WHERE id = 1 AND name = "abc";
