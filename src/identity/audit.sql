-- name: audit_unit one
-- arg: unit_id i64
SELECT kind, parent_id FROM unit WHERE id = :unit_id;

-- The twin: as programme_events of programme_state.sql.
-- name: audit_here many
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
SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
       CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
                         AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
FROM audit x LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
WHERE x.unit_id = :unit_id AND x.id < :before AND (:object_kind = '' OR x.object_kind = :object_kind)
ORDER BY x.id DESC LIMIT :n;
-- pg: SELECT x.id, a.display_name AS who, u.short_name AS unit_name, x.action, x.object_kind, x.detail, x.ip,
-- pg:        CASE WHEN EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = x.account_id
-- pg:                          AND (g.role < :first OR g.role > :last)) THEN 1 ELSE 0 END AS staff
-- pg: FROM audit x LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
-- pg: WHERE x.unit_id >= :unit_id AND (x.unit_id, x.id) < (:unit_id, :before)
-- pg:   AND (:object_kind = '' OR x.object_kind = :object_kind)
-- pg: ORDER BY x.unit_id DESC, x.id DESC LIMIT :n;

-- A walk from the newest row down; the root sees also what belongs to no unit.
-- name: audit_below many
-- arg: unit_id i64
-- arg: root bool
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
FROM audit x LEFT JOIN account a ON a.id = x.account_id LEFT JOIN unit u ON u.id = x.unit_id
WHERE x.id < :before AND (:object_kind = '' OR x.object_kind = :object_kind)
  AND (:root = 1 OR EXISTS (SELECT 1 FROM unit_up up WHERE up.unit_id = x.unit_id AND up.ancestor_id = :unit_id))
ORDER BY x.id DESC LIMIT :n;
