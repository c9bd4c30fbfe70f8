--! 4: q: each is for reading only
-- name: q each
-- col: id i64
DELETE FROM unit WHERE id = 1 RETURNING id;
