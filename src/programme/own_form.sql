-- Forms of a unit and of those above it.
-- name: own_forms_of many
-- arg: unit_id i64
SELECT f.id, f.code, f.name, f.mentor_kind, f.mentee_kind, f.aim, f.base
FROM unit_up w JOIN unit_form f ON f.unit_id = w.ancestor_id
WHERE w.unit_id = :unit_id ORDER BY f.id LIMIT 200;

-- name: own_forms_at many
-- arg: unit_id i64
SELECT id, code, name, mentor_kind, mentee_kind, aim, base FROM unit_form WHERE unit_id = :unit_id ORDER BY id LIMIT 50;

-- name: own_form_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: code text
-- arg: name text
-- arg: mentor_kind text
-- arg: mentee_kind text
-- arg: aim text
-- arg: base text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO unit_form (id, unit_id, code, name, mentor_kind, mentee_kind, aim, base, made_by, made_at)
VALUES (:id, :unit_id, :code, :name, :mentor_kind, :mentee_kind, :aim, :base, :made_by, :made_at);

-- name: own_form_delete exec
-- arg: id i64
-- arg: unit_id i64
DELETE FROM unit_form WHERE id = :id AND unit_id = :unit_id;

-- name: own_form_row one
-- arg: id i64
SELECT unit_id, code, name FROM unit_form WHERE id = :id;

-- Who has it, at the unit and below.
-- name: own_form_users one
-- arg: unit_id i64
-- arg: code text
-- arg: like_code text
-- col: programmes i64
-- col: people i64
-- col: pairs i64
SELECT (SELECT count(*) FROM unit_up w JOIN programme g ON g.unit_id = w.unit_id
        JOIN programme_form f ON f.programme_id = g.id AND f.form_code = :code WHERE w.ancestor_id = :unit_id) AS programmes,
       (SELECT count(*) FROM unit_up w JOIN programme g ON g.unit_id = w.unit_id
        JOIN participation x ON x.programme_id = g.id AND x.form_code LIKE :like_code WHERE w.ancestor_id = :unit_id) AS people,
       (SELECT count(*) FROM unit_up w JOIN programme g ON g.unit_id = w.unit_id
        JOIN pair x ON x.programme_id = g.id AND x.form_code = :code WHERE w.ancestor_id = :unit_id) AS pairs;
