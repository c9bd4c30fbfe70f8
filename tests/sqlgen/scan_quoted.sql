--! 3: q: all of u is read;
-- name: q many
SELECT u.id FROM "unit" AS "u" WHERE u.name = 'a';
