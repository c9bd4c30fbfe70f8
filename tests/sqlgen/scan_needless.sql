--! 3: q: nothing is scanned; remove -- scan:
-- name: q many
-- scan: units are few, they say
SELECT id FROM unit WHERE id = 1;
