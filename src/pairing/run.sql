-- name: run_row one
-- arg: id i64
SELECT id, unit_id, programme_id, n, state, base_run_id, engine, seed, n_mentees, n_mentors, n_places,
       n_pairs, score, proved, facts, version, created_by, created_at, published_at
FROM run WHERE id = :id;

-- name: run_report_text one
-- arg: id i64
SELECT report FROM run WHERE id = :id;

-- name: run_inputs one
-- arg: id i64
SELECT inputs, inputs_digest FROM run WHERE id = :id;

-- name: run_latest one
-- arg: programme_id i64
SELECT id, n, state, version FROM run WHERE programme_id = :programme_id ORDER BY n DESC LIMIT 1;

-- name: runs_of_programme many
-- arg: programme_id i64
SELECT id, n, state, n_mentees, n_pairs, score, created_at, published_at FROM run
WHERE programme_id = :programme_id ORDER BY n DESC LIMIT 50;

-- name: run_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: n i64
-- arg: base_run_id i64?
-- arg: engine text
-- arg: seed i64
-- arg: inputs blob
-- arg: inputs_digest blob
-- arg: n_mentees i64
-- arg: n_mentors i64
-- arg: n_places i64
-- arg: n_pairs i64
-- arg: score i64
-- arg: proved i64
-- arg: facts text
-- arg: report text
-- arg: created_by i64?
-- arg: created_at i64
INSERT INTO run (id, unit_id, programme_id, n, state, base_run_id, engine, seed, inputs, inputs_digest,
                 n_mentees, n_mentors, n_places, n_pairs, score, proved, facts, report, created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :n, 'draft', :base_run_id, :engine, :seed, :inputs, :inputs_digest,
        :n_mentees, :n_mentors, :n_places, :n_pairs, :score, :proved, :facts, :report, :created_by, :created_at);

-- name: run_replace_drafts exec
-- arg: programme_id i64
-- arg: but_id i64
UPDATE run SET state = 'replaced' WHERE programme_id = :programme_id AND state = 'draft' AND id <> :but_id;

-- name: run_pair_insert exec
-- arg: run_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- arg: sort_key text
-- arg: score i64
-- arg: pinned i64
-- arg: changed i64
-- arg: parts text
-- arg: next text
-- arg: why text
INSERT INTO run_pair (run_id, mentee_id, mentor_id, sort_key, score, pinned, changed, parts, next, why)
VALUES (:run_id, :mentee_id, :mentor_id, :sort_key, :score, :pinned, :changed, :parts, :next, :why);

-- name: run_unpaired_insert exec
-- arg: run_id i64
-- arg: participation_id i64
-- arg: side text
-- arg: sort_key text
-- arg: reason_code text
-- arg: reason text
-- arg: help text
INSERT INTO run_unpaired (run_id, participation_id, side, sort_key, reason_code, reason, help)
VALUES (:run_id, :participation_id, :side, :sort_key, :reason_code, :reason, :help);

-- name: run_lines many
-- arg: run_id i64
SELECT mentee_id, mentor_id, score FROM run_pair WHERE run_id = :run_id ORDER BY mentee_id;

-- name: run_bump exec
-- arg: id i64
-- arg: seen i64
UPDATE run SET version = version + 1 WHERE id = :id AND version = :seen AND state = 'draft';

-- name: run_unpin exec
-- arg: run_id i64
-- arg: mentee_id i64
UPDATE run_pair SET pinned = 0 WHERE run_id = :run_id AND mentee_id = :mentee_id;

-- name: run_pin exec
-- arg: run_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
UPDATE run_pair SET pinned = 1 WHERE run_id = :run_id AND mentee_id = :mentee_id AND mentor_id = :mentor_id;

-- name: run_set_published exec
-- arg: id i64
-- arg: seen i64
-- arg: published_at i64
UPDATE run SET state = 'published', published_at = :published_at, version = version + 1
WHERE id = :id AND version = :seen AND state IN ('draft', 'running');

-- A draft on its way to be published by a job, and back when that does not come about.
-- name: run_set_running exec
-- arg: id i64
-- arg: seen i64
UPDATE run SET state = 'running', version = version + 1
WHERE id = :id AND version = :seen AND state = 'draft';

-- name: run_set_draft exec
-- arg: id i64
UPDATE run SET state = 'draft' WHERE id = :id AND state = 'running';

-- name: run_people_of_programme one
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- col: n i64
SELECT count(*) AS n FROM participation
WHERE (id = :mentee_id AND side = 'mentee' OR id = :mentor_id AND side = 'mentor') AND programme_id = :programme_id;

-- name: pair_mark_clear exec
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
DELETE FROM pair_mark WHERE programme_id = :programme_id AND mentee_id = :mentee_id AND mentor_id = :mentor_id;

-- name: pair_mark_clear_pins exec
-- arg: programme_id i64
-- arg: mentee_id i64
DELETE FROM pair_mark WHERE programme_id = :programme_id AND mentee_id = :mentee_id AND kind = 'pin';

-- name: pair_mark_insert exec
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- arg: kind text
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO pair_mark (programme_id, mentee_id, mentor_id, kind, made_by, made_at)
VALUES (:programme_id, :mentee_id, :mentor_id, :kind, :made_by, :made_at);

-- The newest word on this programme, to tell the one who comes later.
-- name: pair_mark_newest one
-- arg: programme_id i64
SELECT m.kind, m.made_at, a.display_name, p.surname AS mentee_surname, p.given AS mentee_given,
       q.surname AS mentor_surname, q.given AS mentor_given
FROM pair_mark m JOIN account a ON a.id = m.made_by
JOIN participation e ON e.id = m.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = m.mentor_id JOIN person q ON q.id = o.person_id
WHERE m.programme_id = :programme_id ORDER BY m.made_at DESC LIMIT 1;

-- name: run_rules many
-- arg: programme_id i64
SELECT code, value FROM weight WHERE programme_id = :programme_id ORDER BY code;

-- name: rule_set exec
-- arg: programme_id i64
-- arg: code text
-- arg: value i64
INSERT INTO weight (programme_id, code, value) VALUES (:programme_id, :code, :value)
ON CONFLICT (programme_id, code) DO UPDATE SET value = excluded.value;

-- Publishing: everything about a pair of the draft in key order.
-- name: run_publish_rows many
-- arg: run_id i64
-- arg: after i64
-- col: mentee_mail text?
-- col: mentor_mail text?
SELECT (SELECT min(c.value) FROM person_contact c WHERE c.person_id = e.person_id AND c.kind = 'email') AS mentee_mail,
       (SELECT min(c.value) FROM person_contact c WHERE c.person_id = o.person_id AND c.kind = 'email') AS mentor_mail,
       r.mentee_id, r.mentor_id, r.sort_key, r.score, r.parts, e.unit_id, e.form_code AS mentee_form,
       o.form_code AS mentor_form, e.state AS mentee_state, o.state AS mentor_state,
       e.person_id AS mentee_person, p.surname AS mentee_surname, p.given AS mentee_given,
       p.patronymic AS mentee_patronymic, o.person_id AS mentor_person, q.surname AS mentor_surname,
       q.given AS mentor_given, q.patronymic AS mentor_patronymic
FROM run_pair r JOIN participation e ON e.id = r.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = r.mentor_id JOIN person q ON q.id = o.person_id
WHERE r.run_id = :run_id AND r.mentee_id > :after ORDER BY r.mentee_id LIMIT 500;

-- name: pair_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: mentee_id i64
-- arg: mentor_id i64
-- arg: mentee_name text
-- arg: mentor_name text
-- arg: sort_key text
-- arg: form_code text
-- arg: role_model text
-- arg: run_id i64
-- arg: score i64
-- arg: shared text
-- arg: created_at i64
INSERT INTO pair (id, unit_id, programme_id, mentee_id, mentor_id, mentee_name, mentor_name, sort_key,
                  form_code, role_model, state, run_id, score, shared, created_at, need_at, quiet_at)
VALUES (:id, :unit_id, :programme_id, :mentee_id, :mentor_id, :mentee_name, :mentor_name, :sort_key,
        :form_code, :role_model, 'agreed', :run_id, :score, :shared, :created_at, :created_at, :created_at);

-- The role model of all pairs of one form that a draft has become.
-- name: run_models_set exec
-- arg: run_id i64
-- arg: form_code text
-- arg: role_model text
UPDATE pair SET role_model = :role_model WHERE run_id = :run_id AND form_code = :form_code;

-- name: pair_count exec
-- arg: programme_id i64
INSERT INTO pair_total (programme_id, n, mean)
SELECT :programme_id, count(*), CAST(round(avg(score)) AS INTEGER) FROM pair WHERE programme_id = :programme_id
ON CONFLICT (programme_id) DO UPDATE SET n = excluded.n, mean = excluded.mean;

-- name: run_mentor_of one
-- arg: run_id i64
-- arg: mentee_id i64
SELECT mentor_id FROM run_pair WHERE run_id = :run_id AND mentee_id = :mentee_id;
