--! 3: -- arg: id: the type "" is none of i64 f64 text blob bool
-- name: q many
-- arg: id
SELECT name FROM unit WHERE id = :id;
