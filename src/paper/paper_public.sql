-- Documents that everybody may read.

-- name: paper_set_published exec
-- arg: id i64
-- arg: published text
UPDATE paper SET published = :published, version = version + 1 WHERE id = :id AND state = 'signed';

-- Of an organisation, the newest first.
-- name: paper_public_rows many
-- arg: unit_id i64
SELECT p.id, p.kind, p.number, p.day, p.published, p.scan_type, x.title AS programme
FROM paper p JOIN programme x ON x.id = p.programme_id
WHERE p.unit_id = :unit_id AND p.published <> '' ORDER BY p.day DESC, p.id DESC LIMIT 100;
