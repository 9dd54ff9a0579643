-- What was in a form when it was last sent from its page, as a hash: the same again is the same sending twice.
ALTER TABLE sent_form ADD COLUMN body bytea;

CREATE INDEX sent_form_at ON sent_form (at);
