-- Sharing entries with a unit in another secrecy domain: asked for, going on or ended. What was asked, of whom and why is
-- sealed under the child's key; between whom, on what ground and until when is not.
CREATE TABLE sharing (
  child_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  trail_id uuid NOT NULL,
  from_unit_id uuid NOT NULL,
  from_domain_id uuid NOT NULL,
  to_unit_id uuid NOT NULL,
  to_domain_id uuid NOT NULL,
  ground text NOT NULL,
  state text NOT NULL,
  asked_at bigint NOT NULL,
  started_at bigint,
  -- The last day of a consent; other grounds are used once.
  until_on bigint,
  ended_at bigint,
  -- Why these people decide, and how they may be asked; only for consent.
  basis text,
  asking text,
  version bigint NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (child_id, id),
  CHECK (state IN ('asked', 'active', 'declined', 'withdrawn', 'outdated')),
  CHECK (ground <> 'consent' OR (until_on IS NOT NULL AND basis IS NOT NULL))
);

CREATE INDEX sharing_trail ON sharing (trail_id, asked_at);

-- What those who are asked have before them: which version of which entry.
CREATE TABLE sharing_item (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  place bigint NOT NULL,
  entry_id uuid NOT NULL,
  entry_version bigint NOT NULL,
  PRIMARY KEY (child_id, sharing_id, entry_id)
);

-- Whose yes is needed, and what they have answered. The child stands here under the child's own identifier.
CREATE TABLE sharing_party (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  party_id uuid NOT NULL,
  -- 'child' or 'guardian'.
  party text NOT NULL,
  -- 'all': each of these; 'one': at least one of these.
  need text NOT NULL,
  -- 'yes', 'no' or 'withdrawn'.
  answer text,
  -- 'logged_in', 'oral' or 'written'; the last two were recorded by someone at work.
  how text,
  recorded_by uuid,
  answered_at bigint,
  until_on bigint,
  PRIMARY KEY (child_id, sharing_id, party_id)
);

-- The disclosure journal: each copy, of what, to whom, on what ground, by whom. Never changed. Source: PDL 3:11.
CREATE TABLE disclosure (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  trail_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  entry_version bigint NOT NULL,
  copy_id uuid NOT NULL,
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

CREATE INDEX disclosure_trail ON disclosure (trail_id, disclosed_at);

CREATE INDEX disclosure_from ON disclosure (from_unit_id, disclosed_at);

-- Everything that has happened to a sharing, never changed.
CREATE TABLE sharing_event (
  child_id uuid NOT NULL,
  sharing_id uuid NOT NULL,
  sequence bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  actor_kind text NOT NULL,
  -- An assignment at work, or a person of the family.
  actor_id uuid NOT NULL,
  PRIMARY KEY (child_id, sharing_id, sequence)
);
