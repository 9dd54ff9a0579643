-- Whoever asks again on a trail that is open has promises of their own: several of one code may run, each from a receipt.
DROP INDEX care_clock_one;

CREATE UNIQUE INDEX care_clock_one ON care_clock (trail_id, code, scope, started_at) WHERE stopped_at IS NULL;
