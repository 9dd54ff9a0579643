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
