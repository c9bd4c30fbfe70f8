-- name: unit_row one
-- arg: id i64
SELECT id, parent_id, kind, name, short_name, phone, utc_offset
FROM unit WHERE id = :id AND archived_at IS NULL;

-- name: unit_root_row one
SELECT id FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1;

-- name: unit_twin one
-- arg: parent_id i64
-- arg: name_key text
-- arg: id i64
SELECT id FROM unit WHERE parent_id = :parent_id AND name_key = :name_key AND id <> :id LIMIT 1;

-- name: unit_insert exec
-- arg: id i64
-- arg: parent_id i64?
-- arg: kind text
-- arg: name text
-- arg: short_name text
-- arg: name_key text
-- arg: region_code text?
-- arg: utc_offset i64
-- arg: phone text
-- arg: created_at i64
INSERT INTO unit (id, parent_id, kind, name, short_name, name_key, region_code, utc_offset, phone, created_at)
VALUES (:id, :parent_id, :kind, :name, :short_name, :name_key, :region_code, :utc_offset, :phone, :created_at);

-- name: unit_up_insert exec
-- arg: id i64
-- arg: parent_id i64
INSERT INTO unit_up (unit_id, ancestor_id, depth, kind, name_key)
SELECT u.id, x.ancestor_id, x.depth + 1, u.kind, u.name_key FROM unit_up x JOIN unit u ON u.id = :id
WHERE x.unit_id = :parent_id;

-- name: unit_up_self exec
-- arg: id i64
INSERT INTO unit_up (unit_id, ancestor_id, depth, kind, name_key)
SELECT u.id, u.id, 0, u.kind, u.name_key FROM unit u WHERE u.id = :id;

-- name: unit_up_rename exec
-- arg: id i64
-- arg: name_key text
UPDATE unit_up SET name_key = :name_key WHERE unit_id = :id;

-- name: unit_word_insert exec
-- arg: word text
-- arg: id i64
INSERT INTO unit_word (word, unit_id) VALUES (:word, :id) ON CONFLICT (word, unit_id) DO NOTHING;

-- name: unit_words_delete exec
-- arg: id i64
DELETE FROM unit_word WHERE unit_id = :id;

-- name: unit_update exec
-- arg: id i64
-- arg: name text
-- arg: short_name text
-- arg: name_key text
-- arg: phone text
UPDATE unit SET name = :name, short_name = :short_name, name_key = :name_key, phone = :phone WHERE id = :id;

-- name: unit_child_rows many
-- arg: parent_id i64
-- arg: after_key text
-- arg: after_id i64
-- arg: n i64
-- col: n_below i64
SELECT u.id, u.kind, u.name, u.name_key,
       (SELECT count(*) FROM unit_up d JOIN unit o ON o.id = d.unit_id
        WHERE d.ancestor_id = u.id AND d.depth > 0 AND o.kind IN ('organisation', 'partner')) AS n_below
FROM unit u
WHERE u.parent_id = :parent_id AND (u.name_key, u.id) > (:after_key, :after_id) AND u.archived_at IS NULL
ORDER BY u.name_key, u.id LIMIT :n;

-- Units below with a word that begins like this; the other words are looked for in the name.
-- name: unit_search_rows many
-- arg: unit_id i64
-- arg: word text
-- arg: word_end text
-- arg: second text
-- arg: third text
-- arg: n i64
-- col: above text
-- col: id i64
-- col: kind text
-- col: name text
-- col: name_key text
SELECT DISTINCT u.id, u.kind, u.name, u.name_key, coalesce(p.short_name, '') AS above
FROM unit_word w JOIN unit_up up ON up.unit_id = w.unit_id AND up.ancestor_id = :unit_id
JOIN unit u ON u.id = w.unit_id LEFT JOIN unit p ON p.id = u.parent_id
WHERE w.word >= :word AND w.word < :word_end AND u.archived_at IS NULL
  AND ' ' || u.name_key LIKE :second AND ' ' || u.name_key LIKE :third
ORDER BY u.name_key, u.id LIMIT :n;

-- name: unit_kind_counts many
-- arg: unit_id i64
-- col: n i64
SELECT u.kind, count(*) AS n FROM unit_up d JOIN unit u ON u.id = d.unit_id
WHERE d.ancestor_id = :unit_id AND d.depth > 0 AND u.archived_at IS NULL GROUP BY u.kind;

-- name: unit_small_counts one
-- arg: unit_id i64
-- col: children i64
-- col: programmes i64
SELECT (SELECT count(*) FROM unit WHERE parent_id = :unit_id AND archived_at IS NULL) AS children,
       (SELECT count(*) FROM unit_up d JOIN programme p ON p.unit_id = d.unit_id
        WHERE d.ancestor_id = :unit_id) AS programmes;
