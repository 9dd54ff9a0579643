-- A unit looks for a child among all trails that it has a part in: those that it was given copies on, and those that it has
-- handed on lately.
CREATE INDEX trail_unit_of ON trail_unit (unit_id);

CREATE INDEX baton_of_unit ON baton (unit_id, until_at);
