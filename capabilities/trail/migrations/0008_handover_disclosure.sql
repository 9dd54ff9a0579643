-- The journal of what crossed into another secrecy domain with a handover: its summary, and each answer to a question. On
-- what ground, and who said yes, stands in the sharing. Never changed. Source: PDL 3:11.
CREATE TABLE handover_disclosure (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  handover_id uuid NOT NULL,
  -- 'summary' or 'answer'.
  part text NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  staff_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  disclosed_at bigint NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX handover_disclosure_trail ON handover_disclosure (trail_id, disclosed_at);

CREATE INDEX handover_disclosure_of ON handover_disclosure (handover_id);
