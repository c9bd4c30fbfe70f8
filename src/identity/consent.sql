-- name: consent_text_row one
-- arg: unit_id i64
-- arg: kind text
SELECT t.id, t.unit_id, t.version, t.title, t.body, t.published_at
FROM unit_up up JOIN consent_text t ON t.unit_id = up.ancestor_id AND t.kind = :kind
WHERE up.unit_id = :unit_id ORDER BY up.depth, t.version DESC LIMIT 1;

-- name: consent_text_last one
-- arg: unit_id i64
-- arg: kind text
-- col: version i64
SELECT coalesce(max(version), 0) AS version FROM consent_text WHERE unit_id = :unit_id AND kind = :kind;

-- name: consent_text_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: kind text
-- arg: version i64
-- arg: title text
-- arg: body text
-- arg: published_at i64
INSERT INTO consent_text (id, unit_id, kind, version, title, body, published_at)
VALUES (:id, :unit_id, :kind, :version, :title, :body, :published_at);

-- name: consent_rows many
-- arg: person_id i64
-- col: recorded_by text?
SELECT c.id, t.kind, t.title, t.version, c.relation, c.given_by, c.method, c.given_on,
       (SELECT a.display_name FROM account a WHERE a.id = c.recorded_by) AS recorded_by, c.recorded_at, c.withdrawn_at, c.fields
FROM consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.person_id = :person_id ORDER BY c.recorded_at DESC, c.id DESC LIMIT 200;

-- Signatures in force of one purpose.
-- name: consent_relations many
-- arg: person_id i64
-- arg: kind text
SELECT DISTINCT c.relation FROM consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.person_id = :person_id AND t.kind = :kind AND c.withdrawn_at IS NULL;

-- Signatures in force of all purposes.
-- name: consent_signatures many
-- arg: person_id i64
SELECT DISTINCT t.kind, c.relation FROM consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.person_id = :person_id AND c.withdrawn_at IS NULL;

-- Publications in force.
-- name: consent_publications many
-- arg: person_id i64
SELECT c.relation, c.fields FROM consent c JOIN consent_text t ON t.id = c.text_id
WHERE c.person_id = :person_id AND t.kind = 'distribution' AND c.withdrawn_at IS NULL LIMIT 10;

-- name: consent_insert exec
-- arg: id i64
-- arg: unit_id i64
-- arg: person_id i64
-- arg: text_id i64
-- arg: given_by text
-- arg: relation text
-- arg: method text
-- arg: given_on text
-- arg: recorded_by i64?
-- arg: recorded_at i64
-- arg: fields i64
INSERT INTO consent (id, unit_id, person_id, text_id, given_by, relation, method, given_on, recorded_by, recorded_at, fields)
VALUES (:id, :unit_id, :person_id, :text_id, :given_by, :relation, :method, :given_on, :recorded_by, :recorded_at, :fields);

-- name: consent_set_withdrawn exec
-- arg: id i64
-- arg: person_id i64
-- arg: now i64
UPDATE consent SET withdrawn_at = :now
WHERE id = :id AND person_id = :person_id AND withdrawn_at IS NULL;

-- name: consent_side_withdrawn exec
-- arg: person_id i64
-- arg: relation text
-- arg: now i64
UPDATE consent SET withdrawn_at = :now
WHERE person_id = :person_id AND relation = :relation AND withdrawn_at IS NULL;

-- name: consent_side_in_force one
-- arg: person_id i64
-- arg: relation text
-- col: n i64
SELECT count(*) AS n FROM consent WHERE person_id = :person_id AND relation = :relation AND withdrawn_at IS NULL;

-- name: consent_place one
-- arg: id i64
SELECT unit_id, person_id, text_id, withdrawn_at FROM consent WHERE id = :id;

-- name: consent_text_by_id one
-- arg: id i64
SELECT kind FROM consent_text WHERE id = :id;

-- name: consent_person_place one
-- arg: id i64
SELECT unit_id FROM person WHERE id = :id AND erased_at IS NULL;

-- name: consent_unit_name one
-- arg: unit_id i64
SELECT name FROM unit WHERE id = :unit_id;
