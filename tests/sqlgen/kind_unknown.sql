--! 2: -- name: q: say one, many, each, exec or rows, not "all"
-- name: q all
SELECT name FROM unit WHERE id = 1;
