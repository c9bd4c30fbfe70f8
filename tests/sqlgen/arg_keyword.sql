--! 3: -- arg: "default" cannot be a name in C
-- name: q many
-- arg: default i64
SELECT name FROM unit WHERE id = :default;
