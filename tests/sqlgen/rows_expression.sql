--! 5: q: rows is for INSERT … VALUES (…) with nothing but parameters and numbers in the brackets
-- name: q rows
-- arg: id i64
-- arg: name text
INSERT INTO unit (id, name) VALUES (:id, coalesce(:name, ''));
