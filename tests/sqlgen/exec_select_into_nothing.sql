--! 3: q: a query is SELECT, WITH, INSERT, UPDATE or DELETE
-- name: q exec
DROP TABLE unit;
