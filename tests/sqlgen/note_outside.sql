--! 2: -- arg: stands outside a query; begin with -- name: or end the query before with ;
-- arg: id i64
-- name: q one
SELECT name FROM unit WHERE id = :id;
