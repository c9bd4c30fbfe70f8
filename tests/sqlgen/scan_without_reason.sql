--! 3: -- scan: say once, in a few words, why the table is small
-- name: q many
-- scan: ok
SELECT id FROM unit WHERE name = 'a';
