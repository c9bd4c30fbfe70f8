-- Templates, the register, and what papers are filled with.

-- The one in use at the unit or the nearest level above.
-- name: paper_template_near one
-- arg: unit_id i64
-- arg: kind text
SELECT t.id, t.unit_id, t.version, t.file_name, t.made_at FROM unit_up w
JOIN paper_template t ON t.unit_id = w.ancestor_id AND t.kind = :kind AND t.ended_at IS NULL
WHERE w.unit_id = :unit_id ORDER BY w.depth LIMIT 1;

-- name: paper_template_body one
-- arg: id i64
SELECT unit_id, kind, file_name, body FROM paper_template WHERE id = :id;

-- name: paper_template_last one
-- arg: unit_id i64
-- arg: kind text
-- col: version i64?
SELECT max(version) AS version FROM paper_template WHERE unit_id = :unit_id AND kind = :kind;

-- name: paper_template_end exec
-- arg: unit_id i64
-- arg: kind text
-- arg: now i64
UPDATE paper_template SET ended_at = :now WHERE unit_id = :unit_id AND kind = :kind AND ended_at IS NULL;

-- name: paper_template_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: kind text
-- arg: version i64
-- arg: file_name text
-- arg: body blob
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO paper_template (id, unit_id, kind, version, file_name, body, made_by, made_at)
VALUES (:id, :unit_id, :kind, :version, :file_name, :body, :made_by, :made_at);

-- name: paper_last_n one
-- arg: unit_id i64
-- arg: kind text
-- arg: year i64
-- col: n i64?
SELECT max(n) AS n FROM paper WHERE unit_id = :unit_id AND kind = :kind AND year = :year;

-- name: paper_number_taken one
-- arg: unit_id i64
-- arg: kind text
-- arg: year i64
-- arg: number text
SELECT id FROM paper WHERE unit_id = :unit_id AND kind = :kind AND year = :year AND number = :number LIMIT 1;

-- name: paper_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64
-- arg: kind text
-- arg: subject_id i64
-- arg: year i64
-- arg: n i64
-- arg: number text
-- arg: day text
-- arg: title text
-- arg: template_id i64?
-- arg: made_by i64?
-- arg: made_at i64
INSERT INTO paper (id, unit_id, programme_id, kind, subject_id, year, n, number, day, title, state,
                   template_id, made_by, made_at)
VALUES (:id, :unit_id, :programme_id, :kind, :subject_id, :year, :n, :number, :day, :title, 'draft',
        :template_id, :made_by, :made_at)
ON CONFLICT DO NOTHING;

-- name: paper_row one
-- arg: id i64
-- col: id i64
-- col: unit_id i64
-- col: programme_id i64
-- col: kind text
-- col: subject_id i64
-- col: number text
-- col: day text
-- col: title text
-- col: state text
-- col: scan_type text
-- col: scan_name text
-- col: reason text
-- col: published text
-- col: version i64
-- col: made_at i64
-- col: who text?
SELECT p.id, p.unit_id, p.programme_id, p.kind, p.subject_id, p.number, p.day, p.title, p.state,
       p.scan_type, p.scan_name, p.reason, p.published, p.version, p.made_at, a.display_name AS who
FROM paper p LEFT JOIN account a ON a.id = p.made_by WHERE p.id = :id;

-- The index by programme is the only order that fits: by id alone, PostgreSQL would walk the papers
-- of a large programme to find those of a small one.
-- name: papers_page many
-- arg: programme_id i64
-- arg: before i64
SELECT id, kind, subject_id, number, day, title, state, scan_type FROM paper
WHERE programme_id = :programme_id AND id < :before ORDER BY id DESC LIMIT 26;
-- pg: SELECT id, kind, subject_id, number, day, title, state, scan_type FROM paper
-- pg: WHERE programme_id >= :programme_id AND (programme_id, id) < (:programme_id, :before)
-- pg: ORDER BY programme_id DESC, id DESC LIMIT 26;

-- name: paper_set_state exec
-- arg: id i64
-- arg: from_state text
-- arg: to_state text
-- arg: reason text
UPDATE paper SET state = :to_state, reason = :reason, published = '', version = version + 1
WHERE id = :id AND state = :from_state;

-- Made anew by the template of today; signed papers, and those with a scan, stay as they are.
-- name: paper_set_remade exec
-- arg: id i64
-- arg: template_id i64?
UPDATE paper SET template_id = :template_id, version = version + 1
WHERE id = :id AND state = 'draft' AND scan_type = '';

-- name: paper_set_scan exec
-- arg: id i64
-- arg: scan_type text
-- arg: scan_name text
UPDATE paper SET scan_type = :scan_type, scan_name = :scan_name, version = version + 1,
       published = CASE WHEN published = 'scan' THEN '' ELSE published END
WHERE id = :id AND state <> 'cancelled';

-- name: paper_last_event one
-- arg: paper_id i64
-- col: n i64?
SELECT max(n) AS n FROM paper_event WHERE paper_id = :paper_id;

-- name: paper_event_insert exec
-- arg: paper_id i64
-- arg: n i64
-- arg: action text
-- arg: detail text
-- arg: made_at i64
-- arg: made_by i64?
INSERT INTO paper_event (paper_id, n, action, detail, made_at, made_by)
VALUES (:paper_id, :n, :action, :detail, :made_at, :made_by);

-- name: paper_events many
-- arg: paper_id i64
-- col: n i64
-- col: action text
-- col: detail text
-- col: made_at i64
-- col: who text?
SELECT e.n, e.action, e.detail, e.made_at, a.display_name AS who
FROM paper_event e LEFT JOIN account a ON a.id = e.made_by
WHERE e.paper_id = :paper_id ORDER BY e.n LIMIT 200;

-- Whom or what the papers of a kind can be about, a page at a time.
-- name: paper_pairs_page many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
SELECT id, sort_key, mentee_name, mentor_name, form_code FROM pair
WHERE programme_id = :programme_id AND (sort_key, id) > (:after_key, :after_id)
ORDER BY sort_key, id LIMIT 26;

-- name: paper_people_page many
-- arg: programme_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
-- col: birth_year i64?
SELECT x.id, x.sort_key, x.person_id, x.form_code, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 26;

-- name: paper_pair_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM pair WHERE id = :id AND programme_id = :programme_id;

-- name: paper_person_key one
-- arg: programme_id i64
-- arg: id i64
SELECT sort_key FROM participation WHERE id = :id AND programme_id = :programme_id;

-- The newest papers of a kind, of one subject.
-- name: papers_of_subject many
-- arg: programme_id i64
-- arg: kind text
-- arg: subject_id i64
SELECT id, number, day, state, scan_type FROM paper
WHERE programme_id = :programme_id AND kind = :kind AND subject_id = :subject_id
ORDER BY id DESC LIMIT 25;



-- name: unit_paper_row one
-- arg: unit_id i64
SELECT full_name, address, city, email, inn, head_post, head, basis FROM unit_paper
WHERE unit_id = :unit_id;

-- name: unit_paper_put exec
-- arg: unit_id i64
-- arg: full_name text
-- arg: address text
-- arg: city text
-- arg: email text
-- arg: inn text
-- arg: head_post text
-- arg: head text
-- arg: basis text
-- arg: changed_by i64?
-- arg: changed_at i64
INSERT INTO unit_paper (unit_id, full_name, address, city, email, inn, head_post, head, basis,
                        changed_by, changed_at)
VALUES (:unit_id, :full_name, :address, :city, :email, :inn, :head_post, :head, :basis,
        :changed_by, :changed_at)
ON CONFLICT (unit_id) DO UPDATE SET
    full_name = excluded.full_name, address = excluded.address, city = excluded.city,
    email = excluded.email, inn = excluded.inn, head_post = excluded.head_post,
    head = excluded.head, basis = excluded.basis, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at;

-- name: person_case_row one
-- arg: person_id i64
SELECT gender, genitive, dative, accusative, instrumental FROM person_case
WHERE person_id = :person_id;

-- name: person_case_put exec
-- arg: person_id i64
-- arg: gender text
-- arg: genitive text
-- arg: dative text
-- arg: accusative text
-- arg: instrumental text
-- arg: changed_by i64?
-- arg: changed_at i64
INSERT INTO person_case (person_id, gender, genitive, dative, accusative, instrumental, changed_by,
                         changed_at)
VALUES (:person_id, :gender, :genitive, :dative, :accusative, :instrumental, :changed_by,
        :changed_at)
ON CONFLICT (person_id) DO UPDATE SET
    gender = excluded.gender, genitive = excluded.genitive, dative = excluded.dative,
    accusative = excluded.accusative, instrumental = excluded.instrumental,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: paper_answers many
-- arg: programme_id i64
SELECT name, value FROM paper_answer WHERE programme_id = :programme_id ORDER BY name LIMIT 100;

-- name: paper_answer_put exec
-- arg: programme_id i64
-- arg: name text
-- arg: value text
INSERT INTO paper_answer (programme_id, name, value) VALUES (:programme_id, :name, :value)
ON CONFLICT (programme_id, name) DO UPDATE SET value = excluded.value;

-- Who answers for the programme: a coordinator of the unit or right above it.
-- name: paper_curator one
-- arg: unit_id i64
-- arg: role i64
-- col: display_name text
-- col: surname text?
-- col: given text?
-- col: patronymic text?
SELECT a.display_name, p.surname, p.given, p.patronymic
FROM unit_up w JOIN role_grant g ON g.unit_id = w.ancestor_id AND g.role = :role
JOIN account a ON a.id = g.account_id LEFT JOIN person p ON p.id = a.person_id
WHERE w.unit_id = :unit_id AND a.disabled_at IS NULL ORDER BY w.depth, a.id LIMIT 1;

-- All pairs of a programme by the mentee's name.
-- name: paper_pairs many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- col: mentor_short text
-- col: mentee_short text
SELECT x.id, x.sort_key, x.form_code, x.role_model, x.state, x.created_at, x.mentee_id, x.mentor_id,
       x.mentee_name, x.mentor_name, o.person_id AS mentor_person, o.place AS mentor_place,
       e.place AS mentee_place, e.request, u.short_name AS mentee_short, v.short_name AS mentor_short
FROM pair x JOIN participation e ON e.id = x.mentee_id JOIN participation o ON o.id = x.mentor_id
JOIN unit u ON u.id = e.unit_id JOIN unit v ON v.id = o.unit_id
WHERE x.programme_id = :programme_id AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 1000;

-- name: paper_pair one
-- arg: id i64
-- col: mentee_birth i64?
-- col: mentor_birth i64?
SELECT x.id, x.programme_id, x.form_code, x.role_model, x.created_at, x.ended_at,
       e.person_id AS mentee_person,
       p.surname AS mentee_surname, p.given AS mentee_given, p.patronymic AS mentee_patronymic,
       p.birth_year AS mentee_birth, e.place AS mentee_place, e.request, e.results,
       o.person_id AS mentor_person, q.surname AS mentor_surname, q.given AS mentor_given,
       q.patronymic AS mentor_patronymic,
       q.birth_year AS mentor_birth, o.place AS mentor_place
FROM pair x JOIN participation e ON e.id = x.mentee_id JOIN person p ON p.id = e.person_id
JOIN participation o ON o.id = x.mentor_id JOIN person q ON q.id = o.person_id
WHERE x.id = :id;

-- Those whom somebody mentors, without the pairs that ended early.
-- name: paper_mentees_of many
-- arg: mentor_id i64
SELECT id, mentee_name FROM pair WHERE mentor_id = :mentor_id AND state <> 'ended' ORDER BY id LIMIT 100;

-- name: paper_people many
-- arg: programme_id i64
-- arg: side text
-- arg: after_key text
-- arg: after_id i64
-- col: birth_year i64?
SELECT x.id, x.person_id, x.sort_key, x.state, x.form_code, x.place, x.request, x.competencies,
       x.achievements, x.interests, x.age_wish, x.time_resource, x.joined_on, x.finished_on,
       x.results, x.case_link, x.completion_mark, p.surname, p.given, p.patronymic, p.birth_year
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = :side AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 1000;

-- name: paper_one_person one
-- arg: id i64
-- col: birth_year i64?
SELECT x.id, x.programme_id, x.person_id, x.side, x.form_code, x.place, x.competencies,
       x.achievements, x.time_resource, p.surname, p.given, p.patronymic, p.birth_year, p.unit_id
FROM participation x JOIN person p ON p.id = x.person_id WHERE x.id = :id;

-- name: paper_parent one
-- arg: minor_id i64
SELECT p.id, p.surname, p.given, p.patronymic
FROM representative r JOIN person p ON p.id = r.person_id
WHERE r.minor_id = :minor_id ORDER BY r.person_id LIMIT 1;

-- Meetings of a pair that took place or are still ahead.
-- name: paper_meetings many
-- arg: pair_id i64
SELECT id, kind, state, starts_at, minutes, agenda, result, homework, next_step FROM meeting
WHERE pair_id = :pair_id AND (state = 'held' OR state = 'planned') ORDER BY starts_at, id LIMIT 500;

-- name: paper_goals many
-- arg: pair_id i64
SELECT text, criterion, due_on, outcome FROM pair_goal WHERE pair_id = :pair_id ORDER BY id LIMIT 100;

-- name: paper_notes many
-- arg: pair_id i64
SELECT noted_on, text FROM pair_note WHERE pair_id = :pair_id ORDER BY noted_on, id LIMIT 500;

-- name: paper_trainings many
-- arg: programme_id i64
SELECT held_on, title, hours, trainer FROM training WHERE programme_id = :programme_id
ORDER BY held_on, id LIMIT 500;

-- name: paper_attendance many
-- arg: programme_id i64
-- arg: after_key text
-- arg: after_id i64
-- col: present i64
-- col: passed i64
SELECT x.id, x.sort_key, p.surname, p.given, p.patronymic,
       (SELECT count(*) FROM training_mark m WHERE m.participation_id = x.id AND m.present = 1) AS present,
       (SELECT count(*) FROM training_attempt t WHERE t.participation_id = x.id AND t.passed = 1) AS passed
FROM participation x JOIN person p ON p.id = x.person_id
WHERE x.programme_id = :programme_id AND x.side = 'mentor' AND (x.sort_key, x.id) > (:after_key, :after_id)
ORDER BY x.sort_key, x.id LIMIT 1000;

-- name: paper_vetting one
-- arg: person_id i64
SELECT number, issued_on, expires_on FROM vetting
WHERE person_id = :person_id AND ended_at IS NULL ORDER BY expires_on DESC LIMIT 1;

-- name: paper_interview one
-- arg: participation_id i64
SELECT id, held_on, interviewer, note FROM interview WHERE participation_id = :participation_id
ORDER BY id DESC LIMIT 1;

-- name: paper_interview_marks many
-- arg: interview_id i64
SELECT item, mark FROM interview_mark WHERE interview_id = :interview_id ORDER BY item LIMIT 100;
