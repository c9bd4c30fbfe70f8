--! 3: q: whether name may be NULL cannot be known because of UNION
-- name: q many
SELECT name FROM unit WHERE id = 1 UNION ALL SELECT note FROM unit WHERE id = 2;
