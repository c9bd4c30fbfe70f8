--! 3: q: all of unit is read; add an index to the schema, or -- scan: with the reason why that stays small
-- name: q many
SELECT id FROM unit WHERE name = 'a';
