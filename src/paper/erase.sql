-- What is destroyed, statement by statement, each with the person alone as its argument (paper/erase.c runs
-- them in this order). Rows that totals or other people stand on stay, without a word about the person.

-- name: erase_letters exec
-- arg: person_id i64
DELETE FROM outbox WHERE state <> 'waiting' AND address IN
    (SELECT value FROM person_contact WHERE person_id = :person_id AND kind = 'email'
     UNION SELECT email FROM account WHERE person_id = :person_id AND email <> '');

-- name: erase_contacts exec
-- arg: person_id i64
DELETE FROM person_contact WHERE person_id = :person_id;

-- name: erase_links exec
-- arg: person_id i64
DELETE FROM representative WHERE person_id = :person_id OR minor_id = :person_id;

-- name: erase_cases exec
-- arg: person_id i64
DELETE FROM person_case WHERE person_id = :person_id;

-- name: erase_notices exec
-- arg: person_id i64
DELETE FROM notice WHERE person_id = :person_id;

-- name: erase_invites exec
-- arg: person_id i64
UPDATE invite SET name = '' WHERE person_id = :person_id;

-- name: erase_vetting_told exec
-- arg: person_id i64
DELETE FROM vetting_notice WHERE vetting_id IN (SELECT id FROM vetting WHERE person_id = :person_id);

-- name: erase_vetting exec
-- arg: person_id i64
DELETE FROM vetting WHERE person_id = :person_id;

-- name: erase_profile exec
-- arg: person_id i64
UPDATE participation SET place = '', request = '', competencies = '', achievements = '', interests = '',
    age_wish = '', time_resource = '', results = '', case_link = '' WHERE person_id = :person_id;

-- name: erase_reasons exec
-- arg: person_id i64
UPDATE participation_event SET reason = '—' WHERE reason <> '' AND participation_id IN
    (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_answers exec
-- arg: person_id i64
DELETE FROM selection_answer WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_interviews exec
-- arg: person_id i64
DELETE FROM interview WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_checks exec
-- arg: person_id i64
DELETE FROM selection_check WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_decisions exec
-- arg: person_id i64
UPDATE selection_decision SET reason = '—' WHERE reason <> '' AND participation_id IN
    (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_exams exec
-- arg: person_id i64
UPDATE training_attempt SET answers = '' WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_cards exec
-- arg: person_id i64
UPDATE preference_card SET why = '' WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_wishes exec
-- arg: person_id i64
DELETE FROM preference WHERE from_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_support exec
-- arg: person_id i64
UPDATE support SET plan = '—', outcome = '' WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_sheet_links exec
-- arg: person_id i64
UPDATE survey_response SET token_hash = NULL WHERE person_id = :person_id;

-- name: erase_evidence exec
-- arg: person_id i64
DELETE FROM evidence_item WHERE person_id = :person_id;

-- name: erase_stories exec
-- arg: person_id i64
DELETE FROM showcase_story WHERE person_id = :person_id;

-- name: erase_explained exec
-- arg: person_id i64
UPDATE run_pair SET parts = '', next = '', why = '' WHERE mentee_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_explained_mentor exec
-- arg: person_id i64
UPDATE run_pair SET parts = '', next = '', why = '' WHERE mentor_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_missed exec
-- arg: person_id i64
UPDATE run_unpaired SET reason = '', help = '' WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- What a pair wrote tells of both.
-- name: erase_pair exec
-- arg: person_id i64
UPDATE pair SET shared = '' WHERE id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- name: erase_pair_reasons exec
-- arg: person_id i64
UPDATE pair_event SET reason = '—' WHERE reason <> '' AND pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- name: erase_pair_wish exec
-- arg: person_id i64
UPDATE pair_pulse SET wish = '' WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- name: erase_notes exec
-- arg: person_id i64
DELETE FROM pair_note WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- name: erase_meetings exec
-- arg: person_id i64
UPDATE meeting SET place = '', agenda = '', result = '', homework = '', next_step = '', reason = ''
WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- name: erase_said exec
-- arg: person_id i64
UPDATE meeting_answer SET text = '' WHERE meeting_id IN (SELECT id FROM meeting WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id));

-- name: erase_personal exec
-- arg: person_id i64
UPDATE personal_part SET body = '' WHERE personal_id IN (SELECT id FROM personal WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id));

-- name: erase_personal_marks exec
-- arg: person_id i64
UPDATE personal_mark SET note = '' WHERE pair_id IN (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id);

-- Aims are the mentee's: they stay when the mentor goes.
-- name: erase_goals exec
-- arg: person_id i64
UPDATE pair_goal SET text = '—', criterion = '', outcome = '' WHERE pair_id IN
    (SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id);

-- name: erase_lessons exec
-- arg: person_id i64
UPDATE lesson SET plan = '', summary = '', advice = '', published_at = NULL, published_by = NULL,
    reason = CASE WHEN reason <> '' THEN '—' ELSE '' END WHERE teacher_id = :person_id;

-- name: erase_visits exec
-- arg: person_id i64
UPDATE lesson_visit SET comment = '' WHERE id IN
    (SELECT id FROM lesson_visit WHERE person_id = :person_id
     UNION SELECT v.id FROM lesson l JOIN lesson_visit v ON v.lesson_id = l.id WHERE l.teacher_id = :person_id);

-- name: erase_lesson_notes exec
-- arg: person_id i64
UPDATE lesson_mark SET note = '' WHERE visit_id IN
    (SELECT id FROM lesson_visit WHERE person_id = :person_id
     UNION SELECT v.id FROM lesson l JOIN lesson_visit v ON v.lesson_id = l.id WHERE l.teacher_id = :person_id);

-- name: erase_signatures exec
-- arg: person_id i64
DELETE FROM application_consent WHERE application_id IN (SELECT id FROM application WHERE person_id = :person_id);

-- ---- the name and the account: not of somebody who works here ----

-- name: erase_sessions exec
-- arg: person_id i64
DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE person_id = :person_id);

-- name: erase_codes exec
-- arg: person_id i64
DELETE FROM recovery_code WHERE account_id IN (SELECT id FROM account WHERE person_id = :person_id);

-- name: erase_roles exec
-- arg: person_id i64
DELETE FROM role_grant WHERE account_id IN (SELECT id FROM account WHERE person_id = :person_id);

-- name: erase_accounts exec
-- arg: person_id i64
UPDATE account SET login = '-' || CAST(id AS TEXT), password_hash = NULL, email = '', totp_secret = NULL,
    disabled_at = coalesce(disabled_at, created_at) WHERE person_id = :person_id;

-- The orders of lists hold the name, too.
-- name: erase_run_key exec
-- arg: person_id i64
-- arg: key text
UPDATE run_pair SET sort_key = :key WHERE mentee_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_missed_key exec
-- arg: person_id i64
-- arg: key text
UPDATE run_unpaired SET sort_key = :key WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_card_key exec
-- arg: person_id i64
-- arg: key text
UPDATE preference_card SET sort_key = :key WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_support_key exec
-- arg: person_id i64
-- arg: key text
UPDATE support SET sort_key = :key WHERE participation_id IN (SELECT id FROM participation WHERE person_id = :person_id);

-- name: erase_sheet_key exec
-- arg: person_id i64
-- arg: key text
UPDATE survey_response SET sort_key = :key WHERE person_id = :person_id;

-- name: erase_mark exec
-- arg: person_id i64
-- arg: now i64
UPDATE person SET erased_at = :now, birth_year = NULL WHERE id = :person_id;

-- ---- what is looked at one by one ----

-- name: erase_living many
-- arg: person_id i64
-- col: id i64
SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id
WHERE x.person_id = :person_id AND q.ended_at IS NULL
UNION SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id
WHERE x.person_id = :person_id AND q.ended_at IS NULL;

-- name: erase_participations many
-- arg: person_id i64
SELECT id FROM participation WHERE person_id = :person_id;

-- name: erase_applications many
-- arg: person_id i64
-- col: id i64
SELECT id FROM application WHERE person_id = :person_id
UNION SELECT p.id FROM participation x JOIN application p ON p.participation_id = x.id WHERE x.person_id = :person_id;

-- name: erase_consents exec
-- arg: person_id i64
-- arg: now i64
UPDATE consent SET withdrawn_at = :now WHERE person_id = :person_id AND withdrawn_at IS NULL;

-- Runs of the pairing that this person took part in.
-- name: erase_runs many
-- arg: person_id i64
-- col: run_id i64
SELECT r.run_id FROM participation x JOIN run_pair r ON r.mentee_id = x.id WHERE x.person_id = :person_id
UNION SELECT r.run_id FROM participation x JOIN run_pair r ON r.mentor_id = x.id WHERE x.person_id = :person_id
UNION SELECT r.run_id FROM participation x JOIN run_unpaired r ON r.participation_id = x.id WHERE x.person_id = :person_id;

-- Others are told of whom they nearly got.
-- name: erase_named exec
-- arg: run_id i64
-- arg: name text
-- arg: word text
UPDATE run_pair SET parts = replace(parts, :name, :word), next = replace(next, :name, :word)
WHERE run_id = :run_id AND (parts <> replace(parts, :name, :word) OR next <> replace(next, :name, :word));

-- name: erase_named_help exec
-- arg: run_id i64
-- arg: name text
-- arg: word text
UPDATE run_unpaired SET help = replace(help, :name, :word)
WHERE run_id = :run_id AND help <> replace(help, :name, :word);

-- name: erase_inputs one
-- arg: id i64
SELECT inputs FROM run WHERE id = :id;

-- name: erase_put_inputs exec
-- arg: id i64
-- arg: inputs blob
-- arg: digest blob
UPDATE run SET inputs = :inputs, inputs_digest = :digest WHERE id = :id;

-- Documents about the person that nobody signed.
-- name: erase_drafts many
-- arg: person_id i64
-- col: id i64
-- col: state text
SELECT p.id, p.state FROM (
    SELECT id FROM participation WHERE person_id = :person_id
    UNION ALL SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
    UNION ALL SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id
) about JOIN paper p ON p.subject_id = about.id
WHERE p.state <> 'signed' AND p.subject_id <> 0;

-- name: erase_photos many
-- arg: person_id i64
SELECT id FROM showcase_person WHERE person_id = :person_id;

-- name: erase_kept_rows one
-- arg: person_id i64
-- arg: mentor i64
-- arg: mentee i64
-- arg: representative i64
-- col: staff i64
-- col: addenda i64
-- col: papers i64
SELECT (SELECT count(*) FROM account a JOIN role_grant g ON g.account_id = a.id
        WHERE a.person_id = :person_id AND g.role NOT IN (:mentor, :mentee, :representative)) AS staff,
       (SELECT count(*) FROM addendum d WHERE d.person_id = :person_id
        AND d.state IN ('signed', 'notice', 'ended', 'expired')) AS addenda,
       (SELECT count(*) FROM (
            SELECT id FROM participation WHERE person_id = :person_id
            UNION ALL SELECT q.id FROM participation x JOIN pair q ON q.mentee_id = x.id WHERE x.person_id = :person_id
            UNION ALL SELECT q.id FROM participation x JOIN pair q ON q.mentor_id = x.id WHERE x.person_id = :person_id
        ) about JOIN paper p ON p.subject_id = about.id WHERE p.state = 'signed' AND p.subject_id <> 0) AS papers;
-- Rows of uploads that were kept because something was said about them.
-- name: erase_problems exec
-- arg: person_id i64
-- arg: surname text
-- arg: given text
DELETE FROM import_problem WHERE import_id IN
    (SELECT import_id FROM person WHERE id = :person_id UNION SELECT import_id FROM participation WHERE person_id = :person_id)
  AND row_no IN (SELECT r.row_no FROM import_row r WHERE r.import_id = import_problem.import_id
                 AND r.cells <> replace(r.cells, :surname, '') AND r.cells <> replace(r.cells, :given, ''));

-- name: erase_rows exec
-- arg: person_id i64
-- arg: surname text
-- arg: given text
DELETE FROM import_row WHERE import_id IN
    (SELECT import_id FROM person WHERE id = :person_id UNION SELECT import_id FROM participation WHERE person_id = :person_id)
  AND cells <> replace(cells, :surname, '') AND cells <> replace(cells, :given, '');

-- name: erase_samples exec
-- arg: person_id i64
UPDATE import_column SET sample = '' WHERE import_id IN
    (SELECT import_id FROM person WHERE id = :person_id UNION SELECT import_id FROM participation WHERE person_id = :person_id);
