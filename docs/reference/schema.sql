-- The whole schema: every migration, owner by owner. Written by `cargo xtask reference`; do not edit.
-- Moments are microseconds and days are days since 1970-01-01. `sealed` is readable only with the child's key.

-- database/0001_keys

-- Keys of children, wrapped by a master key. Deleting a row is erasure: nothing sealed under it can be read again.
CREATE TABLE child_key (
  child_id uuid NOT NULL PRIMARY KEY,
  master text NOT NULL,
  wrapped bytea NOT NULL
);

CREATE INDEX child_key_master ON child_key (master, child_id);

-- Secrets of the installation itself (blind index, form tokens), wrapped by a master key.
CREATE TABLE secret (
  name text NOT NULL PRIMARY KEY,
  owner_id uuid NOT NULL,
  master text NOT NULL,
  wrapped bytea NOT NULL
);

-- audit/0001_log

-- The log: one line for every read, search, list, refusal, change, print and export. Append-only. Identifiers and codes
-- only; never a name, a number or a sentence.
CREATE TABLE audit_line (
  domain_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  actor_kind text NOT NULL,
  staff_id uuid,
  assignment_id uuid,
  unit_id uuid,
  role text,
  person_id uuid,
  job text,
  action text NOT NULL,
  outcome text NOT NULL,
  act text NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  child_id uuid,
  rows_seen bigint NOT NULL,
  policies text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (domain_id, sequence)
);

CREATE INDEX audit_line_child ON audit_line (child_id, at);

CREATE INDEX audit_line_unit ON audit_line (unit_id, at);

-- Where each domain's chain ends.
CREATE TABLE audit_head (
  domain_id uuid NOT NULL PRIMARY KEY,
  sequence bigint NOT NULL,
  hash bytea NOT NULL
);

-- web/0001_sessions

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

-- identity/0001_organisations

-- Organisations as the law sees them. Public facts; nothing here is about a child.
CREATE TABLE principal (
  id uuid NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL UNIQUE
);

CREATE TABLE secrecy_domain (
  id uuid NOT NULL PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal (id),
  authority_id uuid NOT NULL,
  secrecy text NOT NULL,
  ownership text NOT NULL,
  name text NOT NULL UNIQUE
);

CREATE TABLE municipality (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE unit (
  id uuid NOT NULL PRIMARY KEY,
  domain_id uuid NOT NULL REFERENCES secrecy_domain (id),
  branch text NOT NULL,
  name text NOT NULL UNIQUE,
  -- Who answers for what arrives today; a front door always has someone.
  duty_assignment_id uuid
);

CREATE INDEX unit_domain ON unit (domain_id);

CREATE TABLE staff (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  -- What the identity provider calls this person.
  subject text UNIQUE
);

CREATE TABLE assignment (
  id uuid NOT NULL PRIMARY KEY,
  staff_id uuid NOT NULL REFERENCES staff (id),
  unit_id uuid NOT NULL REFERENCES unit (id),
  role text NOT NULL,
  from_day bigint NOT NULL,
  until_day bigint
);

CREATE INDEX assignment_staff ON assignment (staff_id);

CREATE INDEX assignment_unit ON assignment (unit_id);

-- Counts changes, so that a server knows when what it holds in memory is old.
CREATE TABLE organisation_version (
  only_row bigint NOT NULL PRIMARY KEY,
  version bigint NOT NULL
);

INSERT INTO organisation_version (only_row, version) VALUES (1, 1);

-- identity/0002_children

-- Children, and who stands in what relation to them. What describes a person is sealed under the child's key; numbers
-- are found through a keyed fingerprint and are never keys.
CREATE TABLE person (
  id uuid NOT NULL PRIMARY KEY,
  number_fingerprint bytea UNIQUE
);

CREATE TABLE child (
  id uuid NOT NULL PRIMARY KEY,
  person_id uuid REFERENCES person (id),
  number_fingerprint bytea,
  municipality_id uuid REFERENCES municipality (id),
  protection text NOT NULL,
  registered_at bigint NOT NULL,
  erased_at bigint,
  -- What a list may show: given name, age, place.
  label bytea NOT NULL,
  -- What is shown only to those in the help: family name, number, contact.
  identity bytea NOT NULL,
  version bigint NOT NULL
);

CREATE INDEX child_number ON child (number_fingerprint);

CREATE INDEX child_person ON child (person_id);

CREATE TABLE guardian (
  child_id uuid NOT NULL REFERENCES child (id),
  person_id uuid NOT NULL REFERENCES person (id),
  custody text NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, person_id)
);

CREATE INDEX guardian_person ON guardian (person_id);

-- Units that share in the child's help.
CREATE TABLE involvement (
  child_id uuid NOT NULL REFERENCES child (id),
  unit_id uuid NOT NULL REFERENCES unit (id),
  since bigint NOT NULL,
  until bigint,
  PRIMARY KEY (child_id, unit_id, since)
);

CREATE INDEX involvement_unit ON involvement (unit_id, child_id);

-- The few who may open a protected identity.
CREATE TABLE named_staff (
  child_id uuid NOT NULL REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  PRIMARY KEY (child_id, staff_id)
);

-- Staff for whom the glass is broken, for a while.
CREATE TABLE broken_glass (
  child_id uuid NOT NULL REFERENCES child (id),
  staff_id uuid NOT NULL REFERENCES staff (id),
  until bigint NOT NULL,
  PRIMARY KEY (child_id, staff_id, until)
);

-- Codes by which a person without e-identification logs in. Only the fingerprint is kept.
CREATE TABLE access_code (
  fingerprint bytea NOT NULL PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  kind text NOT NULL,
  expires_at bigint NOT NULL
);

CREATE INDEX access_code_expires ON access_code (expires_at);

-- Personas of the demo region: log in with one click. Empty in real use.
CREATE TABLE persona (
  code text NOT NULL PRIMARY KEY,
  place bigint NOT NULL,
  kind text NOT NULL,
  staff_id uuid,
  person_id uuid,
  name text NOT NULL,
  about_sv text NOT NULL,
  about_en text NOT NULL
);

-- What other capabilities may join in lists: enough for first name, age and place, and the key to open it.
CREATE VIEW child_label AS
SELECT child.id AS child_id, child.label AS label, child.protection AS protection, child.municipality_id AS municipality_id,
  child_key.master AS master, child_key.wrapped AS wrapped
FROM child
LEFT JOIN child_key ON child_key.child_id = child.id;
