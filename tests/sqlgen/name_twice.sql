--! 5: q is there already, at line 2
-- name: q one
SELECT name FROM unit WHERE id = 1;

-- name: q one
SELECT name FROM unit WHERE id = 2;
