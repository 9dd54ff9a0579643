-- Units that share in one trail without holding it: they were given copies. A unit on one trail of a child is not, for
-- that, on the child's other trails.
CREATE TABLE trail_unit (
  child_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (child_id, trail_id, unit_id)
);
