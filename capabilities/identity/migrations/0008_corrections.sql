-- What was known of a child before somebody put it right: who, when, and what stood there. Never changed. What stood there
-- goes when the identity is registered elsewhere or made anew: then it would tell where the child was, or who.
CREATE TABLE identity_change (
  child_id uuid NOT NULL REFERENCES child (id),
  id uuid NOT NULL,
  at bigint NOT NULL,
  assignment_id uuid NOT NULL,
  -- What stood there, by field; none where it must not be kept.
  sealed bytea,
  PRIMARY KEY (child_id, id)
);

-- In an emergency a child is looked for where it lives.
CREATE INDEX child_municipality ON child (municipality_id, id) WHERE protection = 'none';
