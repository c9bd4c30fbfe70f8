--! 4: q: at "'abc": not closed
-- name: q many
SELECT name FROM unit WHERE id = 1
AND name = 'abc
;
