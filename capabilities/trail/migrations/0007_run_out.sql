-- A sharing may end because the last day of its consent has passed: one more state. SQLite changes no check of a table
-- that is there, so the table is made anew. The last day is the one that counts: the earliest that was asked for or agreed to.
CREATE TABLE sharing_anew (
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
  CHECK (state IN ('asked', 'active', 'declined', 'withdrawn', 'outdated', 'run_out')),
  CHECK (ground <> 'consent' OR (until_on IS NOT NULL AND basis IS NOT NULL))
);

INSERT INTO sharing_anew (child_id, id, trail_id, from_unit_id, from_domain_id, to_unit_id, to_domain_id, ground, state,
  asked_at, started_at, until_on, ended_at, basis, asking, version, sealed)
SELECT sharing.child_id, sharing.id, sharing.trail_id, sharing.from_unit_id, sharing.from_domain_id, sharing.to_unit_id,
  sharing.to_domain_id, sharing.ground, sharing.state, sharing.asked_at, sharing.started_at,
  CASE WHEN sharing.state = 'active' AND agreed.until_on < sharing.until_on THEN agreed.until_on ELSE sharing.until_on END,
  sharing.ended_at, sharing.basis, sharing.asking, sharing.version, sharing.sealed
FROM sharing
LEFT JOIN (
  SELECT child_id, sharing_id, MIN(until_on) AS until_on
  FROM sharing_party
  WHERE answer = 'yes'
  GROUP BY child_id, sharing_id
) AS agreed ON agreed.child_id = sharing.child_id AND agreed.sharing_id = sharing.id;

DROP TABLE sharing;

ALTER TABLE sharing_anew RENAME TO sharing;

CREATE INDEX sharing_trail ON sharing (trail_id, asked_at);

-- What background work looks for.
CREATE INDEX sharing_last_day ON sharing (until_on) WHERE state IN ('asked', 'active');
