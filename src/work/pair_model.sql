-- name: pair_model_set exec
-- arg: id i64
-- arg: form_code text
-- arg: role_model text
UPDATE pair SET form_code = :form_code, role_model = :role_model
WHERE id = :id AND state IN ('agreed', 'active');
