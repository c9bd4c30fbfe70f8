-- What others read of questionnaires (survey.h).

-- name: survey_items many
-- arg: sheet_id i64
SELECT n, kind, text, metric, required FROM survey_item WHERE sheet_id = :sheet_id ORDER BY n;

-- name: survey_results_below each
-- arg: unit_id i64
-- arg: role text?
-- arg: form text?
SELECT r.unit_id, r.programme_id, r.person_id, r.participation_id, r.survey_id, r.role, r.form_code,
       r.before_sheet, r.before_marks, r.before_at, r.after_sheet, r.after_marks, r.after_at
FROM unit_up x JOIN survey_result r ON r.unit_id = x.unit_id
WHERE x.ancestor_id = :unit_id AND (:role IS NULL OR r.role = :role) AND (:form IS NULL OR r.form_code = :form);

-- name: survey_open_items_of many
-- arg: programme_id i64
-- arg: few i64
-- arg: metric text?
SELECT t.round_id, t.sheet_id, t.role, t.form_code, o.phase, i.text, i.metric, t.n, t.times
FROM survey_round o JOIN survey_tally t ON t.round_id = o.id
JOIN survey_item i ON i.sheet_id = t.sheet_id AND i.n = t.n
WHERE o.programme_id = :programme_id AND t.value = -1 AND t.times >= :few AND (:metric IS NULL OR i.metric = :metric)
ORDER BY o.phase, t.role, t.form_code, o.id, t.sheet_id, t.n;

-- name: survey_texts many
-- arg: round_id i64
-- arg: sheet_id i64
-- arg: role text
-- arg: form text
-- arg: n i64
-- arg: after i64
-- arg: limit i64
SELECT text, shuffle FROM survey_text
WHERE round_id = :round_id AND sheet_id = :sheet_id AND role = :role AND form_code = :form AND n = :n
  AND released = 1 AND shuffle > :after
ORDER BY shuffle LIMIT :limit;

-- name: survey_pack_round one
-- arg: programme_id i64
-- arg: phase text
SELECT id, sent, done, closed_at FROM survey_round
WHERE programme_id = :programme_id AND phase = :phase AND survey_id IS NULL;

-- What several pages of questionnaires read.

-- name: survey_own_of_unit many
-- arg: unit_id i64
SELECT id, title, role, form_code, archived_at FROM survey
WHERE unit_id = :unit_id AND programme_id IS NULL ORDER BY id DESC LIMIT 201;

-- name: survey_own_of_programme many
-- arg: programme_id i64
SELECT id, title, role, form_code, archived_at FROM survey WHERE programme_id = :programme_id ORDER BY id DESC LIMIT 201;

-- What a programme may send: its own, and those of its unit and of the units above it.
-- name: survey_own_offered many
-- arg: programme_id i64
-- arg: unit_id i64
-- col: id i64
-- col: title text
-- col: role text
-- col: form_code text
-- col: programme_id i64?
SELECT s.id, s.title, s.role, s.form_code, s.programme_id FROM survey s
WHERE s.programme_id = :programme_id AND s.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM survey_sheet x WHERE x.survey_id = s.id AND x.published_at IS NOT NULL)
UNION ALL
SELECT s.id, s.title, s.role, s.form_code, s.programme_id FROM unit_up u JOIN survey s ON s.unit_id = u.ancestor_id
WHERE u.unit_id = :unit_id AND s.programme_id IS NULL AND s.archived_at IS NULL
  AND EXISTS (SELECT 1 FROM survey_sheet x WHERE x.survey_id = s.id AND x.published_at IS NOT NULL)
ORDER BY id DESC LIMIT 201;

-- Sheets of a questionnaire that were begun with words older than these.
-- name: survey_own_answered one
-- arg: survey_id i64
-- col: n i64
SELECT CAST(coalesce(sum(o.done + (SELECT count(*) FROM survey_response r WHERE r.round_id = o.id AND r.state = 'begun')), 0)
            AS BIGINT) AS n
FROM survey_round o WHERE o.survey_id = :survey_id;

-- name: survey_rounds_of many
-- arg: programme_id i64
-- col: title text?
SELECT o.id, o.survey_id, o.phase, o.closes_on, o.sent, o.done, o.opened_at, o.closed_at,
       (SELECT s.title FROM survey s WHERE s.id = o.survey_id) AS title
FROM survey_round o
WHERE o.programme_id = :programme_id ORDER BY o.id DESC LIMIT 101;

-- name: survey_counts_of many
-- arg: round_id i64
SELECT role, form_code, sent, done FROM survey_total WHERE round_id = :round_id ORDER BY role, form_code;

-- name: survey_scope_row one
-- arg: id i64
SELECT unit_id FROM survey WHERE id = :id;

-- name: survey_round_scope one
-- arg: id i64
SELECT unit_id FROM survey_round WHERE id = :id;

-- name: survey_response_scope one
-- arg: id i64
SELECT unit_id, round_id, person_id, role FROM survey_response WHERE id = :id;

-- Forms that the programmes of a unit and below use.
-- name: survey_unit_forms many
-- arg: unit_id i64
SELECT DISTINCT g.pack_id, f.form_code
FROM unit_up w JOIN programme g ON g.unit_id = w.unit_id JOIN programme_form f ON f.programme_id = g.id
WHERE w.ancestor_id = :unit_id AND g.state NOT IN ('archived', 'cancelled')
ORDER BY g.pack_id, f.form_code LIMIT 200;
