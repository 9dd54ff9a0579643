-- Two records of one child: which went on, which other it was registered as too, who said so, and how they knew. What was
-- sealed under the other's key lies under the survivor's, and the other's is destroyed. The log keeps both identifiers.
-- Never changed, but that the survivor's own record may go on in another.
CREATE TABLE child_joined (
  child_id uuid NOT NULL REFERENCES child (id),
  other_id uuid NOT NULL UNIQUE REFERENCES child (id),
  at bigint NOT NULL,
  assignment_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, other_id)
);
