-- name: survey_change_rows many
-- arg: programme_id i64
-- arg: role text?
-- arg: form text?
SELECT role, form_code, before_sheet, after_sheet, cells FROM survey_change
WHERE programme_id = :programme_id AND (:role IS NULL OR role = :role) AND (:form IS NULL OR form_code = :form)
ORDER BY role, form_code, before_sheet DESC, after_sheet DESC;

-- What is kept, and nobody else changes it before the end of the transaction.
-- name: survey_change_hold one
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: before_sheet i64
-- arg: after_sheet i64
INSERT INTO survey_change (programme_id, role, form_code, before_sheet, after_sheet, cells)
VALUES (:programme_id, :role, :form, :before_sheet, :after_sheet, '')
ON CONFLICT (programme_id, role, form_code, before_sheet, after_sheet) DO UPDATE SET cells = survey_change.cells
RETURNING cells;

-- name: survey_change_set exec
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: before_sheet i64
-- arg: after_sheet i64
-- arg: cells text
UPDATE survey_change SET cells = :cells
WHERE programme_id = :programme_id AND role = :role AND form_code = :form AND before_sheet = :before_sheet
  AND after_sheet = :after_sheet;

-- name: survey_change_cells one
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: before_sheet i64
-- arg: after_sheet i64
SELECT cells FROM survey_change
WHERE programme_id = :programme_id AND role = :role AND form_code = :form AND before_sheet = :before_sheet
  AND after_sheet = :after_sheet;

-- name: survey_change_put exec
-- arg: programme_id i64
-- arg: role text
-- arg: form text
-- arg: before_sheet i64
-- arg: after_sheet i64
-- arg: cells text
INSERT INTO survey_change (programme_id, role, form_code, before_sheet, after_sheet, cells)
VALUES (:programme_id, :role, :form, :before_sheet, :after_sheet, :cells)
ON CONFLICT (programme_id, role, form_code, before_sheet, after_sheet) DO UPDATE SET cells = excluded.cells;
