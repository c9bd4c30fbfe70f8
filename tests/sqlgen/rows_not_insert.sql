--! 4: q: rows is for INSERT
-- name: q rows
-- arg: id i64
DELETE FROM unit WHERE id = :id;
