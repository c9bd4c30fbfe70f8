-- name: survey_sheet_pack_find one
-- arg: pack_id i64
-- arg: form text
-- arg: role text
-- arg: phase text
SELECT id FROM survey_sheet WHERE pack_id = :pack_id AND form_code = :form AND role = :role AND phase = :phase;

-- Of two that write it down at once one does, and both read it.
-- name: survey_sheet_pack_insert exec
-- arg: id i64
-- arg: pack_id i64
-- arg: form text
-- arg: role text
-- arg: phase text
-- arg: now i64
INSERT INTO survey_sheet (id, pack_id, form_code, role, phase, published_at)
VALUES (:id, :pack_id, :form, :role, :phase, :now) ON CONFLICT DO NOTHING;

-- name: survey_item_insert exec
-- arg: sheet_id i64
-- arg: n i64
-- arg: kind text
-- arg: text text
-- arg: metric text
-- arg: required bool
INSERT INTO survey_item (sheet_id, n, kind, text, metric, required)
VALUES (:sheet_id, :n, :kind, :text, :metric, :required);

-- name: survey_items_delete exec
-- arg: sheet_id i64
DELETE FROM survey_item WHERE sheet_id = :sheet_id;

-- name: survey_own_row one
-- arg: id i64
SELECT id, unit_id, programme_id, title, role, form_code, version, archived_at FROM survey WHERE id = :id;

-- name: survey_own_sheets many
-- arg: survey_id i64
SELECT id, n, published_at FROM survey_sheet WHERE survey_id = :survey_id ORDER BY n DESC LIMIT 2;

-- name: survey_own_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: programme_id i64?
-- arg: title text
-- arg: role text
-- arg: form text
-- arg: by i64?
-- arg: now i64
INSERT INTO survey (id, unit_id, programme_id, title, role, form_code, created_by, created_at)
VALUES (:id, :unit_id, :programme_id, :title, :role, :form, :by, :now);

-- name: survey_own_sheet_insert exec
-- arg: id i64
-- arg: survey_id i64
-- arg: n i64
INSERT INTO survey_sheet (id, survey_id, n) VALUES (:id, :survey_id, :n);

-- name: survey_own_sheet_publish exec
-- arg: id i64
-- arg: now i64
UPDATE survey_sheet SET published_at = :now WHERE id = :id AND published_at IS NULL;

-- name: survey_own_touch exec
-- arg: id i64
-- arg: version i64
UPDATE survey SET version = version + 1 WHERE id = :id AND version = :version;

-- name: survey_own_rename exec
-- arg: id i64
-- arg: title text
-- arg: role text
-- arg: form text
UPDATE survey SET title = :title, role = :role, form_code = :form WHERE id = :id;

-- name: survey_own_archive exec
-- arg: id i64
-- arg: now i64
UPDATE survey SET archived_at = :now WHERE id = :id AND archived_at IS NULL;

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
SELECT count(*) AS n FROM survey_round o JOIN survey_response r ON r.round_id = o.id
WHERE o.survey_id = :survey_id AND r.sheet_id IS NOT NULL;
