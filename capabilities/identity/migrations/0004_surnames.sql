-- Whose family names are alike: for the review of the log. What identifies a child lies here as keyed fingerprints only.
-- A family name is written for staff who are shown by an initial.
ALTER TABLE staff ADD COLUMN family_name text;

CREATE TABLE child_surname (
  child_id uuid NOT NULL REFERENCES child (id),
  -- The child itself or a grown-up around it.
  owner_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  PRIMARY KEY (child_id, owner_id, fingerprint)
);

CREATE INDEX child_surname_fingerprint ON child_surname (fingerprint, child_id);
