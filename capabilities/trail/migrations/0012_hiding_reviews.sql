-- Who looks again at what is hidden: the unit that has the entry, and there whoever decided. A hiding on a copy was decided
-- elsewhere, and is the unit's. Why it was ended, and by whom, is sealed.
ALTER TABLE entry_hiding ADD COLUMN unit_id uuid;

ALTER TABLE entry_hiding ADD COLUMN staff_id uuid;

ALTER TABLE entry_hiding ADD COLUMN ended_sealed bytea;

UPDATE entry_hiding
SET unit_id = (
  SELECT entry.unit_id
  FROM entry
  WHERE entry.child_id = entry_hiding.child_id AND entry.id = entry_hiding.entry_id
);

DROP INDEX entry_hiding_review;

CREATE INDEX entry_hiding_due ON entry_hiding (unit_id, review_on) WHERE ended_at IS NULL;
