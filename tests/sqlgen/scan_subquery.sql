--! 3: q: all of visit is read;
-- name: q many
SELECT id FROM unit WHERE id IN (SELECT unit_id FROM visit WHERE kind = 'a');
