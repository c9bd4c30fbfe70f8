--! 3: -- arg: id: the type "int" is none of i64 f64 text blob bool (with ? when it may be NULL)
-- name: q many
-- arg: id int
SELECT name FROM unit WHERE id = :id;
