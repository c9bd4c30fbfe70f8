-- The unit and what is above it up to the top; the unit alone when the top is not above it.
-- name: place_up many
-- arg: unit_id i64
-- arg: top i64
-- col: id i64
-- col: short_name text
SELECT u.id, u.short_name FROM unit_up up JOIN unit u ON u.id = up.ancestor_id
WHERE up.unit_id = :unit_id AND up.depth <= coalesce(
    (SELECT depth FROM unit_up WHERE unit_id = :unit_id AND ancestor_id = :top), 0)
ORDER BY up.depth DESC;

-- name: place_zone one
-- arg: unit_id i64
SELECT utc_offset FROM unit WHERE id = :unit_id;

-- name: place_rows many
-- arg: account_id i64
SELECT g.unit_id, g.role, u.short_name, u.kind FROM role_grant g JOIN unit u ON u.id = g.unit_id
WHERE g.account_id = :account_id AND u.archived_at IS NULL ORDER BY g.role, u.name_key, g.unit_id LIMIT 200;
