--! 3: q: name is declared i64, the schema says text
-- name: q many
-- col: name i64
SELECT name FROM unit WHERE id = 1;
