-- name: role_holder_rows many
-- arg: unit_id i64
-- arg: role i64
-- arg: participants bool
-- arg: first i64
-- arg: last i64
-- arg: q_end text
-- arg: after_key text
-- arg: after_id i64
-- arg: n i64
-- col: totp bool
SELECT g.id, g.account_id, a.person_id, g.role, a.display_name, a.login, g.sort_key, g.granted_at,
       a.disabled_at, CASE WHEN a.totp_secret IS NULL THEN 0 ELSE 1 END AS totp
FROM role_grant g JOIN account a ON a.id = g.account_id
WHERE g.unit_id = :unit_id AND (g.sort_key, g.id) > (:after_key, :after_id) AND g.sort_key < :q_end
  AND (:role = 0 OR g.role = :role) AND (:participants = 1 OR g.role < :first OR g.role > :last)
ORDER BY g.sort_key, g.id LIMIT :n;

-- name: role_count_rows many
-- arg: unit_id i64
-- col: n i64
SELECT role, count(*) AS n FROM role_grant WHERE unit_id = :unit_id GROUP BY role ORDER BY role;

-- name: role_grant_row one
-- arg: id i64
-- arg: unit_id i64
-- col: totp bool
SELECT g.id, g.account_id, a.person_id, g.role, a.display_name, a.login, g.sort_key, g.granted_at,
       a.disabled_at, CASE WHEN a.totp_secret IS NULL THEN 0 ELSE 1 END AS totp
FROM role_grant g JOIN account a ON a.id = g.account_id
WHERE g.id = :id AND g.unit_id = :unit_id;

-- name: role_unit_kind one
-- arg: unit_id i64
SELECT kind FROM unit WHERE id = :unit_id AND archived_at IS NULL;

-- name: role_sort_key one
-- arg: account_id i64
-- col: name_key text?
-- col: login text
SELECT p.name_key, a.login FROM account a LEFT JOIN person p ON p.id = a.person_id
WHERE a.id = :account_id;

-- name: role_grant_insert exec
-- arg: id i64
-- arg: account_id i64
-- arg: unit_id i64
-- arg: role i64
-- arg: sort_key text
-- arg: granted_by i64?
-- arg: granted_at i64
INSERT INTO role_grant (id, account_id, unit_id, role, sort_key, granted_by, granted_at)
VALUES (:id, :account_id, :unit_id, :role, :sort_key, :granted_by, :granted_at)
ON CONFLICT (account_id, unit_id, role) DO NOTHING;

-- name: role_grant_delete exec
-- arg: account_id i64
-- arg: unit_id i64
-- arg: role i64
DELETE FROM role_grant WHERE account_id = :account_id AND unit_id = :unit_id AND role = :role;

-- Living administrators of the whole installation: they stand at the root only.
-- name: role_admins one
-- arg: role i64
-- col: n i64
SELECT count(*) AS n FROM unit u JOIN role_grant g ON g.unit_id = u.id AND g.role = :role
JOIN account a ON a.id = g.account_id
WHERE u.parent_id IS NULL AND a.disabled_at IS NULL;

-- name: role_grant_place one
-- arg: id i64
SELECT unit_id FROM role_grant WHERE id = :id;
