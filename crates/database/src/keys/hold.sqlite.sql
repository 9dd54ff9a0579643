SELECT master, wrapped
FROM child_key
WHERE child_id = $1
