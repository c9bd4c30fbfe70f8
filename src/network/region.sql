-- name: region_by_code one
-- arg: code text
SELECT id FROM unit WHERE region_code = :code;
