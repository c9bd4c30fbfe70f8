--! 4: q has no statement
-- name: q many
-- arg: id i64

