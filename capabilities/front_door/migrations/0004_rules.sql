-- The region's tables of rules from ratings to a suggested level. Every edition is kept as it was saved: a decision
-- names the one that was in force. Nothing here is about a child.
CREATE TABLE rule_table (
  id uuid NOT NULL PRIMARY KEY,
  version bigint NOT NULL UNIQUE,
  name text NOT NULL,
  valid_from bigint NOT NULL,
  -- Standing, resolution, default level and rules as JSON of plain codes.
  rules text NOT NULL,
  saved_at bigint NOT NULL,
  -- The assignment of whoever saved it; none when the installation did.
  saved_by uuid
);

CREATE INDEX rule_table_in_force ON rule_table (valid_from, version);

-- Tables on their way. A draft may be wrong; it becomes an edition when it has been proven.
CREATE TABLE rule_draft (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  valid_from bigint NOT NULL,
  rules text NOT NULL,
  changed_at bigint NOT NULL,
  changed_by uuid,
  version bigint NOT NULL
);
