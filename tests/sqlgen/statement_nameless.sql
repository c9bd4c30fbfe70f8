--! 3: SQL without -- name: before it
-- a comment
SELECT id FROM unit WHERE id = 1;
