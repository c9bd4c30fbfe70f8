-- In force: one's own, and those that one gave for a child; born_since: the year of the oldest minors.
-- name: consents_mine many
-- arg: person_id i64
-- arg: born_since i64
-- col: id i64
-- col: person_id i64
-- col: kind text
-- col: title text
-- col: given_on text
-- col: fields i64
-- col: surname text
-- col: given text
-- col: patronymic text
SELECT c.id, c.person_id, t.kind, t.title, c.given_on, c.fields, p.surname, p.given, p.patronymic
FROM consent c JOIN consent_text t ON t.id = c.text_id JOIN person p ON p.id = c.person_id
WHERE c.person_id = :person_id AND c.withdrawn_at IS NULL
  AND (c.relation = 'self' OR p.birth_year < :born_since)
UNION ALL
SELECT c.id, c.person_id, t.kind, t.title, c.given_on, c.fields, p.surname, p.given, p.patronymic
FROM representative r JOIN consent c ON c.person_id = r.minor_id
JOIN consent_text t ON t.id = c.text_id JOIN person p ON p.id = c.person_id
WHERE r.person_id = :person_id AND c.withdrawn_at IS NULL AND c.relation = 'representative'
  AND coalesce(p.birth_year, :born_since) >= :born_since
ORDER BY 2, 1 LIMIT 200;

-- name: consent_mine_row one
-- arg: id i64
SELECT c.unit_id, c.person_id, c.relation, c.fields, t.kind, t.title
FROM consent c JOIN consent_text t ON t.id = c.text_id WHERE c.id = :id;
