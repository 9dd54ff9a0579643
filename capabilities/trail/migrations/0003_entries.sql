-- What is written on a trail. An entry belongs to exactly one unit and secrecy domain; a copy is an entry of whoever
-- received it. Nothing is erased: a correction is one more version. What is written is sealed under the child's key.
CREATE TABLE entry (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  trail_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  domain_id uuid NOT NULL,
  kind text NOT NULL,
  -- 'staff' or 'child'.
  written_by text NOT NULL,
  happened_on bigint NOT NULL,
  written_at bigint NOT NULL,
  changed_at bigint NOT NULL,
  -- The number of its latest version, from 1.
  version bigint NOT NULL,
  -- Counts every change, hidings too: a save on top of another count is a conflict.
  revision bigint NOT NULL,
  -- A copy that a sharing made: of what, from where, on what ground, and when the sharing ended.
  copy_of uuid,
  copy_version bigint,
  from_unit_id uuid,
  from_domain_id uuid,
  sharing_id uuid,
  ground text,
  sharing_ended_at bigint,
  -- Who wrote it, and the necessity behind a copy.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id)
);

CREATE INDEX entry_trail ON entry (trail_id, domain_id);

CREATE UNIQUE INDEX entry_copy ON entry (child_id, copy_of, copy_version, unit_id);

-- Every version of an entry, as it was written. A copy has one.
CREATE TABLE entry_version (
  child_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  version bigint NOT NULL,
  written_at bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, entry_id, version)
);

-- From which guardians an entry is hidden. Without a person: from everyone with custody.
CREATE TABLE entry_hiding (
  child_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid,
  reason text NOT NULL,
  hidden_at bigint NOT NULL,
  review_on bigint NOT NULL,
  ended_at bigint,
  -- Why, in words, and who decided.
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, entry_id, id)
);

CREATE INDEX entry_hiding_review ON entry_hiding (review_on);
