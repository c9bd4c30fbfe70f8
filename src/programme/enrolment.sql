-- The public door of a programme and the links of class teachers.

-- name: enrolment_row one
-- arg: programme_id i64
SELECT programme_id, unit_id, code, opened, from_on, to_on, mentees, mentors, forms, mentee_places,
       mentor_places, about, contact
FROM enrolment WHERE programme_id = :programme_id;

-- name: enrolment_of_code one
-- arg: code i64
SELECT programme_id FROM enrolment WHERE code = :code;

-- name: enrolment_insert exec
-- arg: programme_id i64
-- arg: unit_id i64
-- arg: code i64
-- arg: from_on text
-- arg: to_on text
-- arg: now i64
INSERT INTO enrolment (programme_id, unit_id, code, opened, from_on, to_on, mentees, mentors, forms, changed_at)
VALUES (:programme_id, :unit_id, :code, 0, :from_on, :to_on, 1, 0, '', :now)
ON CONFLICT DO NOTHING;

-- name: enrolment_update exec
-- arg: programme_id i64
-- arg: opened i64
-- arg: from_on text
-- arg: to_on text
-- arg: mentees i64
-- arg: mentors i64
-- arg: forms text
-- arg: mentee_places i64
-- arg: mentor_places i64
-- arg: about text
-- arg: contact text
-- arg: changed_by i64?
-- arg: now i64
UPDATE enrolment SET opened = :opened, from_on = :from_on, to_on = :to_on, mentees = :mentees, mentors = :mentors,
    forms = :forms, mentee_places = :mentee_places, mentor_places = :mentor_places, about = :about,
    contact = :contact, changed_by = :changed_by, changed_at = :now
WHERE programme_id = :programme_id;

-- name: enrolment_teacher_insert exec
-- arg: id i64
-- arg: programme_id i64
-- arg: unit_id i64
-- arg: name text
-- arg: created_by i64?
-- arg: now i64
-- arg: expires_at i64
INSERT INTO enrolment_teacher (id, programme_id, unit_id, name, created_by, created_at, expires_at)
VALUES (:id, :programme_id, :unit_id, :name, :created_by, :now, :expires_at);

-- name: enrolment_teacher_row one
-- arg: id i64
-- arg: now i64
SELECT id, programme_id, unit_id, name, expires_at FROM enrolment_teacher WHERE id = :id AND expires_at > :now;

-- name: enrolment_teacher_rows many
-- arg: programme_id i64
-- arg: now i64
SELECT id, programme_id, unit_id, name, expires_at FROM enrolment_teacher
WHERE programme_id = :programme_id AND expires_at > :now ORDER BY id DESC LIMIT 200;

-- name: enrolment_teacher_count one
-- arg: programme_id i64
-- arg: now i64
-- col: n i64
SELECT count(*) AS n FROM enrolment_teacher WHERE programme_id = :programme_id AND expires_at > :now;

-- name: enrolment_teacher_end exec
-- arg: id i64
-- arg: programme_id i64
-- arg: now i64
UPDATE enrolment_teacher SET expires_at = :now WHERE id = :id AND programme_id = :programme_id AND expires_at > :now;
