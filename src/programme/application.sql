-- Applications, their signatures, and what is decided about them.

-- name: application_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: side text
-- arg: author text
-- arg: teacher_id i64?
-- arg: digest blob
-- arg: surname text
-- arg: given text
-- arg: patronymic text
-- arg: birth_year i64
-- arg: form_code text
-- arg: category text
-- arg: request text
-- arg: place text
-- arg: competencies text
-- arg: achievements text
-- arg: interests text
-- arg: age_wish text
-- arg: time_resource text
-- arg: phone text
-- arg: email text
-- arg: representative text
-- arg: representative_phone text
-- arg: representative_email text
-- arg: ip text
-- arg: now i64
INSERT INTO application (id, unit_id, programme_id, side, author, teacher_id, state, digest, surname, given,
    patronymic, birth_year, form_code, category, request, place, competencies, achievements, interests, age_wish,
    time_resource, phone, email, representative, representative_phone, representative_email, ip, created_at,
    queued_at)
VALUES (:id, :unit_id, :programme_id, :side, :author, :teacher_id, 'unsigned', :digest, :surname, :given,
    :patronymic, :birth_year, :form_code, :category, :request, :place, :competencies, :achievements, :interests,
    :age_wish, :time_resource, :phone, :email, :representative, :representative_phone, :representative_email, :ip,
    :now, :now)
ON CONFLICT DO NOTHING;

-- name: application_of_digest one
-- arg: programme_id i64
-- arg: digest blob
SELECT id FROM application WHERE programme_id = :programme_id AND digest = :digest;

-- name: application_recent one
-- arg: programme_id i64
-- arg: ip text
-- arg: since i64
-- col: n i64
SELECT count(*) AS n FROM application WHERE programme_id = :programme_id AND ip = :ip AND created_at > :since;

-- name: application_row one
-- arg: id i64
SELECT id, unit_id, programme_id, side, author, teacher_id, state, surname, given, patronymic, birth_year,
       form_code, category, request, place, competencies, achievements, interests, age_wish, time_resource, phone,
       email, representative, representative_phone, representative_email, known, person_id, participation_id,
       reason, created_at, queued_at, decided_at, cleared_at
FROM application WHERE id = :id;

-- name: application_consents many
-- arg: application_id i64
SELECT c.kind, c.relation, c.text_id, c.given_by, c.given_on, c.given_at, t.version
FROM application_consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.application_id = :application_id ORDER BY c.given_at, c.kind;

-- Who decided; nobody: the program, or whoever gave it up.
-- name: application_decider one
-- arg: id i64
SELECT a.display_name FROM application x JOIN account a ON a.id = x.decided_by WHERE x.id = :id;

-- name: application_consent_insert exec
-- arg: application_id i64
-- arg: kind text
-- arg: relation text
-- arg: text_id i64
-- arg: given_by text
-- arg: given_on text
-- arg: given_at i64
INSERT INTO application_consent (application_id, kind, relation, text_id, given_by, given_on, given_at)
VALUES (:application_id, :kind, :relation, :text_id, :given_by, :given_on, :given_at)
ON CONFLICT DO NOTHING;

-- name: application_consents_drop exec
-- arg: application_id i64
DELETE FROM application_consent WHERE application_id = :application_id;

-- Whose name a representative's link was opened by: known from then on.
-- name: application_set_representative exec
-- arg: id i64
-- arg: representative text
UPDATE application SET representative = :representative WHERE id = :id AND representative = '';

-- name: application_complete exec
-- arg: id i64
-- arg: now i64
UPDATE application SET state = 'new', queued_at = :now, ip = '' WHERE id = :id AND state = 'unsigned';

-- Only one of two that come together changes the row.
-- name: application_set_end exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
-- arg: person_id i64?
-- arg: participation_id i64?
-- arg: decided_by i64?
-- arg: now i64
UPDATE application SET state = :to_state, reason = :reason, person_id = coalesce(:person_id, person_id),
    participation_id = :participation_id, decided_by = :decided_by, decided_at = :now,
    digest = CASE WHEN :to_state = 'approved' THEN digest END
WHERE id = :id AND state = :from_state;

-- name: application_wait exec
-- arg: id i64
-- arg: known text
-- arg: reason text
-- arg: person_id i64?
UPDATE application SET state = 'waiting', known = :known, reason = :reason, person_id = :person_id WHERE id = :id AND state = 'new';

-- name: application_clear exec
-- arg: id i64
-- arg: now i64
UPDATE application SET digest = NULL, surname = '', given = '', patronymic = '', birth_year = 0, category = '',
    request = '', place = '', competencies = '', achievements = '', interests = '', age_wish = '',
    time_resource = '', phone = '', email = '', representative = '', representative_phone = '',
    representative_email = '', ip = '', cleared_at = :now,
    reason = CASE WHEN state = 'approved' THEN '' ELSE reason END
WHERE id = :id;

-- ---- lists ----

-- A page of one state, in the order of the queue.
-- name: application_page many
-- arg: programme_id i64
-- arg: side text
-- arg: state text
-- arg: after_at i64
-- arg: after_id i64
-- arg: limit i64
SELECT id, author, surname, given, patronymic, birth_year, category, request, competencies, place, queued_at,
       created_at, decided_at
FROM application
WHERE programme_id = :programme_id AND side = :side AND state = :state
  AND (queued_at, id) > (:after_at, :after_id)
ORDER BY queued_at, id LIMIT :limit;

-- name: application_edge one
-- arg: programme_id i64
-- arg: id i64
SELECT queued_at FROM application WHERE id = :id AND programme_id = :programme_id;

-- Whom a class teacher wrote down and no parent has signed for.
-- name: application_slips many
-- arg: programme_id i64
-- arg: after_at i64
-- arg: after_id i64
-- arg: limit i64
SELECT id, surname, given, patronymic FROM application
WHERE programme_id = :programme_id AND side = 'mentee' AND state = 'unsigned' AND author = 'teacher'
  AND (queued_at, id) > (:after_at, :after_id)
ORDER BY queued_at, id LIMIT :limit;

-- name: application_slips_of_teacher many
-- arg: teacher_id i64
-- arg: after i64
-- arg: limit i64
SELECT id, surname, given, patronymic FROM application
WHERE teacher_id = :teacher_id AND id > :after AND state = 'unsigned' ORDER BY id LIMIT :limit;

-- Of a class teacher's link, as they were written.
-- name: application_of_teacher many
-- arg: teacher_id i64
-- arg: after i64
SELECT id, state, surname, given, patronymic FROM application
WHERE teacher_id = :teacher_id AND id > :after AND cleared_at IS NULL ORDER BY id LIMIT 200;

-- name: application_before one
-- arg: programme_id i64
-- arg: side text
-- arg: queued_at i64
-- arg: id i64
-- arg: most i64
-- col: n i64
SELECT count(*) AS n
FROM (SELECT o.id FROM application o
      WHERE o.programme_id = :programme_id AND o.side = :side AND o.state = 'waiting'
        AND (o.queued_at, o.id) < (:queued_at, :id)
      LIMIT :most) k;

-- name: application_first_waiting many
-- arg: programme_id i64
-- arg: side text
-- arg: limit i64
SELECT id FROM application
WHERE programme_id = :programme_id AND side = :side AND state = 'waiting'
ORDER BY queued_at, id LIMIT :limit;

-- name: application_participates one
-- arg: programme_id i64
-- arg: side text
-- arg: person_id i64
SELECT id FROM participation WHERE programme_id = :programme_id AND side = :side AND person_id = :person_id;

-- ---- who is told ----

-- Of the unit, or of a level above that has a coordinator itself.
-- name: application_coordinators many
-- arg: unit_id i64
-- arg: role i64
SELECT DISTINCT a.person_id FROM unit_up up JOIN role_grant g ON g.unit_id = up.ancestor_id
JOIN account a ON a.id = g.account_id
WHERE up.unit_id = :unit_id AND g.role = :role AND a.person_id IS NOT NULL AND a.disabled_at IS NULL
ORDER BY a.person_id LIMIT 50;

-- name: application_told one
-- arg: person_id i64
-- arg: path text
SELECT id FROM notice WHERE person_id = :person_id AND read_at IS NULL AND path = :path LIMIT 1;

-- name: application_programme one
-- arg: programme_id i64
SELECT p.title, p.state, u.name AS unit_name, u.utc_offset FROM programme p JOIN unit u ON u.id = p.unit_id
WHERE p.id = :programme_id;

-- ---- giving up ----

-- name: application_of_participation one
-- arg: participation_id i64
SELECT id FROM application WHERE participation_id = :participation_id AND state = 'approved' ORDER BY id DESC LIMIT 1;

-- name: application_participant one
-- arg: id i64
SELECT unit_id, programme_id, person_id FROM participation WHERE id = :id;

-- ---- tidying ----

-- name: application_drop_unsigned many
-- arg: before i64
-- col: programme_id i64
-- col: side text
DELETE FROM application WHERE state = 'unsigned' AND id IN (
    SELECT o.id FROM application o WHERE o.state = 'unsigned' AND o.created_at < :before ORDER BY o.created_at LIMIT 1000)
RETURNING programme_id, side;

-- name: application_old many
-- arg: before i64
SELECT id FROM application WHERE cleared_at IS NULL AND decided_at < :before ORDER BY decided_at, id LIMIT 1000;

-- Nobody decides any more.
-- name: application_end_of_programme many
-- arg: state text
-- arg: reason text
-- arg: now i64
-- col: programme_id i64
-- col: side text
UPDATE application SET state = 'refused', reason = :reason, decided_at = :now, digest = NULL
WHERE state = :state AND id IN (
    SELECT o.id FROM application o JOIN programme p ON p.id = o.programme_id
    WHERE o.state = :state AND p.state IN ('finished', 'archived', 'cancelled') ORDER BY o.created_at LIMIT 1000)
RETURNING programme_id, side;

-- name: application_programmes_waiting many
-- col: programme_id i64
-- col: unit_id i64
SELECT DISTINCT programme_id, unit_id FROM application WHERE state = 'waiting' ORDER BY programme_id LIMIT 1000;

-- name: application_set_contacts exec
-- arg: id i64
-- arg: phone text
-- arg: email text
UPDATE application SET representative_phone = :phone, representative_email = :email
WHERE id = :id AND state = 'unsigned' AND representative_phone = '' AND representative_email = '';
