-- When a manager was told that the review of an opening is late: once for each.
ALTER TABLE opening ADD COLUMN told_late_at bigint;

-- What background work looks for.
CREATE INDEX opening_late ON opening (due_at) WHERE told_late_at IS NULL AND state IN ('waiting', 'asked');
