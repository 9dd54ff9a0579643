-- For whom the glass is broken right now is asked at every log-in.
CREATE INDEX broken_glass_staff ON broken_glass (staff_id, until);

-- Protected identities are few.
CREATE INDEX child_protected ON child (id) WHERE protection <> 'none';
