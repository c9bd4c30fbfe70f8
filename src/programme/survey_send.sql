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

-- Who gets a sheet; of a minor's parent: by the child. holder: whose account it is, who is told.
-- name: survey_to_send many
-- arg: round_id i64
-- arg: programme_id i64
-- arg: side text
-- arg: role text
-- arg: born_since i64
-- arg: paired bool
-- arg: after_key text
-- arg: after_id i64
-- arg: limit i64
-- col: id i64
-- col: unit_id i64
-- col: person_id i64
-- col: form_code text
-- col: sort_key text
-- col: mentee_form text?
-- col: mentor_form text?
-- col: holder i64?
-- col: account_email text?
-- col: email text?
SELECT x.id, x.unit_id, x.person_id, x.form_code, x.sort_key,
       (SELECT p.form_code FROM pair p WHERE p.mentee_id = x.id ORDER BY p.id DESC LIMIT 1) AS mentee_form,
       (SELECT p.form_code FROM pair p WHERE p.mentor_id = x.id ORDER BY p.id DESC LIMIT 1) AS mentor_form,
       h.person_id AS holder, h.email AS account_email,
       (SELECT max(c.value) FROM person_contact c
        WHERE c.person_id = x.person_id AND c.kind = 'email' AND (:role <> 'parent' OR c.owner = 'representative')) AS email
FROM participation x JOIN person w ON w.id = x.person_id
LEFT JOIN account h ON h.id = CASE WHEN :role = 'parent'
    THEN (SELECT max(a.id) FROM representative m JOIN account a ON a.person_id = m.person_id
          WHERE m.minor_id = x.person_id AND a.disabled_at IS NULL)
    ELSE (SELECT max(a.id) FROM account a WHERE a.person_id = x.person_id AND a.disabled_at IS NULL) END
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
  AND x.state <> 'applied' AND x.state <> 'left' AND x.state <> 'declined' AND x.state <> 'blocked'
  AND (:role <> 'parent' OR coalesce(w.birth_year, :born_since) >= :born_since)
  AND 0 = (SELECT count(*) FROM survey_response r
           WHERE r.participation_id = x.id AND r.round_id + 0 = :round_id AND r.role = :role)
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
ON CONFLICT (round_id, participation_id, role) DO NOTHING;

-- name: survey_rounds_open many
-- arg: after i64
SELECT o.id, o.closes_on, o.remind_days, o.unit_id, u.utc_offset
FROM survey_round o JOIN unit u ON u.id = o.unit_id
WHERE o.closed_at IS NULL AND o.id > :after ORDER BY o.id LIMIT 500;

-- name: survey_due many
-- arg: round_id i64
-- arg: before i64
-- arg: limit i64
-- col: id i64
-- col: unit_id i64
-- col: role text
-- col: state text
-- col: link_n i64
-- col: holder i64?
-- col: account_email text?
-- col: email text?
SELECT r.id, r.unit_id, r.role, r.state, r.link_n, h.person_id AS holder, h.email AS account_email,
       (SELECT max(c.value) FROM person_contact c
        WHERE c.person_id = r.person_id AND c.kind = 'email' AND (r.role <> 'parent' OR c.owner = 'representative')) AS email
FROM survey_response r
LEFT JOIN account h ON h.id = CASE WHEN r.role = 'parent'
    THEN (SELECT max(a.id) FROM representative m JOIN account a ON a.person_id = m.person_id
          WHERE m.minor_id = r.person_id AND a.disabled_at IS NULL)
    ELSE (SELECT max(a.id) FROM account a WHERE a.person_id = r.person_id AND a.disabled_at IS NULL) END
WHERE r.round_id = :round_id AND r.state <> 'done' AND r.told_at <= :before
ORDER BY r.told_at LIMIT :limit;

-- name: survey_told exec
-- arg: id i64
-- arg: now i64
UPDATE survey_response SET told_at = :now WHERE id = :id;
