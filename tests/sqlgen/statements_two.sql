--! 4: q: two statements in one query; give the second its own -- name:
-- name: q exec
-- a comment
DELETE FROM unit WHERE id = 1; DELETE FROM unit WHERE id = 2;
