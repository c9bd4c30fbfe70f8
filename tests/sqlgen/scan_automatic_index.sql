--! 3: q: all of b is read;
-- name: q many
SELECT v.day FROM visit v JOIN unit b ON b.name = v.kind WHERE v.unit_id > 4;
