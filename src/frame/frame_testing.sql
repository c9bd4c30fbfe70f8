-- Rows that tests lay out.

-- name: testing_unit_insert exec
-- arg: id i64
-- arg: parent_id i64?
-- arg: kind text
-- arg: name text
-- arg: now i64
INSERT INTO unit (id, parent_id, kind, name, short_name, name_key, created_at)
VALUES (:id, :parent_id, :kind, :name, :name, :name, :now);

-- name: testing_up_self exec
-- arg: id i64
INSERT INTO unit_up (unit_id, ancestor_id, depth, kind, name_key)
SELECT u.id, u.id, 0, u.kind, u.name_key FROM unit u WHERE u.id = :id;

-- name: testing_up_parent exec
-- arg: id i64
-- arg: parent_id i64
INSERT INTO unit_up (unit_id, ancestor_id, depth, kind, name_key)
SELECT u.id, x.ancestor_id, x.depth + 1, u.kind, u.name_key FROM unit_up x JOIN unit u ON u.id = :id
WHERE x.unit_id = :parent_id;

-- name: testing_person_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: surname text
-- arg: given text
-- arg: now i64
INSERT INTO person (id, unit_id, surname, given, name_key, created_at)
VALUES (:id, :unit_id, :surname, :given, :surname, :now);

-- name: testing_account_insert exec
-- arg: id i64
-- arg: login text
-- arg: person_id i64?
-- arg: now i64
INSERT INTO account (id, login, person_id, display_name, created_at)
VALUES (:id, :login, :person_id, :login, :now);

-- name: testing_grant_insert exec
-- arg: id i64
-- arg: account_id i64
-- arg: unit_id i64
-- arg: role i64
-- arg: now i64
INSERT INTO role_grant (id, account_id, unit_id, role, granted_at)
VALUES (:id, :account_id, :unit_id, :role, :now);

-- name: testing_account_person one
-- arg: id i64
SELECT person_id FROM account WHERE id = :id;
