--! 3: -- args: is not known; there are name, arg, col, scan, pg
-- name: q one
-- args: id i64
SELECT name FROM unit WHERE id = 1;
