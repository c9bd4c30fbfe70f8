-- name: survey_round_add_sent exec
-- arg: id i64
-- arg: n i64
UPDATE survey_round SET sent = sent + :n WHERE id = :id;

-- name: survey_count_add_sent exec
-- arg: round_id i64
-- arg: unit_id i64
-- arg: role text
-- arg: form text
-- arg: phase text
-- arg: n i64
INSERT INTO survey_count (round_id, unit_id, role, form_code, phase, sent, done, sort_key)
SELECT :round_id, u.id, :role, :form, :phase, :n, 0,
       coalesce((SELECT max(c.sort_key) FROM survey_count c WHERE c.round_id = :round_id AND c.unit_id = u.id), u.name_key)
FROM unit u WHERE u.id = :unit_id
ON CONFLICT (round_id, unit_id, role, form_code) DO UPDATE SET sent = survey_count.sent + excluded.sent;

-- name: survey_total_add_sent exec
-- arg: round_id i64
-- arg: role text
-- arg: form text
-- arg: n i64
INSERT INTO survey_total (round_id, role, form_code, sent, done) VALUES (:round_id, :role, :form, :n, 0)
ON CONFLICT (round_id, role, form_code) DO UPDATE SET sent = survey_total.sent + excluded.sent;

-- name: survey_to_send many
-- arg: round_id i64
-- arg: programme_id i64
-- arg: side text
-- arg: paired bool
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: mentee_form text?
-- col: mentor_form text?
-- col: account i64?
-- col: account_email text?
-- col: email text?
SELECT x.id, x.unit_id, x.person_id, x.form_code, x.sort_key,
       (SELECT p.form_code FROM pair p WHERE p.mentee_id = x.id ORDER BY p.id DESC LIMIT 1) AS mentee_form,
       (SELECT p.form_code FROM pair p WHERE p.mentor_id = x.id ORDER BY p.id DESC LIMIT 1) AS mentor_form,
       (SELECT max(a.id) FROM account a WHERE a.person_id = x.person_id AND a.disabled_at IS NULL) AS account,
       (SELECT max(a.email) FROM account a WHERE a.person_id = x.person_id AND a.disabled_at IS NULL) AS account_email,
       (SELECT max(c.value) FROM person_contact c WHERE c.person_id = x.person_id AND c.kind = 'email') AS email
FROM participation x
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
  AND x.state <> 'applied' AND x.state <> 'left' AND x.state <> 'declined' AND x.state <> 'blocked'
  AND 0 = (SELECT count(*) FROM survey_response r WHERE r.participation_id = x.id AND r.round_id + 0 = :round_id)
  AND (:paired = 0 OR EXISTS (SELECT 1 FROM pair p WHERE p.mentee_id = x.id)
       OR EXISTS (SELECT 1 FROM pair p WHERE p.mentor_id = x.id))
ORDER BY x.sort_key, x.id LIMIT :limit;

-- name: survey_response_insert exec
-- arg: id i64
-- arg: round_id i64
-- arg: unit_id i64
-- arg: participation_id i64
-- arg: person_id i64
-- arg: role text
-- arg: form text
-- arg: sort_key text
-- arg: token_hash blob?
-- arg: now i64
INSERT INTO survey_response (id, round_id, unit_id, participation_id, person_id, role, form_code, sort_key, state,
    token_hash, told_at)
VALUES (:id, :round_id, :unit_id, :participation_id, :person_id, :role, :form, :sort_key, 'waiting', :token_hash, :now)
ON CONFLICT (round_id, participation_id) DO NOTHING;

-- name: survey_rounds_open many
-- arg: after i64
SELECT o.id, o.closes_on, o.remind_days, o.unit_id, u.utc_offset
FROM survey_round o JOIN unit u ON u.id = o.unit_id
WHERE o.closed_at IS NULL AND o.id > :after ORDER BY o.id LIMIT 500;

-- name: survey_due many
-- arg: round_id i64
-- arg: before i64
-- arg: limit i64
-- col: account i64?
-- col: account_email text?
-- col: email text?
SELECT r.id, r.unit_id, r.person_id, r.state, r.link_n,
       (SELECT max(a.id) FROM account a WHERE a.person_id = r.person_id AND a.disabled_at IS NULL) AS account,
       (SELECT max(a.email) FROM account a WHERE a.person_id = r.person_id AND a.disabled_at IS NULL) AS account_email,
       (SELECT max(c.value) FROM person_contact c WHERE c.person_id = r.person_id AND c.kind = 'email') AS email
FROM survey_response r
WHERE r.round_id = :round_id AND r.state <> 'done' AND r.told_at <= :before
ORDER BY r.told_at LIMIT :limit;

-- name: survey_told exec
-- arg: id i64
-- arg: now i64
UPDATE survey_response SET told_at = :now WHERE id = :id;
