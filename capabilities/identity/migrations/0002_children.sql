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
