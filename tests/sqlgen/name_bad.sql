--! 2: -- name: "Unit-By" cannot be a name in C
-- name: Unit-By one
SELECT name FROM unit WHERE id = 1;
