--! 4: -- arg: id is declared twice
-- name: q many
-- arg: id i64
-- arg: id text
SELECT name FROM unit WHERE id = :id;
