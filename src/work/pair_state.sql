-- name: pair_state_row one
-- arg: id i64
-- col: others i64
SELECT x.state, x.unit_id, x.programme_id, x.mentee_id, x.mentor_id, g.state AS programme_state, u.utc_offset,
       e.state AS mentee_state, e.person_id AS mentee_person, o.state AS mentor_state, o.person_id AS mentor_person,
       (SELECT count(*) FROM pair q WHERE q.mentor_id = x.mentor_id AND q.ended_at IS NULL AND q.id <> x.id) AS others
FROM pair x JOIN programme g ON g.id = x.programme_id JOIN unit u ON u.id = x.unit_id
JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
WHERE x.id = :id;

-- name: pair_state_set exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
-- arg: ended_at i64?
UPDATE pair SET state = :to_state, ended_at = :ended_at WHERE id = :id AND state = :from_state;

-- name: pair_event_insert exec
-- arg: id i64
-- arg: action text
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO pair_event (pair_id, n, action, from_state, to_state, reason, made_at, made_by)
SELECT :id, coalesce(max(n), 0) + 1, :action, :from_state, :to_state, :reason, :made_at, :made_by
FROM pair_event WHERE pair_id = :id;

-- name: pair_events many
-- arg: id i64
-- col: n i64
-- col: action text
-- col: to_state text
-- col: reason text
-- col: made_at i64
-- col: who text?
SELECT e.n, e.action, e.to_state, e.reason, e.made_at, a.display_name AS who
FROM pair_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.pair_id = :id ORDER BY e.n DESC LIMIT 50;

-- Meetings that will not be: the pair is over.
-- name: pair_meetings_drop exec
-- arg: pair_id i64
-- arg: reason text
-- arg: closed_at i64
-- arg: closed_by i64?
UPDATE meeting SET state = 'cancelled', reason = :reason, closed_at = :closed_at, closed_by = :closed_by
WHERE pair_id = :pair_id AND state = 'planned';

-- name: pair_pulse_over exec
-- arg: pair_id i64
UPDATE pair_pulse SET next_at = NULL, low = 0, help = 0, refused = 0, wish_side = '', wish = '' WHERE pair_id = :pair_id;

-- name: pair_wish_set exec
-- arg: pair_id i64
-- arg: programme_id i64
-- arg: side text
-- arg: wish text
-- arg: wish_at i64
INSERT INTO pair_pulse (pair_id, programme_id, wish_side, wish, wish_at)
VALUES (:pair_id, :programme_id, :side, :wish, :wish_at)
ON CONFLICT (pair_id) DO UPDATE
SET wish_side = CASE WHEN pair_pulse.wish_side IN ('', excluded.wish_side) THEN excluded.wish_side ELSE 'both' END,
    wish = CASE WHEN pair_pulse.wish = '' THEN excluded.wish ELSE pair_pulse.wish || ' / ' || excluded.wish END,
    wish_at = excluded.wish_at;

-- Whoever changed the pulse of a pair asks for this: pages find it by need_at.
-- name: pair_need_follow exec
-- arg: pair_id i64
UPDATE pair SET need_at = coalesce(
    (SELECT CASE WHEN w.low = 1 OR w.help = 1 OR w.refused > 0 OR w.wish_side <> '' THEN 0 ELSE w.last_at END
     FROM pair_pulse w WHERE w.pair_id = pair.id), created_at)
WHERE id = :pair_id;

-- name: pair_pulse_clear exec
-- arg: pair_id i64
UPDATE pair_pulse SET low = 0, help = 0, refused = 0, wish_side = '', wish = '' WHERE pair_id = :pair_id;

-- name: pairs_at_work many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
SELECT id, sort_key FROM pair
WHERE programme_id = :programme_id AND state = 'active' AND (sort_key, id) > (:after_key, :after_id)
ORDER BY sort_key, id LIMIT 200;

-- Who answers for the programme: coordinators of the unit or right above it, as persons.
-- name: pair_curators many
-- arg: unit_id i64
-- arg: role i64
SELECT DISTINCT a.person_id
FROM unit_up w JOIN role_grant g ON g.unit_id = w.ancestor_id AND g.role = :role
JOIN account a ON a.id = g.account_id
WHERE w.unit_id = :unit_id AND a.disabled_at IS NULL AND a.person_id IS NOT NULL ORDER BY a.person_id LIMIT 20;

-- Living pairs of one participation, on either side.
-- name: pairs_living_of many
-- arg: participation_id i64
SELECT id FROM pair
WHERE (mentee_id = :participation_id OR mentor_id = :participation_id) AND state IN ('agreed', 'active')
ORDER BY id LIMIT 50;
