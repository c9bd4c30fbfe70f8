-- name: programme_row one
-- arg: id i64
SELECT id, unit_id, pack_id, title, code, starts_on, ends_on, state, hours_per_mentee, max_mentees, across, version,
       meeting_days, meetings_least
FROM programme WHERE id = :id;

-- name: programme_of_code one
-- arg: code text
SELECT id FROM programme WHERE code = :code;

-- name: programme_forms many
-- arg: id i64
SELECT form_code FROM programme_form WHERE programme_id = :id ORDER BY form_code;

-- name: programme_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: pack_id i64
-- arg: title text
-- arg: code text?
-- arg: starts_on text
-- arg: ends_on text
-- arg: hours i64
-- arg: max_mentees i64
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO programme (id, unit_id, pack_id, title, code, starts_on, ends_on, state,
                       hours_per_mentee, max_mentees, across, created_by, created_at)
VALUES (:id, :unit_id, :pack_id, :title, :code, :starts_on, :ends_on, 'draft', :hours,
        :max_mentees, 'organisation', :created_by, :created_at);

-- name: programme_form_insert exec
-- arg: programme_id i64
-- arg: form_code text
INSERT INTO programme_form (programme_id, form_code) VALUES (:programme_id, :form_code);

-- name: programme_forms_clear exec
-- arg: programme_id i64
DELETE FROM programme_form WHERE programme_id = :programme_id;

-- name: programme_update_plan exec
-- arg: id i64
-- arg: title text
-- arg: code text?
-- arg: starts_on text
-- arg: ends_on text
UPDATE programme SET title = :title, code = :code, starts_on = :starts_on, ends_on = :ends_on, version = version + 1
WHERE id = :id;

-- name: programme_update_limits exec
-- arg: id i64
-- arg: hours i64
-- arg: max_mentees i64
-- arg: across text
-- arg: meeting_days i64
-- arg: meetings_least i64
UPDATE programme SET hours_per_mentee = :hours, max_mentees = :max_mentees, across = :across,
                     meeting_days = :meeting_days, meetings_least = :meetings_least,
                     version = version + 1
WHERE id = :id;

-- name: programmes_of_unit many
-- arg: unit_id i64
SELECT id, title, starts_on, ends_on, state FROM programme
WHERE unit_id = :unit_id ORDER BY starts_on DESC, id DESC LIMIT 100;

-- Programmes of the units right below, for an operator's page.
-- name: programmes_below many
-- arg: unit_id i64
-- arg: after i64
SELECT p.id, p.title, p.starts_on, p.ends_on, p.state, u.id AS unit_id, u.short_name AS unit_name
FROM unit_up d JOIN programme p ON p.unit_id = d.unit_id JOIN unit u ON u.id = d.unit_id
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND p.id > :after
ORDER BY p.id LIMIT 101;

-- Who is left without a form when the programme drops it.
-- name: programme_form_used one
-- arg: id i64
-- arg: form_code text
-- col: people i64
-- col: pairs i64
-- col: applications i64
SELECT (SELECT count(*) FROM participation x WHERE x.programme_id = :id AND x.form_code = :form_code
        AND x.state NOT IN ('left', 'finished', 'declined', 'blocked')) AS people,
       (SELECT count(*) FROM pair q WHERE q.programme_id = :id AND q.form_code = :form_code AND q.ended_at IS NULL) AS pairs,
       (SELECT count(*) FROM application a WHERE a.programme_id = :id AND a.form_code = :form_code
        AND a.state IN ('unsigned', 'new', 'waiting')) AS applications;
