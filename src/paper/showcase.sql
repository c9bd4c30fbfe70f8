-- name: showcase_row one
-- arg: unit_id i64
SELECT unit_id, code, opened, about, contacts FROM showcase WHERE unit_id = :unit_id;

-- name: showcase_of_code one
-- arg: code i64
SELECT unit_id FROM showcase WHERE code = :code;

-- name: showcase_insert exec
-- arg: unit_id i64
-- arg: code i64
-- arg: now i64
INSERT INTO showcase (unit_id, code, opened, about, contacts, changed_at) VALUES (:unit_id, :code, 0, '', '', :now)
ON CONFLICT DO NOTHING;

-- name: showcase_update exec
-- arg: unit_id i64
-- arg: opened i64
-- arg: about text
-- arg: contacts text
-- arg: now i64
-- arg: changed_by i64?
UPDATE showcase SET opened = :opened, about = :about, contacts = :contacts, changed_at = :now, changed_by = :changed_by
WHERE unit_id = :unit_id;

-- name: showcase_people_rows many
-- arg: unit_id i64
SELECT id, person_id, part, post, results, photo FROM showcase_person WHERE unit_id = :unit_id
ORDER BY part, id LIMIT 100;

-- name: showcase_person_row one
-- arg: id i64
SELECT id, unit_id, person_id, part, photo FROM showcase_person WHERE id = :id;

-- name: showcase_person_of one
-- arg: person_id i64
-- arg: unit_id i64
SELECT id, part, post, results, photo FROM showcase_person WHERE person_id = :person_id AND unit_id = :unit_id;

-- name: showcase_person_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: part text
-- arg: post text
-- arg: results text
-- arg: now i64
-- arg: made_by i64?
INSERT INTO showcase_person (id, unit_id, person_id, part, post, results, made_at, made_by)
VALUES (:id, :unit_id, :person_id, :part, :post, :results, :now, :made_by);

-- name: showcase_person_update exec
-- arg: id i64
-- arg: part text
-- arg: post text
-- arg: results text
UPDATE showcase_person SET part = :part, post = :post, results = :results WHERE id = :id;

-- name: showcase_person_photo exec
-- arg: id i64
-- arg: photo text
UPDATE showcase_person SET photo = :photo WHERE id = :id;

-- name: showcase_person_delete exec
-- arg: id i64
DELETE FROM showcase_person WHERE id = :id;

-- name: showcase_people_count one
-- arg: unit_id i64
-- col: n i64
SELECT count(*) AS n FROM showcase_person WHERE unit_id = :unit_id;

-- name: showcase_stories_rows many
-- arg: unit_id i64
SELECT id, person_id, title, body, made_at FROM showcase_story WHERE unit_id = :unit_id ORDER BY id DESC LIMIT 50;

-- name: showcase_stories_count one
-- arg: unit_id i64
-- col: n i64
SELECT count(*) AS n FROM showcase_story WHERE unit_id = :unit_id;

-- name: showcase_story_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64?
-- arg: title text
-- arg: body text
-- arg: now i64
-- arg: made_by i64?
INSERT INTO showcase_story (id, unit_id, person_id, title, body, made_at, made_by)
VALUES (:id, :unit_id, :person_id, :title, :body, :now, :made_by);

-- name: showcase_story_delete exec
-- arg: id i64
-- arg: unit_id i64
DELETE FROM showcase_story WHERE id = :id AND unit_id = :unit_id;
