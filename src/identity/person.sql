-- name: person_row one
-- arg: id i64
SELECT id, unit_id, surname, given, patronymic, birth_year
FROM person WHERE id = :id AND erased_at IS NULL;

-- name: person_insert rows
-- arg: id i64
-- arg: unit_id i64
-- arg: surname text
-- arg: given text
-- arg: patronymic text
-- arg: name_key text
-- arg: birth_year i64?
-- arg: import_id i64?
-- arg: created_at i64
INSERT INTO person (id, unit_id, surname, given, patronymic, name_key, birth_year, import_id, created_at)
VALUES (:id, :unit_id, :surname, :given, :patronymic, :name_key, :birth_year, :import_id, :created_at);

-- name: person_set_name exec
-- arg: id i64
-- arg: surname text
-- arg: given text
-- arg: patronymic text
-- arg: name_key text
UPDATE person SET surname = :surname, given = :given, patronymic = :patronymic, name_key = :name_key
WHERE id = :id;

-- name: person_set_display exec
-- arg: id i64
-- arg: display_name text
UPDATE account SET display_name = :display_name WHERE person_id = :id;

-- name: person_set_sort_key exec
-- arg: id i64
-- arg: name_key text
UPDATE role_grant SET sort_key = :name_key
WHERE account_id IN (SELECT id FROM account WHERE person_id = :id);

-- Lists of registries and pairs are ordered by the name: they keep the same key, the list of pairs also
-- the full name (schema/0002, 0003).
-- name: person_set_list_key exec
-- arg: id i64
-- arg: name_key text
UPDATE participation SET sort_key = :name_key WHERE person_id = :id;

-- name: person_set_mentee exec
-- arg: id i64
-- arg: full_name text
-- arg: name_key text
UPDATE pair SET mentee_name = :full_name, sort_key = :name_key
WHERE mentee_id IN (SELECT id FROM participation WHERE person_id = :id);

-- name: person_set_mentor exec
-- arg: id i64
-- arg: full_name text
UPDATE pair SET mentor_name = :full_name
WHERE mentor_id IN (SELECT id FROM participation WHERE person_id = :id);

-- name: person_contact_rows many
-- arg: person_id i64
SELECT kind, value, owner, note FROM person_contact
WHERE person_id = :person_id ORDER BY kind, value LIMIT 50;

-- name: person_contact_insert rows
-- arg: person_id i64
-- arg: unit_id i64
-- arg: kind text
-- arg: value text
-- arg: owner text
-- arg: note text
-- arg: import_id i64?
INSERT INTO person_contact (person_id, unit_id, kind, value, owner, note, import_id)
VALUES (:person_id, :unit_id, :kind, :value, :owner, :note, :import_id)
ON CONFLICT (person_id, kind, value) DO NOTHING;

-- name: person_put_birth_year exec
-- arg: id i64
-- arg: year i64
UPDATE person SET birth_year = :year WHERE id = :id;
