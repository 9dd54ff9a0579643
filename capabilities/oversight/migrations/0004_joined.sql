-- A child may turn out to be another: what was said about an opening follows the opening to the one that goes on. SQLite
-- changes no reference of a table that is there, so the table is made anew. Nothing else in it is different.
CREATE TABLE review_anew (
  child_id uuid NOT NULL,
  opening_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  branch text NOT NULL,
  role text NOT NULL,
  follow_up text,
  -- The question, the answer, or what the family is told.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, opening_id, sequence),
  FOREIGN KEY (child_id, opening_id) REFERENCES opening (child_id, id) ON UPDATE CASCADE,
  CHECK (kind IN ('asked', 'explained', 'justified', 'not_justified'))
);

INSERT INTO review_anew (child_id, opening_id, sequence, at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role,
  follow_up, sealed)
SELECT child_id, opening_id, sequence, at, kind, staff_id, assignment_id, unit_id, domain_id, branch, role, follow_up, sealed
FROM review;

DROP TABLE review;

ALTER TABLE review_anew RENAME TO review;
