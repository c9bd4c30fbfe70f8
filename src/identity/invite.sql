-- name: invite_insert exec
-- arg: id i64
-- arg: token_hash blob
-- arg: unit_id i64
-- arg: role i64
-- arg: person_id i64?
-- arg: name text
-- arg: created_by i64?
-- arg: created_at i64
-- arg: expires_at i64
INSERT INTO invite (id, token_hash, unit_id, role, person_id, name, created_by, created_at, expires_at)
VALUES (:id, :token_hash, :unit_id, :role, :person_id, :name, :created_by, :created_at, :expires_at);

-- name: invite_row one
-- arg: id i64
-- arg: now i64
SELECT i.id, i.unit_id, i.role, i.person_id, i.name, i.created_by, i.created_at,
       i.expires_at, u.name AS unit_name
FROM invite i JOIN unit u ON u.id = i.unit_id
WHERE i.id = :id AND i.used_at IS NULL AND i.expires_at > :now;

-- name: invite_id_by_hash one
-- arg: token_hash blob
SELECT id FROM invite WHERE token_hash = :token_hash;

-- name: invite_rows many
-- arg: unit_id i64
-- arg: before i64
-- arg: now i64
-- arg: n i64
SELECT i.id, i.unit_id, i.role, i.person_id, i.name, i.created_by, i.created_at,
       i.expires_at, u.name AS unit_name
FROM invite i JOIN unit u ON u.id = i.unit_id
WHERE i.unit_id = :unit_id AND i.id < :before AND i.used_at IS NULL AND i.expires_at > :now
ORDER BY i.id DESC LIMIT :n;

-- name: invite_open_count one
-- arg: unit_id i64
-- arg: now i64
-- col: n i64
SELECT count(*) AS n FROM invite WHERE unit_id = :unit_id AND used_at IS NULL AND expires_at > :now;

-- name: invite_root one
SELECT id FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1;

-- Closing moves the end to now: the row stays for the journal.
-- name: invite_close exec
-- arg: id i64
-- arg: unit_id i64
-- arg: now i64
UPDATE invite SET expires_at = :now
WHERE id = :id AND unit_id = :unit_id AND used_at IS NULL AND expires_at > :now;

-- Only one of two that come together changes the row.
-- name: invite_use exec
-- arg: id i64
-- arg: used_by i64
-- arg: now i64
UPDATE invite SET used_at = :now, used_by = :used_by
WHERE id = :id AND used_at IS NULL AND expires_at > :now;

-- name: invite_link_person exec
-- arg: account_id i64
-- arg: person_id i64
UPDATE account SET person_id = :person_id WHERE id = :account_id AND person_id IS NULL;

-- name: invite_place one
-- arg: id i64
SELECT unit_id FROM invite WHERE id = :id;

-- What the one who invited may still do at the unit.
-- name: invite_giver_roles many
-- arg: unit_id i64
-- arg: account_id i64
SELECT g.role FROM unit_up u JOIN role_grant g ON g.unit_id = u.ancestor_id
JOIN account a ON a.id = g.account_id
WHERE u.unit_id = :unit_id AND g.account_id = :account_id AND a.disabled_at IS NULL;
