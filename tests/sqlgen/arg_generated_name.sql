--! 3: -- arg: "db" cannot be a name in C
-- name: q many
-- arg: db i64
SELECT name FROM unit WHERE id = :db;
