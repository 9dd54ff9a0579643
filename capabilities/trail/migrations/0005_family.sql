-- What a child who decides for itself has decided about a guardian's reading: of everything on the trail, or of one
-- entry. The latest decision stands; the earlier ones stay.
CREATE TABLE guardian_reading (
  child_id uuid NOT NULL,
  id uuid NOT NULL,
  trail_id uuid NOT NULL,
  person_id uuid NOT NULL,
  -- The trail, or an entry.
  about_id uuid NOT NULL,
  -- 'shared' or 'kept'.
  choice text NOT NULL,
  chosen_at bigint NOT NULL,
  ended_at bigint,
  PRIMARY KEY (child_id, id)
);

CREATE UNIQUE INDEX guardian_reading_now ON guardian_reading (child_id, about_id, person_id) WHERE ended_at IS NULL;
