--! 2: -- name: q: say one, many, each or exec, not "all"
-- name: q all
SELECT name FROM unit WHERE id = 1;
