-- name: addendum_row one
-- arg: id i64
SELECT x.id, x.unit_id, x.programme_id, x.participation_id, x.person_id, x.state, x.content, x.form, x.starts_on,
       x.ends_on, x.pay, x.consent_on, x.number, x.signed_on, x.notice_side, x.notice_on, x.stops_on, x.version,
       p.surname, p.given, p.patronymic
FROM addendum x JOIN person p ON p.id = x.person_id WHERE x.id = :id;

-- The twin: as programme_events of programme_state.sql.
-- name: addendum_rows many
-- arg: programme_id i64
-- arg: after i64
SELECT x.id, x.state, x.starts_on, x.ends_on, x.number, x.signed_on, x.stops_on, p.surname, p.given, p.patronymic
FROM addendum x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.id > :after ORDER BY x.id LIMIT 51;
-- pg: SELECT x.id, x.state, x.starts_on, x.ends_on, x.number, x.signed_on, x.stops_on, p.surname, p.given, p.patronymic
-- pg: FROM addendum x JOIN person p ON p.id = x.person_id
-- pg: WHERE x.programme_id <= :programme_id AND (x.programme_id, x.id) > (:programme_id, :after)
-- pg: ORDER BY x.programme_id, x.id LIMIT 51;

-- name: addenda_of_person many
-- arg: person_id i64
-- col: programme text
SELECT x.id, x.state, x.starts_on, x.ends_on, x.stops_on, g.title AS programme
FROM addendum x JOIN programme g ON g.id = x.programme_id
WHERE x.person_id = :person_id ORDER BY x.state, x.id LIMIT 100;

-- name: addendum_living one
-- arg: participation_id i64
SELECT id, state FROM addendum
WHERE participation_id = :participation_id AND state IN ('offered', 'consented', 'signed', 'notice')
ORDER BY id DESC LIMIT 1;

-- Mentors of the programme by the beginning of the surname.
-- name: addendum_mentors many
-- arg: programme_id i64
-- arg: from_key text
-- arg: to_key text
SELECT x.id, p.surname, p.given, p.patronymic
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = 'mentor' AND x.sort_key >= :from_key AND x.sort_key < :to_key
  AND x.state NOT IN ('left', 'declined', 'blocked')
ORDER BY x.sort_key, x.id LIMIT 26;

-- name: addendum_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: participation_id i64
-- arg: person_id i64
-- arg: content text
-- arg: form text
-- arg: starts_on text
-- arg: ends_on text
-- arg: pay text
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO addendum (id, unit_id, programme_id, participation_id, person_id, state, content, form, starts_on, ends_on, pay,
                      created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :participation_id, :person_id, 'offered', :content, :form, :starts_on, :ends_on, :pay,
        :created_by, :created_at);

-- name: addendum_set_state exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
UPDATE addendum SET state = :to_state, version = version + 1 WHERE id = :id AND state = :from_state;

-- name: addendum_set_consent exec
-- arg: id i64
-- arg: consent_on text
UPDATE addendum SET state = 'consented', consent_on = :consent_on, version = version + 1
WHERE id = :id AND state = 'offered';

-- name: addendum_set_signed exec
-- arg: id i64
-- arg: number text
-- arg: signed_on text
UPDATE addendum SET state = 'signed', number = :number, signed_on = :signed_on, version = version + 1
WHERE id = :id AND state = 'consented';

-- name: addendum_set_notice exec
-- arg: id i64
-- arg: notice_side text
-- arg: notice_on text
-- arg: stops_on text
UPDATE addendum SET state = 'notice', notice_side = :notice_side, notice_on = :notice_on, stops_on = :stops_on,
       version = version + 1
WHERE id = :id AND state = 'signed';

-- name: addendum_event_put exec
-- arg: addendum_id i64
-- arg: action text
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO addendum_event (addendum_id, n, action, from_state, to_state, reason, made_at, made_by)
SELECT :addendum_id, coalesce(max(n), 0) + 1, :action, :from_state, :to_state, :reason, :made_at, :made_by
FROM addendum_event WHERE addendum_id = :addendum_id;

-- name: addendum_events many
-- arg: addendum_id i64
-- col: who text?
SELECT e.action, e.reason, e.made_at, (SELECT a.display_name FROM account a WHERE a.id = e.made_by) AS who
FROM addendum_event e WHERE e.addendum_id = :addendum_id ORDER BY e.n DESC LIMIT 100;

-- Notices whose day has come.
-- name: addenda_stopping many
-- arg: day text
SELECT id FROM addendum WHERE state = 'notice' AND stops_on <= :day ORDER BY stops_on, id LIMIT 200;

-- In force, their last day over.
-- name: addenda_over many
-- arg: day text
SELECT id FROM addendum WHERE state = 'signed' AND ends_on < :day ORDER BY ends_on, id LIMIT 200;

-- In force, ending soon, not told yet.
-- name: addenda_soon many
-- arg: day text
SELECT id FROM addendum WHERE state = 'signed' AND ends_on <= :day AND reminded_at IS NULL ORDER BY ends_on, id LIMIT 200;

-- name: addendum_set_reminded exec
-- arg: id i64
-- arg: reminded_at i64
UPDATE addendum SET reminded_at = :reminded_at WHERE id = :id;

-- Pairs at work of a mentor in the programme.
-- name: addendum_pairs many
-- arg: participation_id i64
SELECT id, mentee_name FROM pair WHERE mentor_id = :participation_id AND state IN ('agreed', 'active') ORDER BY id LIMIT 200;

-- Who answers for it there and above.
-- name: addendum_curators many
-- arg: unit_id i64
-- arg: role i64
-- col: person_id i64
SELECT DISTINCT a.person_id
FROM unit_up w JOIN role_grant g ON g.unit_id = w.ancestor_id AND g.role = :role
JOIN account a ON a.id = g.account_id
WHERE w.unit_id = :unit_id AND a.disabled_at IS NULL AND a.person_id IS NOT NULL ORDER BY a.person_id LIMIT 50;
