--! 3: q: all of unit is read;
-- name: q exec
DELETE FROM unit WHERE name = 'a';
