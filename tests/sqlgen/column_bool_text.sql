--! 3: q: name is declared bool, the schema says text
-- name: q many
-- col: name bool
SELECT name FROM unit WHERE id = 1;
