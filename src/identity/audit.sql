-- name: audit_unit one
-- arg: unit_id i64
SELECT parent_id FROM unit WHERE id = :unit_id;

-- Of a unit and of those below it. heads: the units that were written of last, as many as the page has rows; its rows are
-- theirs and, when there are so many units, none is older than the oldest of heads. The twin: as programme_events of
-- programme_state.sql.
-- name: audit_below many
-- arg: unit_id i64
-- arg: before i64
-- arg: object_kind text
-- arg: first i64
-- arg: last i64
-- arg: n i64
-- col: who text?
-- col: unit_name text?
-- col: id i64
-- col: action text
-- col: object_kind text
-- col: detail text
-- col: ip text
-- col: staff bool
WITH heads AS (
    SELECT up.unit_id, CASE WHEN :object_kind = ''
           THEN (SELECT max(m.id) FROM audit m WHERE m.unit_id = up.unit_id AND m.id < :before)
           ELSE (SELECT max(m.id) FROM audit m
                 WHERE m.unit_id = up.unit_id AND m.object_kind = :object_kind AND m.id < :before) END AS newest
    FROM unit_up up WHERE up.ancestor_id = :unit_id ORDER BY 2 DESC LIMIT :n),
oldest AS (SELECT CASE WHEN count(newest) < :n THEN 0 ELSE min(newest) END AS id FROM heads)
SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
       CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
                         AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
FROM (
    SELECT y.id FROM oldest CROSS JOIN heads JOIN audit y ON y.id IN (
        SELECT i.id FROM audit i
        WHERE i.unit_id = heads.unit_id AND i.id >= oldest.id AND i.id < :before ORDER BY i.id DESC LIMIT :n)
    WHERE :object_kind = ''
    UNION ALL
    SELECT y.id FROM oldest CROSS JOIN heads JOIN audit y ON y.id IN (
        SELECT i.id FROM audit i
        WHERE i.unit_id = heads.unit_id AND i.object_kind = :object_kind AND i.id >= oldest.id AND i.id < :before
        ORDER BY i.id DESC LIMIT :n)
    WHERE :object_kind <> ''
    ORDER BY 1 DESC LIMIT :n) k
CROSS JOIN audit x ON x.id = k.id LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
ORDER BY x.id DESC LIMIT :n;
-- pg: WITH heads AS (
-- pg:     SELECT up.unit_id, CASE WHEN :object_kind = ''
-- pg:            THEN (SELECT m.id FROM audit m
-- pg:                  WHERE (m.unit_id, m.id) >= (up.unit_id, 0) AND (m.unit_id, m.id) < (up.unit_id, :before)
-- pg:                  ORDER BY m.unit_id DESC, m.id DESC LIMIT 1)
-- pg:            ELSE (SELECT m.id FROM audit m
-- pg:                  WHERE (m.unit_id, m.object_kind, m.id) >= (up.unit_id, :object_kind, 0)
-- pg:                    AND (m.unit_id, m.object_kind, m.id) < (up.unit_id, :object_kind, :before)
-- pg:                  ORDER BY m.unit_id DESC, m.object_kind DESC, m.id DESC LIMIT 1) END AS newest
-- pg:     FROM unit_up up WHERE up.ancestor_id = :unit_id ORDER BY 2 DESC NULLS LAST LIMIT :n),
-- pg: oldest AS (SELECT CASE WHEN count(newest) < :n THEN 0 ELSE min(newest) END AS id FROM heads)
-- pg: SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
-- pg:        CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
-- pg:                          AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
-- pg: FROM (
-- pg:     SELECT y.id FROM oldest CROSS JOIN heads CROSS JOIN LATERAL (
-- pg:         SELECT i.id FROM audit i
-- pg:         WHERE (i.unit_id, i.id) >= (heads.unit_id, oldest.id) AND (i.unit_id, i.id) < (heads.unit_id, :before)
-- pg:         ORDER BY i.unit_id DESC, i.id DESC LIMIT :n) y
-- pg:     WHERE :object_kind = ''
-- pg:     UNION ALL
-- pg:     SELECT y.id FROM oldest CROSS JOIN heads CROSS JOIN LATERAL (
-- pg:         SELECT i.id FROM audit i
-- pg:         WHERE (i.unit_id, i.object_kind, i.id) >= (heads.unit_id, :object_kind, oldest.id)
-- pg:           AND (i.unit_id, i.object_kind, i.id) < (heads.unit_id, :object_kind, :before)
-- pg:         ORDER BY i.unit_id DESC, i.object_kind DESC, i.id DESC LIMIT :n) y
-- pg:     WHERE :object_kind <> ''
-- pg:     ORDER BY 1 DESC LIMIT :n) k
-- pg: JOIN audit x ON x.id = k.id LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
-- pg: ORDER BY x.id DESC LIMIT :n;

-- The root sees all, also what belongs to no unit.
-- name: audit_all many
-- arg: before i64
-- arg: object_kind text
-- arg: first i64
-- arg: last i64
-- arg: n i64
-- col: who text?
-- col: unit_name text?
-- col: id i64
-- col: action text
-- col: object_kind text
-- col: detail text
-- col: ip text
-- col: staff bool
SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
       CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
                         AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
FROM (
    SELECT a0.id FROM (
        SELECT i.id FROM audit i WHERE :object_kind = '' AND i.id < :before ORDER BY i.id DESC LIMIT :n) a0
    UNION ALL
    SELECT a1.id FROM (
        SELECT i.id FROM audit i WHERE i.object_kind = :object_kind AND i.id < :before ORDER BY i.id DESC LIMIT :n) a1
    ORDER BY 1 DESC LIMIT :n
) k
JOIN audit x ON x.id = k.id LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
ORDER BY x.id DESC LIMIT :n;
-- pg: SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
-- pg:        CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
-- pg:                          AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
-- pg: FROM (
-- pg:     SELECT a0.id FROM (
-- pg:         SELECT i.id FROM audit i WHERE :object_kind = '' AND i.id < :before ORDER BY i.id DESC LIMIT :n) a0
-- pg:     UNION ALL
-- pg:     SELECT a1.id FROM (
-- pg:         SELECT i.id FROM audit i
-- pg:         WHERE :object_kind <> '' AND (i.object_kind, i.id) >= (:object_kind, 0) AND (i.object_kind, i.id) < (:object_kind, :before)
-- pg:         ORDER BY i.object_kind DESC, i.id DESC LIMIT :n) a1
-- pg:     ORDER BY 1 DESC LIMIT :n
-- pg: ) k
-- pg: JOIN audit x ON x.id = k.id LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
-- pg: ORDER BY x.id DESC LIMIT :n;
