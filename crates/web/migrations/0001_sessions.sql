-- Who is logged in. The token itself is only in the browser; here lies its hash. What a session may do follows the post
-- that was chosen; ending an assignment ends its sessions.
CREATE TABLE session (
  token_hash bytea NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  staff_id uuid,
  person_id uuid,
  assignment_id uuid,
  unit_id uuid,
  domain_id uuid,
  branch text,
  role text,
  staff_name text,
  unit_name text,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX session_staff ON session (staff_id);

CREATE INDEX session_expires ON session (expires_at);

-- Forms that have been sent: sending one again leads to the same place and does nothing twice.
CREATE TABLE sent_form (
  key bytea NOT NULL PRIMARY KEY,
  led_to text NOT NULL,
  at bigint NOT NULL
);
