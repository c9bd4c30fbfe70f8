--! 3: q: the argument id is not used; remove it, or write :id
-- name: q many
-- arg: id i64
SELECT name FROM unit WHERE id = 1 AND name = ':id' -- :id
;
