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

-- name: survey_own_archive exec
-- arg: id i64
-- arg: now i64
UPDATE survey SET archived_at = :now WHERE id = :id AND archived_at IS NULL;
