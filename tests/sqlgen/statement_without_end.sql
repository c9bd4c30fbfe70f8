--! 3: q: the statement has no end; close it with ;
-- name: q many
SELECT id FROM unit WHERE id = 1
