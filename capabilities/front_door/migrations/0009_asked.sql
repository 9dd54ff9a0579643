-- What a unit has asked for and that is under way is little of all it ever asked for, and is looked for on every My day.
CREATE INDEX request_asking_state ON request (asker_assignment_id, state);

DROP INDEX request_asking_assignment;
